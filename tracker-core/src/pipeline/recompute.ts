import { standing, type IncidentFact } from '../incidents/fact.ts';
import type { VehicleReport } from '../incidents/reports.ts';
import { MATCH_LIMITS, type MatchLimits } from '../matching/limits.ts';
import type { Network } from '../network/network.ts';
import type { Area, PlannedAssignment } from './plan.ts';
import type { Rules } from './rules.ts';
import type { Fix, Matched, Passage, Silence, VehicleSetting } from './stages.ts';
import { finishVehicle, report, startVehicle, step, type Facts } from './step.ts';

export interface Recomputation {
  readonly setting: VehicleSetting;
  readonly network: Network;
  readonly areas?: readonly Area[];
  readonly rules?: Rules;
  readonly limits?: MatchLimits;
}

/** The facts of a vehicle's whole time: what its live steps add up to once everything is decided. */
export interface VehicleFacts {
  readonly matched: readonly Matched[];
  readonly passages: readonly Passage[];
  readonly silences: readonly Silence[];
  /** Along the matched path, chords off the network; nothing for jumps, parked drift and unjoined gaps. */
  readonly distance_m: number;
  /** As they stand at the end. */
  readonly incidents: readonly IncidentFact[];
}

/**
 * The same steps over all fixes, and the rest decided at the end: nothing is decided before all sequences of states agree
 * on it, so the places are those of the offline Viterbi path.
 * @param fixes in time order, one per instant
 * @param reports in the order of their times
 */
export function recomputeVehicle(
  { setting, network, areas, rules, limits = MATCH_LIMITS }: Recomputation,
  fixes: Iterable<Fix>,
  assignments: readonly PlannedAssignment[],
  reports: readonly VehicleReport[] = [],
): VehicleFacts {
  const state = startVehicle(setting, network, areas, rules, limits, Infinity);
  const matched: Matched[] = [];
  const passages: Passage[] = [];
  const silences: Silence[] = [];
  const incidents: IncidentFact[] = [];
  let distance_m = 0;
  const take = (facts: Facts) => {
    for (const one of facts.matched) matched.push(one);
    for (const one of facts.passages) passages.push(one);
    for (const one of facts.silences) silences.push(one);
    for (const one of facts.incidents) incidents.push(one);
    distance_m += facts.distance_m;
  };
  let next = 0;
  for (const fix of fixes) {
    for (; next < reports.length && timeOf(reports[next]!) <= fix.ts_ms; next++) {
      take(report(state, reports[next]!, assignments));
    }
    take(step(state, fix, assignments));
  }
  for (; next < reports.length; next++) take(report(state, reports[next]!, assignments));
  take(finishVehicle(state, assignments));
  return { matched, passages, silences, distance_m, incidents: standing(incidents) };
}

const timeOf = (what: VehicleReport): number => ('ts_ms' in what ? what.ts_ms : what.received_ms);
