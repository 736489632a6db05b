import type { ClaimLine, ClaimTotals } from '@sweepline/contract';

/** Metres of the results behind a claim; a claim's former totals have them. */
export type TotalMetres = Pick<ClaimTotals, 'planned_m' | 'covered_m' | 'excused_m' | 'uncovered_m'>;

/** What is left of a line: after the decision where there is one, nothing where it does not stand. */
export const leftOf = ({ state, amount, decision }: Pick<ClaimLine, 'state' | 'amount' | 'decision'>): number =>
  state === 'standing' ? (decision?.amount ?? amount) : 0;

/** A claim's totals, before and after decisions: each line by what is left of it. */
export function totalsOf(
  lines: Iterable<Pick<ClaimLine, 'kind' | 'state' | 'amount' | 'decision'>>,
  { planned_m, covered_m, excused_m, uncovered_m }: TotalMetres,
): ClaimTotals {
  const sums = { 'non-payment': 0, penalty: 0, warning: 0, bonus: 0 };
  let held = 0;
  let count = 0;
  for (const line of lines) {
    count++;
    sums[line.kind] += leftOf(line);
    if (line.state === 'held') held += line.amount;
  }
  const { 'non-payment': nonPayment, penalty, bonus } = sums;
  return {
    nonPayment,
    penalty,
    bonus,
    total: nonPayment + penalty + bonus,
    held,
    lines: count,
    planned_m,
    covered_m,
    excused_m,
    uncovered_m,
  };
}
