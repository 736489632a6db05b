import { metresOf, type ClaimLine, type Factor } from '@sweepline/contract';
import { metresAtPrice } from '../money/charge.ts';
import { roundedSumOf } from '../money/evaluate.ts';
import type { Aside, Fact } from '../facts/fact.ts';
import type { KeptWork } from '../work/kept.ts';
import { lengthOf, partsByStreet, placeOf, type UndonePart } from './parts.ts';
import { arithmeticOf, type Settled } from './settled.ts';

/** A line on its way: what it is made of, until all are known and settled. */
export interface Entry {
  /** Null for the price of what was not done. */
  readonly fact: Fact | null;
  /** Its work; of a day's or a month's line the last one. */
  readonly work: KeptWork;
  readonly parts: readonly UndonePart[];
  /** What it comes to by itself: before it is repeated and cut. */
  readonly products: Factor[][];
  /** Their sum in minor units. */
  readonly amount: number;
  readonly aside: Aside | null;
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
    const products = [metresAtPrice(lengthOf(parts), work.price)];
    return {
      fact: null,
      work,
      parts,
      products,
      amount: roundedSumOf(products, currency),
      aside: null,
      place: [work.date, 0, work.from_ms, work.assignment, 0, ''],
    };
  });

/** The line of a fact. */
export function entryOf(fact: Fact, products: Factor[][], currency: string, aside: Aside | null): Entry {
  const { rule, scope, works, parts } = fact;
  const work = works.at(-1)!;
  const own = scope === 'assignment';
  return {
    fact,
    work,
    parts,
    products,
    amount: roundedSumOf(products, currency),
    aside,
    place: [work.date, SCOPES[scope], own ? work.from_ms : 0, own ? work.assignment : '', KINDS[rule.kind], rule.id],
  };
}

/** The order of a claim's lines; of equal places the order in which they came. */
export function inOrder({ place: a }: Entry, { place: b }: Entry): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}

/** The line itself. `settled` is null for the price of what was not done, which hangs on no other line; `dropped` a person's reason. */
export function lineOf(
  { fact, work, parts, products, amount }: Entry,
  no: number,
  settled: Settled | null,
  dropped: string | undefined,
): ClaimLine {
  const { streets, sides, reason, stretches } = placeOf(parts);
  const own = fact === null || fact.scope === 'assignment';
  const incident = fact?.incident ?? null;
  const state = settled?.state ?? (dropped === undefined ? 'standing' : 'dropped');
  // what is left of a price is no metre that was not done
  const length_cm = fact === null ? lengthOf(parts) : fact.rule.charge.sum === 'zero' ? null : fact.metres_cm;
  return {
    no,
    kind: settled?.kind ?? 'non-payment',
    state,
    why: state === 'dropped' ? (dropped ?? null) : (settled?.why ?? null),
    rule: fact?.rule.id ?? null,
    terms: work.terms.version,
    assignment: own ? work.assignment : null,
    date: work.date,
    route: own ? work.route : null,
    vehicle: own ? work.vehicle : null,
    streets,
    sides,
    reason,
    incident: incident && { id: incident.id, kind: incident.kind, from: incident.from, to: incident.to },
    metres: length_cm === null ? null : metresOf(length_cm),
    stretches,
    arithmetic: settled === null ? { terms: products, caps: [] } : arithmeticOf(fact!.rule, products, settled),
    amount: settled?.amount ?? amount,
    occurrence: settled?.occurrence ?? null,
    result: own ? work.result : null,
    answer: null,
    decision: null,
  };
}
