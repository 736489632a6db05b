import { metresBetween, scaleAt } from './ruler.ts';
import { nearestShare } from './segment.ts';

/** Kernels over a line given as flat lon, lat pairs. Offsets are metres from its first vertex. */
export type Line = Float64Array;

export const vertexCount = (line: Line): number => line.length >> 1;

/** Offset of each vertex, in metres; the last one is the line's length. */
export function vertexOffsets(line: Line): Float64Array {
  const count = vertexCount(line);
  const offsets = new Float64Array(count);
  for (let i = 1; i < count; i++) {
    offsets[i] = offsets[i - 1]! + metresBetween(line[2 * i - 2]!, line[2 * i - 1]!, line[2 * i]!, line[2 * i + 1]!);
  }
  return offsets;
}

export function lineLength(line: Line): number {
  return vertexOffsets(line)[vertexCount(line) - 1] ?? 0;
}

/** The position `at_m` metres along; clamped to the ends. */
export function pointAlong(line: Line, at_m: number, offsets: Float64Array = vertexOffsets(line)): [number, number] {
  const last = vertexCount(line) - 1;
  if (at_m <= 0) return [line[0]!, line[1]!];
  if (at_m >= offsets[last]!) return [line[2 * last]!, line[2 * last + 1]!];
  const i = firstNotBelow(offsets, at_m);
  const size = offsets[i]! - offsets[i - 1]!;
  const t = size === 0 ? 0 : (at_m - offsets[i - 1]!) / size;
  return [
    line[2 * i - 2]! + t * (line[2 * i]! - line[2 * i - 2]!),
    line[2 * i - 1]! + t * (line[2 * i + 1]! - line[2 * i - 1]!),
  ];
}

/** Index of the first offset that is not below `at_m`, by halving. */
function firstNotBelow(offsets: Float64Array, at_m: number): number {
  let low = 1;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < at_m) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part between two offsets, in the order given: `to_m < from_m` runs backwards. */
export function cutLine(line: Line, from_m: number, to_m: number, offsets: Float64Array = vertexOffsets(line)): Line {
  if (to_m < from_m) return reversed(cutLine(line, to_m, from_m, offsets));
  const cut = [...pointAlong(line, from_m, offsets)];
  for (let i = 0; i < offsets.length; i++) {
    if (offsets[i]! > from_m && offsets[i]! < to_m) cut.push(line[2 * i]!, line[2 * i + 1]!);
  }
  cut.push(...pointAlong(line, to_m, offsets));
  return Float64Array.from(cut);
}

export function reversed(line: Line): Line {
  const back = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 2) {
    back[i] = line[line.length - 2 - i]!;
    back[i + 1] = line[line.length - 1 - i]!;
  }
  return back;
}

/** Where a position is nearest to the line: metres along it and metres from it. */
export function projectOnLine(line: Line, lon: number, lat: number): { offset_m: number; distance_m: number } {
  const { kx, ky } = scaleAt(lat);
  let offset_m = 0;
  let distance_m = Infinity;
  let before_m = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const ax = (line[i]! - lon) * kx;
    const ay = (line[i + 1]! - lat) * ky;
    const bx = (line[i + 2]! - lon) * kx;
    const by = (line[i + 3]! - lat) * ky;
    const t = nearestShare(0, 0, ax, ay, bx, by);
    const away = Math.hypot(ax + t * (bx - ax), ay + t * (by - ay));
    const size = metresBetween(line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!);
    if (away < distance_m) {
      distance_m = away;
      offset_m = before_m + t * size;
    }
    before_m += size;
  }
  return { offset_m, distance_m };
}
