import { standing, type IncidentFact } from '../incidents/fact.ts';
import type { MatchLimits } from '../matching/limits.ts';
import type { Network } from '../network/network.ts';
import type { Area, PlannedAssignment } from './plan.ts';
import type { Rules } from './rules.ts';
import type { Fix, Matched, Passage, Silence, VehicleSetting } from './stages.ts';
import { finishVehicle, startVehicle, step, type Facts } from './step.ts';

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

/** The same steps over all fixes, and the rest decided at the end. Fixes in time order, one per instant. */
export function recomputeVehicle(
  { setting, network, areas, rules, limits }: Recomputation,
  fixes: Iterable<Fix>,
  assignments: readonly PlannedAssignment[],
): VehicleFacts {
  const state = startVehicle(setting, network, areas, rules, limits);
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
  for (const fix of fixes) take(step(state, fix, assignments));
  take(finishVehicle(state, assignments));
  return { matched, passages, silences, distance_m, incidents: standing(incidents) };
}
