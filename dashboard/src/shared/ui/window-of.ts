/** Where each of some rows begins, and behind them where the last one ends: pixels. */
export function offsetsOf(heights: readonly number[]): Float64Array {
  const offsets = new Float64Array(heights.length + 1);
  for (const [at, height] of heights.entries()) offsets[at + 1] = offsets[at]! + height;
  return offsets;
}

/** The row that holds a place; the last one behind the end, the first one before the beginning. */
export function rowAt(offsets: Float64Array, place: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= place) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows [first, end) that are seen through a window, with what lies so many pixels around it. */
export function windowOf(offsets: Float64Array, top: number, height: number, around: number): [number, number] {
  if (offsets.length < 2) return [0, 0];
  return [rowAt(offsets, top - around), rowAt(offsets, top + height + around) + 1];
}
