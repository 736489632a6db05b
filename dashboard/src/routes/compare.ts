import type { Leg, Side } from '@sweepline/contract';

export type Difference = 'same' | 'added' | 'removed' | 'changed';

/** A stretch of one side that two versions of a route agree about, or not. */
export interface ComparedPiece {
  readonly edge: string;
  readonly side: Side;
  readonly from_m: number;
  readonly to_m: number;
  readonly difference: Difference;
  /** Passes asked for before and after. */
  readonly before: number;
  readonly after: number;
}

export interface Comparison {
  readonly pieces: readonly ComparedPiece[];
  /** Kerb metres times passes. */
  readonly metres: Readonly<Record<Difference, number>>;
}

/** Versions measured a hair differently are the same. */
const SLACK_M = 0.05;

/** What a version of a route asks for beyond another, metre by metre. */
export function compare(before: readonly Leg[], after: readonly Leg[]): Comparison {
  const sides = new Map<string, { before: Leg[]; after: Leg[] }>();
  const gather = (legs: readonly Leg[], which: 'before' | 'after'): void => {
    for (const leg of legs) {
      const key = `${leg.edge}\n${leg.side}`;
      const there = sides.get(key) ?? { before: [], after: [] };
      there[which].push(leg);
      sides.set(key, there);
    }
  };
  gather(after, 'after');
  gather(before, 'before');
  const pieces = [...sides.values()].flatMap((both) => piecesOf(both.before, both.after));
  const metres = { same: 0, added: 0, removed: 0, changed: 0 };
  for (const { difference, from_m, to_m, before, after } of pieces)
    metres[difference] += (to_m - from_m) * (difference === 'changed' ? Math.abs(after - before) : before || after);
  return { pieces, metres };
}

function piecesOf(before: readonly Leg[], after: readonly Leg[]): ComparedPiece[] {
  const { edge, side } = (after[0] ?? before[0])!;
  const borders = [...before, ...after].flatMap(({ from_m, to_m }) => [from_m, to_m]).sort((a, b) => a - b);
  const passesAt = (legs: readonly Leg[], at_m: number): number =>
    legs.find(({ from_m, to_m }) => from_m <= at_m && at_m <= to_m)?.passes ?? 0;
  const pieces: ComparedPiece[] = [];
  for (let i = 1; i < borders.length; i++) {
    const [from_m, to_m] = [borders[i - 1]!, borders[i]!];
    if (to_m - from_m < SLACK_M) continue;
    const middle_m = (from_m + to_m) / 2;
    const [was, is] = [passesAt(before, middle_m), passesAt(after, middle_m)];
    if (was === 0 && is === 0) continue;
    const difference = was === is ? 'same' : was === 0 ? 'added' : is === 0 ? 'removed' : 'changed';
    const last = pieces.at(-1);
    if (last?.to_m === from_m && last.before === was && last.after === is)
      pieces[pieces.length - 1] = { ...last, to_m };
    else pieces.push({ edge, side, from_m, to_m, difference, before: was, after: is });
  }
  return pieces;
}
