import type { Fix } from '../pipeline/stages.ts';
import type { MatchLimits } from './limits.ts';

/** Whether a fix tells which way the vehicle went. */
const isHeaded = ({ heading_deg, speed_kmh }: Fix, { headingSpeed_kmh }: MatchLimits): boolean =>
  heading_deg !== null && speed_kmh !== null && speed_kmh >= headingSpeed_kmh;

/** Whether the device tells how it went into a silence and came out of it: then a path that bends is entered and left as told. */
export const areHeaded = (a: Fix, b: Fix, limits: MatchLimits): boolean => isHeaded(a, limits) && isHeaded(b, limits);

/**
 * What the odometer says was driven between two fixes so far apart in time that the chord alone tells little; NaN where it says
 * less than the chord, and of a device without headings: a length alone fits too many ways.
 */
export function drivenOf(a: Fix, b: Fix, silence_ms: number, straight_m: number, limits: MatchLimits): number {
  if (silence_ms < limits.join_s * 1000 || a.odometer_km === null || b.odometer_km === null) return NaN;
  const driven_m = (b.odometer_km - a.odometer_km) * 1000;
  if (driven_m < straight_m - limits.odometerSlack_m || a.heading_deg === null || b.heading_deg === null) return NaN;
  return Math.max(driven_m, straight_m);
}

/** Metres by which the odometer and a way may differ. */
export const odometerErr = (driven_m: number, { odometerSlack_m, odometerShare }: MatchLimits): number =>
  Math.max(odometerSlack_m, odometerShare * driven_m);
