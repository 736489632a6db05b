/** What a reader may see, as SQL takes it: null means no limit. */
export interface Scope {
  readonly municipalities: readonly string[] | null;
  readonly contractor: string | null;
}

export const EVERYTHING: Scope = { municipalities: null, contractor: null };

/** Which page of a list is wanted: `after` is the `next` of the page before. */
export interface PageWish {
  readonly after: string | null;
  readonly limit: number;
}

/** Cuts rows read with `limit + 1` into a page; `cursorOf` gives what `after` compares with. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
