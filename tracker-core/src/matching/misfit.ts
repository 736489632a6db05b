import type { Fix } from '../pipeline/stages.ts';
import type { MatchLimits } from './limits.ts';

/**
 * What the vehicle drove between two fixes by the speeds it reports at both, metres: at least the chord. Where the fixes lie
 * far apart in time, or report no speed, the chord is all that is known.
 */
export function reckonedOf(a: Fix, b: Fix, straight_m: number, { reckon_s }: MatchLimits): number {
  const elapsed_s = (b.ts_ms - a.ts_ms) / 1000;
  if (elapsed_s > reckon_s || a.speed_kmh === null || b.speed_kmh === null) return straight_m;
  return Math.max(straight_m, ((a.speed_kmh + b.speed_kmh) / 7.2) * elapsed_s);
}

/** Metres by which a way is shorter than the chord between its fixes or longer than what was driven. */
export function misfitOf(length_m: number, straight_m: number, reckoned_m: number): number {
  if (length_m < straight_m) return straight_m - length_m;
  return length_m > reckoned_m ? length_m - reckoned_m : 0;
}
