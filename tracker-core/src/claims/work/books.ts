import type { Rule } from '@sweepline/contract';
import { concerns } from '../facts/fact.ts';
import type { KeptWork } from './kept.ts';

/** Owed metres by their price. */
export type Priced = ReadonlyMap<string, number>;

export function pricedOf(works: Iterable<KeptWork>, length: (work: KeptWork) => number): Priced {
  const priced = new Map<string, number>();
  for (const work of works) {
    const length_cm = length(work);
    if (length_cm > 0) priced.set(work.price, (priced.get(work.price) ?? 0) + length_cm);
  }
  return priced;
}

export const owedOf = ({ owed_cm }: KeptWork): number => owed_cm;

/** The works of a period by assignment, day, month and vehicle. */
export class Books {
  /** By date, window's begin and id. */
  readonly works: readonly KeptWork[];
  readonly byAssignment: ReadonlyMap<string, KeptWork>;
  readonly days: ReadonlyMap<string, readonly KeptWork[]>;
  readonly months: ReadonlyMap<string, readonly KeptWork[]>;
  readonly vehicles: ReadonlyMap<string, readonly KeptWork[]>;
  readonly #owed = new Map<Rule, Map<string, Priced>>();

  constructor(works: Iterable<KeptWork>) {
    this.works = [...works].sort(
      (a, b) =>
        (a.date < b.date ? -1 : Number(a.date > b.date)) ||
        a.from_ms - b.from_ms ||
        (a.assignment < b.assignment ? -1 : 1),
    );
    this.byAssignment = new Map(this.works.map((work) => [work.assignment, work]));
    this.days = groupsOf(this.works, ({ date }) => date);
    this.months = groupsOf(this.works, ({ month }) => month);
    this.vehicles = groupsOf(this.works, ({ vehicle }) => vehicle);
  }

  /** What was owed on a day or in a month of all that a rule is about: its price without what is excused. */
  owed(rule: Rule, scope: 'day' | 'month', when: string): Priced {
    const known = this.#owed.get(rule) ?? new Map<string, Priced>();
    this.#owed.set(rule, known);
    const found = known.get(when);
    if (found !== undefined) return found;
    const works = (scope === 'day' ? this.days : this.months).get(when) ?? [];
    const owed = pricedOf(
      works.filter((work) => concerns(rule, work)),
      owedOf,
    );
    known.set(when, owed);
    return owed;
  }
}

function groupsOf(works: readonly KeptWork[], keyOf: (work: KeptWork) => string): Map<string, KeptWork[]> {
  const groups = new Map<string, KeptWork[]>();
  for (const work of works) {
    const key = keyOf(work);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [work]);
    else group.push(work);
  }
  return groups;
}
