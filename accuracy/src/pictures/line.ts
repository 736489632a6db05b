import { placeOn, type Edge, type Point } from '@sweepline/simulator/pure';

export type Line = readonly Point[];

const between = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** Nearer than this two points are one: lengths are told in whole centimetres. */
const SAME_M = 0.05;

/** The part of an edge between two places, in the order given. */
export function partOf(edge: Edge, from_m: number, to_m: number): Point[] {
  if (to_m < from_m) return partOf(edge, to_m, from_m).reverse();
  const inner = edge.points.filter((_, i) => edge.at_m[i]! > from_m && edge.at_m[i]! < to_m);
  const line = [placeOn(edge, from_m), ...inner, placeOn(edge, to_m)].map(({ x, y }) => ({ x, y }));
  return line.filter((point, i) => i === 0 || between(line[i - 1]!, point) > SAME_M);
}

/** The line moved aside, right positive as one goes along it; corners are kept from running away. */
export function asideOf(line: Line, aside: number): Point[] {
  return line.map((point, i) => {
    const [before, after] = [line[i - 1] ?? point, line[i + 1] ?? point];
    const sides = [
      [before, point],
      [point, after],
    ] as const;
    const normals = sides
      .filter(([a, b]) => between(a, b) > 1e-9)
      .map(([a, b]) => ({ x: (b.y - a.y) / between(a, b), y: (a.x - b.x) / between(a, b) }));
    const sum = normals.reduce((all, normal) => ({ x: all.x + normal.x, y: all.y + normal.y }), { x: 0, y: 0 });
    const size = Math.hypot(sum.x, sum.y);
    if (size < 1e-9) return point;
    const stretch = Math.min(1.5, normals.length / size);
    return { x: point.x + (aside * stretch * sum.x) / size, y: point.y + (aside * stretch * sum.y) / size };
  });
}

/** Fewer points, none farther than `within` from the new line. */
export function thinned(line: Line, within: number): Point[] {
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined || line.length < 3) return [...line];
  let [worst, far] = [0, within];
  for (let i = 1; i < line.length - 1; i++) {
    const off = nearestOn([first, last], line[i]!).distance;
    if (off > far) [worst, far] = [i, off];
  }
  if (worst === 0) return [first, last];
  return [...thinned(line.slice(0, worst + 1), within).slice(0, -1), ...thinned(line.slice(worst), within)];
}

export interface Nearest {
  readonly at: Point;
  readonly distance: number;
  /** The direction of the line there, radians from the x-axis. */
  readonly direction: number;
}

export function nearestOn(line: Line, { x, y }: Point): Nearest {
  let best: Nearest = { at: line[0] ?? { x, y }, distance: Infinity, direction: 0 };
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = ((x - a.x) * dx + (y - a.y) * dy) / Math.max(dx * dx + dy * dy, 1e-12);
    const share = Math.min(1, Math.max(0, along));
    const at = { x: a.x + share * dx, y: a.y + share * dy };
    const distance = Math.hypot(at.x - x, at.y - y);
    if (distance < best.distance) best = { at, distance, direction: Math.atan2(dy, dx) };
  }
  return best;
}

/** Places along a line, so far from one another, with the direction there; the first half a step from its beginning. */
export function stepsAlong(line: Line, step: number): { readonly at: Point; readonly direction: number }[] {
  const steps = [];
  let left = step / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const size = between(a, b);
    const direction = Math.atan2(b.y - a.y, b.x - a.x);
    for (; left < size; left += step)
      steps.push({ at: { x: a.x + ((b.x - a.x) * left) / size, y: a.y + ((b.y - a.y) * left) / size }, direction });
    left -= size;
  }
  return steps;
}
