import type { Rule, RuleFact } from '@sweepline/contract';
import type { Books } from './books.ts';
import { compare, exactOf, times, wholeOf } from './exact.ts';
import { concerns, worstGrade, type Fact } from './fact.ts';
import type { KeptWork } from './kept.ts';
import { lengthOf, partsOf, type UndonePart } from './parts.ts';

type Undone = Extract<RuleFact, { fact: 'undone' }>;

const HUNDRED = wholeOf(100);

/** Whether a length is more than so many per cent of another. */
export const isAbove = (length_cm: number, percent: string, of_cm: number): boolean =>
  compare(times(wholeOf(length_cm), HUNDRED), times(exactOf(percent), wholeOf(of_cm))) > 0;

/** Whether a length is at least so many per cent of another. */
export const isAtLeast = (length_cm: number, percent: string, of_cm: number): boolean =>
  compare(times(wholeOf(length_cm), HUNDRED), times(exactOf(percent), wholeOf(of_cm))) >= 0;

/** What a rule on undone metres finds in the works that one version of the terms judges. */
export function undoneFacts(rule: Rule, on: Undone, works: readonly KeptWork[], { days }: Books): Fact[] {
  const own = works.filter((work) => work.legs.length > 0 && concerns(rule, work));
  if (on.per === 'leg') return own.flatMap((work) => legFacts(rule, on, work));
  if (on.per === 'route')
    return own.flatMap((work) => factOf(rule, on, 'assignment', [work], partsOf(work, on.reasons)) ?? []);
  return [...new Set(own.map(({ date }) => date))].flatMap((date) => {
    const all = days.get(date)!.filter((work) => concerns(rule, work));
    const parts = all.flatMap((work) => partsOf(work, on.reasons));
    return factOf(rule, on, 'day', all, parts) ?? [];
  });
}

function legFacts(rule: Rule, on: Undone, work: KeptWork): Fact[] {
  const facts: Fact[] = [];
  for (const leg of work.legs) {
    const parts = partsOf(work, on.reasons, [leg]);
    const tolerance = work.terms.terms.completion.leg;
    if (counts(on, lengthOf(parts), leg.covered_cm, leg.owed_cm, tolerance))
      facts.push(undoneFact(rule, 'assignment', [work], parts));
  }
  return facts;
}

function factOf(
  rule: Rule,
  on: Undone,
  scope: Fact['scope'],
  works: readonly KeptWork[],
  parts: readonly UndonePart[],
): Fact | null {
  const sum = (length: (work: KeptWork) => number): number => works.reduce((all, work) => all + length(work), 0);
  const [covered_cm, owed_cm] = [sum((work) => work.covered_cm), sum((work) => work.owed_cm)];
  const { completion } = works[0]!.terms.terms;
  return counts(on, lengthOf(parts), covered_cm, owed_cm, completion.route)
    ? undoneFact(rule, scope, works, parts)
    : null;
}

/** Past the rule's own share; where it names none, of what does not count as done. */
function counts({ above }: Undone, undone_cm: number, covered_cm: number, owed_cm: number, done: string): boolean {
  if (undone_cm === 0) return false;
  return above === undefined ? !isAtLeast(covered_cm, done, owed_cm) : isAbove(undone_cm, above, owed_cm);
}

function undoneFact(rule: Rule, scope: Fact['scope'], works: readonly KeptWork[], parts: readonly UndonePart[]): Fact {
  return {
    rule,
    scope,
    works,
    parts,
    metres_cm: lengthOf(parts),
    incident: null,
    delays: [],
    atoms: parts.map(({ stretch }) => stretch),
    grade: worstGrade(new Set(parts.map(({ work }) => work))),
  };
}
