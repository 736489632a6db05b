import type { Arithmetic, ClaimLine, Factor, LineKind, LineState, Rule } from '@sweepline/contract';
import { withFactor, type Stake } from './stake.ts';

/** What becomes of a line. */
export interface Settled {
  readonly no: number;
  kind: LineKind;
  state: LineState;
  /** The grade or the line by which it does not stand; what a person said is theirs. */
  why: string | null;
  occurrence: number | null;
  repeats: boolean;
  caps: Arithmetic['caps'];
  amount: number;
}

const FREE: Arithmetic['terms'] = [[{ value: '0', unit: 'amount' }]];

/** How the amount of a settled line comes about. */
export const arithmeticOf = (rule: Rule, products: Factor[][], { kind, repeats, caps }: Settled): Arithmetic =>
  kind === 'warning'
    ? { terms: FREE, caps: [] }
    : {
        terms: repeats ? withFactor(products, rule.repeat!.factor) : products,
        caps,
        ...(rule.kind === 'bonus' ? { credit: true as const } : {}),
      };

/** The line as it is settled now; `dropped` is a person's reason. */
export function settledLine<
  Line extends Pick<ClaimLine, 'kind' | 'state' | 'why' | 'occurrence' | 'arithmetic' | 'amount'>,
>(line: Line, { rule, products }: Stake, settled: Settled, dropped: string | undefined): Line {
  const { kind, state, why, occurrence, amount } = settled;
  const arithmetic = arithmeticOf(rule, products, settled);
  return { ...line, kind, state, why: state === 'dropped' ? (dropped ?? null) : why, occurrence, arithmetic, amount };
}

/** Lines that come out differently but for their number within the rule's month, by their place among the stakes. */
export function differing(before: readonly Settled[], after: readonly Settled[]): number[] {
  const found: number[] = [];
  for (const [i, a] of before.entries()) {
    const b = after[i]!;
    const same =
      a.state === b.state &&
      a.why === b.why &&
      a.amount === b.amount &&
      a.kind === b.kind &&
      a.repeats === b.repeats &&
      a.caps.length === b.caps.length &&
      a.caps.every(({ by, to }, at) => by === b.caps[at]!.by && to === b.caps[at]!.to);
    if (!same) found.push(i);
  }
  return found;
}

/** Those of which nothing but that number is another. */
export const renumbered = (before: readonly Settled[], after: readonly Settled[]): Settled[] =>
  after.filter(({ occurrence }, i) => occurrence !== before[i]!.occurrence);
