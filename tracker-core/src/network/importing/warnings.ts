import type { NetworkWarning } from '@sweepline/contract';

/** What the importer may notice, a code each. */
export type WarningCode =
  | 'bad-geometry'
  | 'bad-id'
  | 'bad-oneway'
  | 'bridged'
  | 'duplicate-id'
  | 'heights-ignored'
  | 'no-name'
  | 'not-a-feature'
  | 'not-a-line'
  | 'out-of-range'
  | 'planned-changed'
  | 'planned-gone'
  | 'self-crossing'
  | 'swapped'
  | 'zero-length'
  | 'missing-nodes';

/** So many of one code are listed by name; the rest are counted in one last line. */
const LISTED = 50;

export interface Warnings {
  readonly listed: NetworkWarning[];
  readonly counts: Map<WarningCode, number>;
}

export const startWarnings = (): Warnings => ({ listed: [], counts: new Map() });

/** `values`: what of the detail is no word, so that it can be said in other languages. */
export function warn(
  { listed, counts }: Warnings,
  code: WarningCode,
  item: string,
  detail: string,
  values?: NetworkWarning['values'],
): void {
  const count = (counts.get(code) ?? 0) + 1;
  counts.set(code, count);
  if (count <= LISTED) listed.push({ code, item: item.slice(0, 200), detail, ...(values && { values }) });
}

/** The list as it is answered: per code the named items, then how many more there are. */
export function allWarnings({ listed, counts }: Warnings): NetworkWarning[] {
  return [...counts.keys()].sort().flatMap((code) => {
    const more = counts.get(code)! - LISTED;
    const named = listed.filter((warning) => warning.code === code);
    return more > 0 ? [...named, { code, item: '…', detail: `and ${more} more of this kind` }] : named;
  });
}
