import type { Rule, RuleFact } from '@sweepline/contract';
import type { Books } from '../work/books.ts';
import { concerns, worstGrade, type Fact } from './fact.ts';
import type { KeptWork } from '../work/kept.ts';
import { lengthOf, partsOf, type UndonePart } from '../lines/parts.ts';
import { isAbove, restOf } from '../money/shares.ts';

type Undone = Extract<RuleFact, { fact: 'undone' }>;

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
    if (counts(on, parts, leg.owed_cm, work.terms.terms.completion.leg))
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
  const owed_cm = works.reduce((sum, work) => sum + work.owed_cm, 0);
  const { completion } = works[0]!.terms.terms;
  return counts(on, parts, owed_cm, completion.route) ? undoneFact(rule, scope, works, parts) : null;
}

/**
 * Past the rule's own share of what is owed; where it names none, past what the completion leaves: a leg that is done at 95 %
 * may lack a twentieth. Of a rule on some reasons only their metres count: a centimetre not reached on a street that was
 * driven with the gear up is no street left out.
 */
const counts = ({ above }: Undone, parts: readonly UndonePart[], owed_cm: number, completion: string): boolean =>
  isAbove(lengthOf(parts), above ?? restOf(completion), owed_cm);

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
