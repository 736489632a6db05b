import { metresOf, type ClaimLine } from '@sweepline/contract';
import { metresAtPrice } from '../money/charge.ts';
import { evaluate } from '../money/evaluate.ts';
import type { Fact } from '../facts/fact.ts';
import type { KeptWork } from '../work/kept.ts';
import { lengthOf, partsByStreet, placeOf } from './parts.ts';

/** A line on its way: what it follows from stays beside it until all lines are known. */
export interface Entry {
  readonly line: ClaimLine;
  /** Null for the price of what was not done. */
  readonly fact: Fact | null;
  /** By date, then assignments before the day's own lines before the month's, then by window. */
  readonly place: readonly [
    date: string,
    scope: number,
    from_ms: number,
    assignment: string,
    kind: number,
    rule: string,
  ];
}

const SCOPES = { assignment: 0, day: 1, month: 2 } as const;
const KINDS = { 'non-payment': 1, penalty: 2, warning: 2, bonus: 3 } as const;

/** What was not done of a work, by street and reason: each metre at its price. */
export const unpaidEntries = (work: KeptWork, currency: string): Entry[] =>
  partsByStreet(work).map((parts) => {
    const { assignment, date, route, vehicle, from_ms, result, price, terms } = work;
    const length_cm = lengthOf(parts);
    const arithmetic = { terms: [metresAtPrice(length_cm, price)], caps: [] };
    const { streets, sides, reason, stretches } = placeOf(parts);
    const line: ClaimLine = {
      no: 0,
      kind: 'non-payment',
      state: 'standing',
      why: null,
      rule: null,
      terms: terms.version,
      assignment,
      date,
      route,
      vehicle,
      streets,
      sides,
      reason,
      incident: null,
      metres: metresOf(length_cm),
      stretches,
      arithmetic,
      amount: evaluate(arithmetic, currency),
      occurrence: null,
      result,
      answer: null,
      decision: null,
    };
    return { line, fact: null, place: [date, 0, from_ms, assignment, 0, ''] };
  });

/** A line of a fact with its arithmetic. */
export function entryOf(
  fact: Fact,
  arithmetic: ClaimLine['arithmetic'],
  currency: string,
  judged: Pick<ClaimLine, 'kind' | 'state' | 'why' | 'occurrence'>,
): Entry {
  const { rule, scope, works, parts, metres_cm, incident } = fact;
  const last = works.at(-1)!;
  const work = scope === 'assignment' ? last : null;
  const { streets, sides, reason, stretches } = placeOf(parts);
  const line: ClaimLine = {
    no: 0,
    kind: judged.kind,
    state: judged.state,
    why: judged.why,
    rule: rule.id,
    terms: last.terms.version,
    assignment: work?.assignment ?? null,
    date: last.date,
    route: work?.route ?? null,
    vehicle: work?.vehicle ?? null,
    streets,
    sides,
    reason,
    incident: incident && { id: incident.id, kind: incident.kind, from: incident.from, to: incident.to },
    // what is left of a price is no metre that was not done
    metres: metres_cm === null || rule.charge.sum === 'zero' ? null : metresOf(metres_cm),
    stretches,
    arithmetic,
    amount: evaluate(arithmetic, currency),
    occurrence: judged.occurrence,
    result: work?.result ?? null,
    answer: null,
    decision: null,
  };
  const place: Entry['place'] = [
    last.date,
    SCOPES[scope],
    work?.from_ms ?? 0,
    work?.assignment ?? '',
    KINDS[rule.kind],
    rule.id,
  ];
  return { line, fact, place };
}

/** The order of a claim's lines; of equal places the order in which they came. */
export function inOrder({ place: a }: Entry, { place: b }: Entry): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
