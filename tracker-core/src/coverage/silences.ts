import { metresBetween } from '../geometry/ruler.ts';
import type { Rules } from '../pipeline/rules.ts';
import type { Silence, Step } from '../pipeline/stages.ts';

/**
 * The silence a gap stands for; null where the vehicle was parked: switched off and found where it was left.
 */
export function silenceOf(vehicle: string, step: Step, rules: Rules): Silence | null {
  const { from, to } = step;
  const parked =
    from.fix.ignition === false &&
    metresBetween(from.fix.lon, from.fix.lat, to.fix.lon, to.fix.lat) < rules.parkedEnds_m;
  if (parked) return null;
  return { vehicle, from_ms: from.fix.ts_ms, to_ms: to.fix.ts_ms, from: from.place, to: to.place };
}
