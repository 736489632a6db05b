import { metresBetween } from '../geometry/ruler.ts';
import type { Rules } from '../pipeline/rules.ts';
import type { Silence, Step } from '../pipeline/stages.ts';

/**
 * The silence a gap stands for; null where fixes came and only the way between them is not known, and where the vehicle was
 * parked: switched off and found where it was left.
 */
export function silenceOf(
  vehicle: string,
  { from, to, silence_ms }: Extract<Step, { kind: 'gap' }>,
  rules: Rules,
): Silence | null {
  if (silence_ms < rules.gapLeast_ms) return null;
  const parked =
    from.fix.ignition === false &&
    metresBetween(from.fix.lon, from.fix.lat, to.fix.lon, to.fix.lat) < rules.parkedEnds_m;
  if (parked) return null;
  return { vehicle, from_ms: from.fix.ts_ms, to_ms: to.fix.ts_ms, from: from.place, to: to.place };
}
