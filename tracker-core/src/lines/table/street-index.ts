import type { StreetNetwork } from '../../network/network.ts';
import { folded } from './vocabulary.ts';

/** Words that stand before or after a street's own name, and are left out as often as not. */
const KINDS =
  /^(улица|ул|проспект|пр кт|просп|пр|переулок|пер|бульвар|б р|бул|шоссе|ш|площадь|пл|проезд|набережная|наб|аллея|тупик|street|st|road|rd|avenue|ave|strada|str)$/;
const SUGGESTED = 3;

const bare = (name: string): string =>
  folded(name)
    .split(' ')
    .filter((word) => !KINDS.test(word))
    .join(' ');

/** The streets of a network by their names. */
export class StreetIndex {
  readonly #edges = new Map<string, string[]>();
  readonly #byFull = new Map<string, string>();
  readonly #byBare = new Map<string, Set<string>>();

  constructor(network: StreetNetwork) {
    for (const { id, name } of network.edges) {
      if (name === null) continue;
      const there = this.#edges.get(name);
      if (there !== undefined) {
        there.push(id);
        continue;
      }
      this.#edges.set(name, [id]);
      this.#byFull.set(folded(name), this.#byFull.get(folded(name)) ?? name);
      const short = bare(name);
      this.#byBare.set(short, (this.#byBare.get(short) ?? new Set()).add(name));
    }
  }

  /** Edges of the street of this name, whatever the case and accents; without its kind where only one is meant. */
  find(given: string): readonly string[] | null {
    const full = this.#byFull.get(folded(given));
    if (full !== undefined) return this.#edges.get(full)!;
    const short = bare(given);
    const meant = short === '' ? undefined : this.#byBare.get(short);
    return meant?.size === 1 ? this.#edges.get([...meant][0]!)! : null;
  }

  /** Names that may have been meant, nearest first. */
  like(given: string): string[] {
    const wanted = bare(given) || folded(given);
    const most = Math.max(1, Math.floor(wanted.length / 3));
    const near: { name: string; distance: number }[] = [];
    for (const name of this.#edges.keys()) {
      const other = bare(name) || folded(name);
      const distance = wanted.length >= 3 && other.includes(wanted) ? 0.5 : lettersApart(wanted, other, most);
      if (distance <= most) near.push({ name, distance });
    }
    near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
    return near.slice(0, SUGGESTED).map(({ name }) => name);
  }
}

/** Levenshtein's distance; above `most` some number above it. */
function lettersApart(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[other.length]!;
}
