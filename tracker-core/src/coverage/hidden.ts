import type { Network } from '../network/network.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { workingSpeeds, type Rules } from '../pipeline/rules.ts';
import type { EdgeNo, Place, Silence } from '../pipeline/stages.ts';
import { distanceTo, distancesFrom, type Distances } from './distances.ts';

/** A silence as far as it can hide work: where the vehicle may have come and gone, and how long it had. */
interface Absence {
  readonly from: Distances | null;
  readonly to: Distances | null;
  readonly duration_s: number;
  /** Time from the silence's start to the window's end, and from the window's start to the silence's end. */
  readonly untilClose_s: number;
  readonly sinceOpen_s: number;
}

/** Whether a metre may have been worked in a silence. */
export type Hidden = (edge: EdgeNo, at_m: number) => boolean;

/**
 * Where the vehicle could have been unseen: from its last matched place over the metre to the next one, at no more than
 * the top speed of a silence, and at the operation's top working speed on the metre itself.
 */
export function hiddenIn(
  network: Network,
  plan: PlannedAssignment,
  silences: readonly Silence[],
  rules: Rules,
): Hidden {
  const absences = silences
    .filter((s) => s.vehicle === plan.vehicle && s.from_ms < plan.to_ms && s.to_ms > plan.from_ms)
    .map((silence) => absenceOf(network, plan, silence, rules));
  const driving_ms = rules.silentTop_kmh / 3.6;
  const working_ms = workingSpeeds(rules)[plan.operation].max_kmh / 3.6;
  const working_s = 1 / Math.min(working_ms, driving_ms);
  return (edge, at_m) => {
    const point = { edge, offset_m: at_m };
    for (const { from, to, duration_s, untilClose_s, sinceOpen_s } of absences) {
      if (from === null && to === null) continue;
      const there_s = from === null ? 0 : distanceTo(from, point) / driving_ms;
      const back_s = to === null ? 0 : distanceTo(to, point) / driving_ms;
      const inWindow = there_s <= untilClose_s && back_s <= sinceOpen_s;
      if (inWindow && there_s + working_s + back_s <= duration_s) return true;
    }
    return false;
  };
}

function absenceOf(
  network: Network,
  plan: PlannedAssignment,
  { from, to, from_ms, to_ms }: Silence,
  rules: Rules,
): Absence {
  const duration_s = (to_ms - from_ms) / 1_000;
  const limit_m = (duration_s * rules.silentTop_kmh) / 3.6;
  const distances = (place: Place | null) => (place === null ? null : distancesFrom(network, place, limit_m));
  return {
    from: distances(from),
    to: distances(to),
    duration_s,
    untilClose_s: (plan.to_ms - from_ms) / 1_000,
    sinceOpen_s: (to_ms - plan.from_ms) / 1_000,
  };
}
