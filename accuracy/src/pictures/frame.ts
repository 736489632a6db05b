import type { Point } from '@sweepline/simulator/pure';
import type { Line } from './line.ts';

/** Pixels of the map inside the picture. */
export const MAP_WIDTH = 960;
const HEIGHTS = [440, 680] as const;
const PAD_M = 26;
const LEAST_M = 120;
const MOST_PER_M = 3.2;

/** From the town's plane, metres, to the map's pixels, y down. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly perMetre: number;
  toMap(point: Point): Point;
  /** Whether anything of the line may be seen. */
  isSeen(line: Line): boolean;
}

/** A frame around what must be seen whole. */
export function frameOf(focus: Line): Frame {
  const [xs, ys] = [focus.map(({ x }) => x), focus.map(({ y }) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide_m = Math.max(LEAST_M, east - west + 2 * PAD_M);
  const high_m = Math.max(LEAST_M / 2, north - south + 2 * PAD_M);
  const height = Math.round(Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], (MAP_WIDTH * high_m) / wide_m)));
  const perMetre = Math.min(MOST_PER_M, MAP_WIDTH / wide_m, height / high_m);
  const middle = { x: (west + east) / 2, y: (south + north) / 2 };
  const toMap = ({ x, y }: Point): Point => ({
    x: MAP_WIDTH / 2 + (x - middle.x) * perMetre,
    y: height / 2 - (y - middle.y) * perMetre,
  });
  return { width: MAP_WIDTH, height, perMetre, toMap, isSeen };

  function isSeen(line: Line): boolean {
    const points = line.map(toMap);
    const [x, y] = [points.map((point) => point.x), points.map((point) => point.y)];
    const margin = 12;
    return (
      Math.max(...x) > -margin &&
      Math.min(...x) < MAP_WIDTH + margin &&
      Math.max(...y) > -margin &&
      Math.min(...y) < height + margin
    );
  }
}

/** The stretches of a line inside the map, with a margin; where it leaves and comes back it is another stretch. */
export function insideOf({ width, height }: Frame, line: Line, margin = 0): Point[][] {
  const [low, highX, highY] = [-margin, width + margin, height + margin];
  const stretches: Point[][] = [];
  let open: Point[] | null = null;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    let [from, to] = [0, 1];
    for (const [start, step, high] of [
      [a.x, b.x - a.x, highX],
      [a.y, b.y - a.y, highY],
    ] as const) {
      if (step === 0) {
        if (start < low || start > high) to = -1;
        continue;
      }
      const [one, other] = [(low - start) / step, (high - start) / step];
      from = Math.max(from, Math.min(one, other));
      to = Math.min(to, Math.max(one, other));
    }
    if (from >= to) {
      open = null;
      continue;
    }
    const at = (share: number): Point => ({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share });
    if (open === null || from > 0) stretches.push((open = [at(from)]));
    open.push(at(to));
    if (to < 1) open = null;
  }
  return stretches;
}
