import { metresOf, type ClaimLine } from '@sweepline/contract';
import { metresAtPrice } from './charge.ts';
import { evaluate } from './evaluate.ts';
import type { Fact } from './fact.ts';
import type { KeptWork } from './kept.ts';
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

const BLANK = { no: 0, why: null, incident: null, occurrence: null, answer: null, decision: null } as const;

/** What was not done of a work, by street and reason: each metre at its price. */
export const unpaidEntries = (work: KeptWork, currency: string): Entry[] =>
  partsByStreet(work).map((parts) => {
    const { assignment, date, route, vehicle, from_ms, result, price, terms } = work;
    const length_cm = lengthOf(parts);
    const arithmetic = { terms: [metresAtPrice(length_cm, price)], caps: [] };
    const line: ClaimLine = {
      ...BLANK,
      kind: 'non-payment',
      state: 'standing',
      rule: null,
      terms: terms.version,
      assignment,
      date,
      route,
      vehicle,
      ...placeOf(parts),
      metres: metresOf(length_cm),
      arithmetic,
      amount: evaluate(arithmetic, currency),
      result,
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
  const line: ClaimLine = {
    ...BLANK,
    ...judged,
    rule: rule.id,
    terms: last.terms.version,
    assignment: work?.assignment ?? null,
    date: last.date,
    route: work?.route ?? null,
    vehicle: work?.vehicle ?? null,
    ...placeOf(parts),
    incident: incident && { id: incident.id, kind: incident.kind, from: incident.from, to: incident.to },
    // what is left of a price is no metre that was not done
    metres: metres_cm === null || rule.charge.sum === 'zero' ? null : metresOf(metres_cm),
    arithmetic,
    amount: evaluate(arithmetic, currency),
    result: work?.result ?? null,
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
