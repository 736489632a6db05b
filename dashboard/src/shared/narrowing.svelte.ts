import type { Address } from './address.svelte.ts';
import { filterOfText, textOfFilter } from './filter-text.ts';

/** The last but one part of an address that narrows a list: `#/town/fleet/find/q=broom&retired=yes`. */
const MARK = 'find';

/** The parts of an address that say whose list it is. */
export function unnarrowed(segments: readonly string[]): readonly string[] {
  const at = segments.indexOf(MARK);
  return at < 0 ? segments : segments.slice(0, at);
}

function partsOf(wish: Parameters<typeof textOfFilter>[0]): readonly string[] {
  const text = textOfFilter(wish);
  return text === '' ? [] : [MARK, text];
}

/** What a list asks for of what narrows it. */
export interface Narrowed<Key extends string> {
  /** What is wanted of a list, '' for all. */
  of(key: Key): string;
  set(key: Key, value: string): void;
}

/** What narrows a list. It stands in the address, so that the same list can be sent; narrowing is no step of its own for the back button. */
export class Narrowing<Key extends string> implements Narrowed<Key> {
  readonly #address: Pick<Address, 'segments' | 'replace'>;
  readonly #keys: readonly Key[];
  readonly wish: { readonly [K in Key]?: string } = $derived.by(() => {
    const { segments } = this.#address;
    const at = segments.indexOf(MARK);
    return filterOfText(at < 0 ? '' : (segments[at + 1] ?? ''), this.#keys);
  });

  constructor(address: Pick<Address, 'segments' | 'replace'>, keys: readonly Key[]) {
    this.#address = address;
    this.#keys = keys;
  }

  /** What an address ends with that opens something out of the list and leaves the list as it is. */
  get parts(): readonly string[] {
    return partsOf(this.wish);
  }

  of(key: Key): string {
    return this.wish[key] ?? '';
  }

  set(key: Key, value: string): void {
    const wish = { ...this.wish, [key]: value === '' ? undefined : value };
    this.#address.replace(...unnarrowed(this.#address.segments), ...partsOf(wish));
  }
}
