import { centimetresOf, type Rule, type RuleFact } from '@sweepline/contract';
import type { Books } from '../work/books.ts';
import { concerns, type Fact } from './fact.ts';
import type { KeptWork } from '../work/kept.ts';
import { isAtLeast } from '../money/shares.ts';

const bare = (rule: Rule, scope: Fact['scope'], works: readonly KeptWork[], atoms: Fact['atoms']): Fact => ({
  rule,
  scope,
  works,
  parts: [],
  metres_cm: null,
  incident: null,
  delays: [],
  atoms,
  grade: null,
});

/** Windows whose data are worse than allowed. A window without any data is a no-show, not a matter of quality. */
export const uptimeFacts = (
  rule: Rule,
  { below }: Extract<RuleFact, { fact: 'uptime' }>,
  works: readonly KeptWork[],
): Fact[] =>
  works
    .filter((work) => concerns(rule, work))
    // hundredths of a per cent of a hundred per cent
    .filter(({ result: { uptime_pct } }) => uptime_pct !== null && !isAtLeast(centimetresOf(uptime_pct), below, 10_000))
    .map((work) => bare(rule, 'assignment', [work], [`uptime ${work.assignment}`]));

/** Routes, days or months of which enough was done: what is excused is not owed. */
export function completedFacts(
  rule: Rule,
  { per, atLeast }: Extract<RuleFact, { fact: 'completed' }>,
  works: readonly KeptWork[],
  { days, months }: Books,
): Fact[] {
  const own = works.filter((work) => concerns(rule, work));
  const enough = (group: readonly KeptWork[]): boolean => {
    const sum = (length: (work: KeptWork) => number): number => group.reduce((all, work) => all + length(work), 0);
    const owed_cm = sum((work) => work.owed_cm);
    return (
      owed_cm > 0 &&
      isAtLeast(
        sum((work) => work.covered_cm),
        atLeast,
        owed_cm,
      )
    );
  };
  if (per === 'route') return own.filter((work) => enough([work])).map((work) => bare(rule, 'assignment', [work], []));
  const keyOf = ({ date, month }: KeptWork): string => (per === 'day' ? date : month);
  return [...new Set(own.map(keyOf))].flatMap((key) => {
    const all = (per === 'day' ? days : months).get(key)!.filter((work) => concerns(rule, work));
    // Of a month in which the terms changed, those of its last work judge it.
    if (all.at(-1)!.terms !== own[0]!.terms || !enough(all)) return [];
    return [bare(rule, per, all, [])];
  });
}
