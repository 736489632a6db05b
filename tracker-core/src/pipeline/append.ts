/** A list that nothing was appended to yet, one for all. */
export const NONE: readonly never[] = [];

/**
 * The list with one more item at its end, where it is `NONE` or made here. What a fix brings about is mostly nothing or one
 * item: a first `push` would make room for seventeen, of every list of every fix.
 */
export function append<Item>(list: readonly Item[], item: Item): readonly Item[] {
  if (list.length === 0) return [item];
  (list as Item[]).push(item);
  return list;
}
