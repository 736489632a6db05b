/**
 * The list with one more item at its end. What a fix brings about is mostly one item: a first `push` would make room for
 * seventeen, of every list of every fix.
 */
export function append<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}
