import { foldName, plateKey } from '../town/streets.ts';
import type { KeyAction } from './keys.ts';
import type { Page } from './pages.ts';

/** Something that the list of commands finds. */
export type PaletteEntry = { readonly name: string; readonly hint?: string } & (
  | { readonly kind: 'action'; readonly action: KeyAction | 'account' | 'inbox' | 'newClaim' | 'notices' | 'language' }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'vehicle'; readonly id: string }
  | { readonly kind: 'assignment'; readonly id: string }
  | { readonly kind: 'incident'; readonly id: string }
  | { readonly kind: 'claim'; readonly id: string }
  | { readonly kind: 'contract'; readonly id: string }
  | { readonly kind: 'street'; readonly id: string }
);

/** Names that begin with what is typed come before those with a word that does, these before the others; else their order stays. */
export function found(entries: readonly PaletteEntry[], text: string, most: number): readonly PaletteEntry[] {
  const wanted = foldName(text);
  if (wanted === '') return entries.filter(({ kind }) => kind === 'action' || kind === 'page').slice(0, most);
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}

const NOT_FOUND = 4;

function rankOf({ kind, name, hint = '' }: PaletteEntry, wanted: string): number {
  if (kind === 'vehicle' && plateKey(name).includes(wanted.replaceAll(' ', ''))) return 0;
  const folded = foldName(name);
  if (folded.startsWith(wanted)) return 0;
  if (folded.includes(` ${wanted}`)) return 1;
  if (folded.includes(wanted)) return 2;
  return foldName(hint).includes(wanted) ? 3 : NOT_FOUND;
}

/** One of an entry, for lists that need a key. */
export function keyOf(entry: PaletteEntry): string {
  if (entry.kind === 'action') return `action ${entry.action}`;
  return entry.kind === 'page' ? `page ${entry.page}` : `${entry.kind} ${entry.id}`;
}
