/** A binary heap of numbers by key, smallest key first, of equal keys the smaller number. Grows as needed. */
export interface Heap {
  count: number;
  item: Int32Array;
  key: Float64Array;
}

export const startHeap = (): Heap => ({ count: 0, item: new Int32Array(1024), key: new Float64Array(1024) });

export function push(heap: Heap, item: number, key: number): void {
  if (heap.count === heap.item.length) grow(heap);
  const { item: items, key: keys } = heap;
  let at = heap.count++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = keys[up]!;
    if (above < key || (above === key && items[up]! < item)) break;
    items[at] = items[up]!;
    keys[at] = above;
    at = up;
  }
  items[at] = item;
  keys[at] = key;
}

/** Takes the first item out. The heap must not be empty. */
export function pop(heap: Heap): number {
  const { item: items, key: keys } = heap;
  const top = items[0]!;
  const count = --heap.count;
  const item = items[count]!;
  const key = keys[count]!;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= count) break;
    const right = down + 1;
    if (right < count && (keys[right]! < keys[down]! || (keys[right] === keys[down] && items[right]! < items[down]!))) {
      down = right;
    }
    if (key < keys[down]! || (key === keys[down] && item < items[down]!)) break;
    items[at] = items[down]!;
    keys[at] = keys[down]!;
    at = down;
  }
  items[at] = item;
  keys[at] = key;
  return top;
}

function grow(heap: Heap): void {
  const item = new Int32Array(2 * heap.item.length);
  item.set(heap.item);
  heap.item = item;
  const key = new Float64Array(2 * heap.key.length);
  key.set(heap.key);
  heap.key = key;
}
