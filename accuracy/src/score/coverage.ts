import type { CoverageAnswer } from '@sweepline/contract';
import type { TruthLine } from '@sweepline/simulator/pure';
import { commonOf, lengthOf, unionOf, type Interval } from './intervals.ts';
import type { Figures, LegError } from './figures.ts';

/** One pass of one side of one edge in one assignment. */
const keyOf = (assignment: string, edge: string, side: string, pass: number): string =>
  `${assignment}\n${edge}\n${side}\n${pass}`;

export type CoverageFigures = Pick<Figures, 'planned_m' | 'true_m' | 'told_m' | 'both_m' | 'error_m'>;

/** The answers' covered pieces against the truth's, per (assignment, edge, side, pass). */
export function scoreCoverage(
  answers: readonly CoverageAnswer[],
  truth: readonly TruthLine[],
): CoverageFigures & { readonly worst: readonly LegError[] } {
  const told = new Map<string, Interval[]>();
  const wasTrue = new Map<string, Interval[]>();
  const put = (into: Map<string, Interval[]>, key: string, interval: Interval): void => {
    const there = into.get(key);
    if (there) there.push(interval);
    else into.set(key, [interval]);
  };
  for (const { assignment, edge, side, pass, from_m, to_m } of truth)
    put(wasTrue, keyOf(assignment, edge, side, pass), [from_m, to_m]);
  let planned_m = 0;
  for (const { assignment, legs, planned_m: own_m } of answers) {
    planned_m += own_m;
    for (const { edge, side, pass, pieces } of legs)
      for (const { from_m, to_m, state } of pieces)
        if (state === 'covered') put(told, keyOf(assignment, edge, side, pass), [from_m, to_m]);
  }
  const sums = { planned_m, true_m: 0, told_m: 0, both_m: 0, error_m: 0 };
  const worst: LegError[] = [];
  for (const key of new Set([...told.keys(), ...wasTrue.keys()])) {
    const [said, real] = [unionOf(told.get(key) ?? []), unionOf(wasTrue.get(key) ?? [])];
    const [told_m, true_m] = [lengthOf(said), lengthOf(real)];
    sums.told_m += told_m;
    sums.true_m += true_m;
    sums.both_m += lengthOf(commonOf(said, real));
    sums.error_m += Math.abs(told_m - true_m);
    const [assignment, edge, side, pass] = key.split('\n') as [string, string, string, string];
    worst.push({ assignment, edge, side, pass: Number(pass), told_m, true_m });
  }
  worst.sort((a, b) => Math.abs(b.told_m - b.true_m) - Math.abs(a.told_m - a.true_m));
  return { ...sums, worst: worst.filter(({ told_m, true_m }) => Math.abs(told_m - true_m) > 1).slice(0, 30) };
}
