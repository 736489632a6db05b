import { metresBetween } from '../geometry/ruler.ts';
import type { Fix } from '../pipeline/stages.ts';
import type { Rules } from '../pipeline/rules.ts';

/** Whoever still moves so soon after a fix had not come to stand there. */
const ARRIVING_MS = 60_000;

/**
 * Whether the vehicle stands where it was at `anchor`: within the radius of standing, and not still on the last metres to
 * its place, from where the place's own drift would soon be out of the radius.
 */
export function standsAt(anchor: Fix, fix: Fix, { idleRadius_m, stopped_kmh }: Rules): boolean {
  const away_m = metresBetween(anchor.lon, anchor.lat, fix.lon, fix.lat);
  if (away_m > idleRadius_m) return false;
  const moves = (fix.speed_kmh ?? 0) >= stopped_kmh && fix.ts_ms - anchor.ts_ms < ARRIVING_MS;
  return !moves || away_m <= idleRadius_m / 2;
}
