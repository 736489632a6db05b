import type { CoverageAnswer, IncidentKind } from '@sweepline/contract';
import type { IncidentFact } from '@sweepline/tracker-core/pure';
import {
  FAULT_RULES,
  type Effect,
  type FleetPlan,
  type PlannedAssignment,
  type Trip,
  type TruthLine,
} from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';
import type { Told } from '../service/live.ts';
import { latest_s } from './delays.ts';
import { findLostMetres } from './lost-metres.ts';
import type { FaultFinding } from './figures.ts';

/** An incident may begin a little before the fault: at the last fix before it. */
const BEFORE_S = 120;
/** Silence counts only while the vehicle is on duty: this long at least after the fault began. */
const ON_DUTY_S = 300;
const OF_DUTY = new Set<IncidentKind>(['signal-lost', 'clock-skew', 'gps-jump', 'conflict']);
/** These begin with the assignment's window, or with the shift's first fix. */
const FROM_WINDOW = new Set<IncidentKind>(['late-start', 'no-show', 'gear-stuck']);

export interface Evidence {
  readonly plan: FleetPlan;
  readonly trips: readonly Trip[];
  readonly truth: readonly TruthLine[];
  readonly coverage: readonly CoverageAnswer[];
  readonly incidents: readonly IncidentFact[];
  readonly told: readonly Told[];
}

/** Every fault that took hold and must be found: was it, and in time? Those that nobody could tell are left out. */
export function scoreFaults(evidence: Evidence): FaultFinding[] {
  return evidence.trips.flatMap((trip) =>
    trip.effects.flatMap((effect): FaultFinding[] => {
      const { fault, from_s, to_s } = effect;
      const rule = FAULT_RULES[fault.kind];
      const base = { fault: fault.kind, vehicle: trip.vehicle.id, from_s, to_s };
      if (rule.costs !== undefined) {
        const found = findLostMetres(evidence, effect, rule.costs, trip.vehicle);
        if (found === null) return [];
        return [{ ...base, expected: rule.costs, found, stands: found, delay_s: null, allowed_s: null }];
      }
      const kind = rule.expects(to_s - from_s, fault, trip.vehicle);
      if (kind === null || !isPossible(kind, evidence.plan, trip, effect)) return [];
      const found = findIncident(kind, evidence, trip, effect);
      return found === null ? [] : [{ ...base, expected: kind, ...found }];
    }),
  );
}

/** Silence and wrong clocks count only while the vehicle is on duty. */
function isPossible(kind: IncidentKind, plan: FleetPlan, { vehicle, parked }: Trip, { from_s, to_s }: Effect): boolean {
  if (!OF_DUTY.has(kind)) return true;
  const standing = (at_s: number): boolean => parked.some((period) => at_s >= period.from_s && at_s <= period.to_s);
  const assignment = plan.assignments.find(
    (own) => own.vehicle === vehicle && from_s >= own.from_s && from_s + ON_DUTY_S < own.to_s,
  );
  if (assignment === undefined) return false;
  return !standing(from_s) && !standing(from_s + ON_DUTY_S) && (kind !== 'clock-skew' || !standing(to_s));
}

function findIncident(
  kind: IncidentKind,
  evidence: Evidence,
  trip: Trip,
  effect: Effect,
): Pick<FaultFinding, 'found' | 'stands' | 'delay_s' | 'allowed_s'> | null {
  const { plan, incidents, told } = evidence;
  const { vehicle } = trip;
  const assignment =
    plan.assignments.find((own) => own.vehicle === vehicle && own.from_s < effect.to_s && own.to_s > effect.from_s) ??
    null;
  const isDue = (edge: number, at_s: number): boolean => assignment !== null && dueAt(evidence, assignment, edge, at_s);
  const by_s = latest_s(kind, { effect, trip, assignment, isDue });
  if (by_s === null) return null;
  const fits = (one: IncidentFact): boolean =>
    one.kind === kind &&
    one.vehicle === vehicle.id &&
    secondsOf(one.from_ms) <= Math.max(by_s, effect.to_s) &&
    (secondsOf(one.from_ms) >= effect.from_s - BEFORE_S || FROM_WINDOW.has(kind)) &&
    secondsOf(one.to_ms ?? Infinity) >= effect.from_s - BEFORE_S;
  const stands = incidents.some(fits);
  const first = told.find(({ incident }) => fits(incident) && !incident.disproved);
  const told_s = first === undefined ? null : secondsOf(first.told_ms);
  return {
    found: stands && told_s !== null && told_s <= by_s,
    stands,
    delay_s: told_s === null ? null : Math.round(told_s - effect.from_s),
    allowed_s: Math.round(by_s - effect.from_s),
  };
}

/** Legs count as due until all but a hundredth of their metres were truly served. */
const SERVED = 0.99;

export function dueAt(
  { plan, truth }: Pick<Evidence, 'plan' | 'truth'>,
  { id, route }: PlannedAssignment,
  edge: number,
  at_s: number,
): boolean {
  const edgeId = plan.graph.town.edges[edge]!.id;
  return route.legs.some((leg) => {
    if (leg.edge !== edge) return false;
    const served_m = truth
      .filter((line) => line.assignment === id && line.edge === edgeId && line.side === leg.side && line.at_s <= at_s)
      .filter((line) => line.from_m >= leg.from_m - 0.01 && line.to_m <= leg.to_m + 0.01)
      .reduce((sum, { from_m, to_m }) => sum + to_m - from_m, 0);
    return served_m < SERVED * (leg.to_m - leg.from_m) * leg.passes;
  });
}

const secondsOf = (ms: number): number => (ms - START_MS) / 1000;
