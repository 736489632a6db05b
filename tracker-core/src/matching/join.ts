import type { Fix } from '../pipeline/stages.ts';
import type { MatchLimits } from './limits.ts';
import { areHeaded, drivenOf, odometerErr } from './told.ts';

export type Join = 'joined' | 'low-confidence' | 'refused';

/** Whether a path of this length may join two fixes (DOMAIN, step 4); uniqueness is judged apart. */
export function joinOf(
  limits: MatchLimits,
  a: Fix,
  b: Fix,
  silence_ms: number,
  straight_m: number,
  length_m: number,
): Join {
  const elapsed_s = (b.ts_ms - a.ts_ms) / 1000;
  const speed_kmh = elapsed_s > 0 ? (length_m / elapsed_s) * 3.6 : 0;
  if (silence_ms > limits.sparseJoin_s * 1000) return 'refused';
  if (speed_kmh > limits.topSpeed_kmh && length_m > limits.jump_m) return 'refused';
  const fits_m = limits.pathDetour * straight_m + limits.pathSlack_m;
  if (silence_ms <= limits.join_s * 1000 && length_m <= fits_m) return 'joined';
  if (silence_ms < limits.join_s * 1000) return 'refused';
  if (speed_kmh > limits.sparseMost_kmh || speed_kmh < limits.sparseLeast_kmh) return 'refused';
  const driven_m = drivenOf(a, b, silence_ms, straight_m, limits);
  if (Math.abs(length_m - driven_m) <= odometerErr(driven_m, limits)) return 'low-confidence';
  const most_m = areHeaded(a, b, limits) ? fits_m : limits.sparseDetour * straight_m + limits.sparseSlack_m;
  return length_m <= most_m ? 'low-confidence' : 'refused';
}
