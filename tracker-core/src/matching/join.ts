import type { Fix } from '../pipeline/stages.ts';
import type { MatchLimits } from './limits.ts';

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
  if (silence_ms <= limits.join_s * 1000) {
    return length_m <= limits.pathDetour * straight_m + limits.pathSlack_m ? 'joined' : 'refused';
  }
  if (speed_kmh > limits.sparseMost_kmh || speed_kmh < limits.sparseLeast_kmh) return 'refused';
  const told = isHeaded(limits, a) && isHeaded(limits, b);
  const most_m = told
    ? limits.pathDetour * straight_m + limits.pathSlack_m
    : limits.sparseDetour * straight_m + limits.sparseSlack_m;
  return length_m <= most_m ? 'low-confidence' : 'refused';
}

/** Whether a fix tells which way the vehicle went: then a path that bends is entered and left as told. */
const isHeaded = ({ headingSpeed_kmh }: MatchLimits, { heading_deg, speed_kmh }: Fix): boolean =>
  heading_deg !== null && speed_kmh !== null && speed_kmh >= headingSpeed_kmh;
