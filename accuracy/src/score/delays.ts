import type { IncidentKind } from '@sweepline/contract';
import type { Effect, PlannedAssignment, PlannedVehicle, Run } from '@sweepline/simulator/pure';

/** What the telling may take besides the rule's own delay: the matcher's lag, the radio, the clock's beat. */
const LATENCY_S = 60;
/** A way off the route is only then one when the vehicle has left its streets. */
const LEAVING_S = 150;
/** Standing begins when the vehicle has reached the place, with the gear stuck already. */
const ARRIVING_S = 240;
const GEAR_OFF_M = 100;

export interface Situation {
  readonly effect: Effect;
  readonly vehicle: PlannedVehicle;
  readonly assignment: PlannedAssignment | null;
  readonly runs: readonly Run[];
}

/** When, in seconds of the scenario, the rules allow an incident at the earliest: the on-delays of its kind. */
function earliest_s(kind: IncidentKind, { effect, vehicle, assignment, runs }: Situation): number {
  const { from_s, fault } = effect;
  switch (kind) {
    case 'late-start':
      return (assignment?.from_s ?? from_s) + 15 * 60;
    case 'no-show':
      return (assignment?.from_s ?? from_s) + 60 * 60;
    case 'idle':
      return from_s + 10 * 60;
    case 'off-route':
      return from_s + 60 + LEAVING_S;
    case 'too-fast-working':
      return from_s + 20;
    case 'gear-off-on-route':
      return fault.kind === 'sensor-stuck'
        ? (workedSince(runs, from_s, GEAR_OFF_M) ?? from_s)
        : from_s + (1.5 * GEAR_OFF_M) / (vehicle.work_kmh / 3.6);
    case 'gear-stuck':
      return fault.kind === 'sensor-stuck' ? (assignment?.to_s ?? from_s) : from_s + 10 * 60 + ARRIVING_S;
    case 'signal-lost':
      return from_s + Math.max(120, 3 * vehicle.interval_s);
    case 'clock-skew':
      return from_s + ((fault.value ?? 0) > 0 ? 5 * vehicle.interval_s : 10 * 60);
    default:
      return from_s;
  }
}

/** By when it must have been told. */
export const latest_s = (kind: IncidentKind, situation: Situation): number =>
  earliest_s(kind, situation) + LATENCY_S + 2 * situation.vehicle.interval_s;

/** When so many metres were truly worked since an instant; null where never. */
export function workedSince(runs: readonly Run[], from_s: number, metres: number): number | null {
  let left_m = metres;
  for (const run of runs) {
    if (run.to_s <= from_s) continue;
    const share = (run.to_s - Math.max(run.from_s, from_s)) / (run.to_s - run.from_s);
    left_m -= share * (run.to_m - run.from_m);
    if (left_m <= 0) return run.to_s;
  }
  return null;
}
