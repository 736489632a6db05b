import type { LiveVehicle } from '@sweepline/contract';

/** The feed is late when nothing came for this long though a vehicle was due to report. */
const FEED_LATE_MS = 10_000;
/** A vehicle is stale after this many of its intervals. */
const STALE_INTERVALS = 2;
/** Above the longest interval a silent town could still be well; the connection itself is then asked. */
export const PROBE_AFTER_MS = 15_000;

/** Milliseconds since the newest thing heard, or null while the feed is not late. Silent vehicles owe nothing. */
export function feedLate(heard_ms: number, vehicles: readonly LiveVehicle[], now_ms: number): number | null {
  const age_ms = now_ms - heard_ms;
  if (age_ms <= FEED_LATE_MS) return null;
  const due = vehicles.some((vehicle) => vehicle.state !== 'silent' && age_ms > 1.5 * vehicle.interval_s * 1000);
  return due ? age_ms : null;
}

/** Age of a vehicle's last fix; null before the first. A device clock ahead of ours counts as now. */
export const fixAge = (vehicle: Pick<LiveVehicle, 'ts'>, now_ms: number): number | null =>
  vehicle.ts === null ? null : Math.max(0, now_ms - Date.parse(vehicle.ts));

export function isStale(vehicle: Pick<LiveVehicle, 'ts' | 'interval_s'>, now_ms: number): boolean {
  const age_ms = fixAge(vehicle, now_ms);
  return age_ms === null || age_ms > STALE_INTERVALS * vehicle.interval_s * 1000;
}
