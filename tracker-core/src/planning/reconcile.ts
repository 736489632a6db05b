import { instantOf, type Assignment } from '@sweepline/contract';
import type { Occurrence } from './occurrences.ts';

/** What of an assignment a schedule decides. */
export type PlannedFacts = Pick<Assignment, 'route' | 'routeVersion' | 'vehicle' | 'from' | 'to' | 'crew' | 'contract'>;

/** A day that a schedule made an assignment for: what it made, and what stands there now. */
export interface MadeDay {
  readonly date: string;
  readonly assignment: string;
  readonly made: PlannedFacts;
  /** Null where a person removed it. */
  readonly standing: PlannedFacts | null;
}

/** What a schedule's windows carry; without a vehicle nothing can be made of them yet. */
export type ScheduledWork = Pick<PlannedFacts, 'route' | 'routeVersion' | 'crew' | 'contract'> & {
  readonly vehicle: string | null;
};

export interface Ahead {
  readonly work: ScheduledWork;
  /** Of the days ahead, as the schedule is now. */
  readonly occurrences: readonly Occurrence[];
  readonly days: readonly MadeDay[];
  /** Windows of other assignments of the same route. */
  readonly others: readonly { readonly from_ms: number; readonly to_ms: number }[];
  readonly now_ms: number;
}

export interface Reconciled {
  readonly make: readonly { readonly date: string; readonly facts: PlannedFacts }[];
  readonly change: readonly { readonly date: string; readonly assignment: string; readonly facts: PlannedFacts }[];
  readonly remove: readonly { readonly date: string; readonly assignment: string }[];
  /** Days ahead that a person changed or cleared. */
  readonly kept: readonly string[];
}

const contentOf = ({ route, routeVersion, vehicle, from, to, crew, contract }: PlannedFacts): string =>
  JSON.stringify([route, routeVersion, vehicle, Date.parse(from), Date.parse(to), crew, contract]);

/**
 * What has to be done so that the days ahead are as the schedule says. Only windows that have not begun are touched, and of
 * these only what stands as the schedule made it: what a person moved, gave away or removed is that person's. Doing it and
 * asking again finds nothing to do.
 */
export function reconcile({ work, occurrences, days, others, now_ms }: Ahead): Reconciled {
  const make: Reconciled['make'][number][] = [];
  const change: Reconciled['change'][number][] = [];
  const remove: Reconciled['remove'][number][] = [];
  const kept: string[] = [];
  const wanted = new Map<string, PlannedFacts>();
  for (const { date, from_ms, to_ms } of occurrences) {
    if (from_ms <= now_ms || work.vehicle === null) continue;
    wanted.set(date, { ...work, vehicle: work.vehicle, from: instantOf(from_ms), to: instantOf(to_ms) });
  }
  const known = new Set(days.map(({ date }) => date));
  for (const [date, facts] of wanted) {
    const [from_ms, to_ms] = [Date.parse(facts.from), Date.parse(facts.to)];
    const planned = others.some((other) => other.from_ms < to_ms && from_ms < other.to_ms);
    if (!known.has(date) && !planned) make.push({ date, facts });
  }
  for (const { date, assignment, made, standing } of days) {
    if (Date.parse(made.from) <= now_ms) continue;
    if (standing === null || contentOf(standing) !== contentOf(made)) {
      kept.push(date);
      continue;
    }
    const facts = wanted.get(date);
    if (facts === undefined) remove.push({ date, assignment });
    else if (contentOf(facts) !== contentOf(made)) change.push({ date, assignment, facts });
  }
  return { make, change, remove, kept };
}
