import { bearingBetween, metresBetween } from '../geometry/ruler.ts';
import type { Fix, VehiclePosition } from './stages.ts';
import type { Rules } from './rules.ts';

/** What the map remembers of a vehicle from fix to fix. */
export interface Shown {
  /** Where the heading was last derived from, and the speed. */
  headed: Fix | null;
  timed: Fix | null;
  heading_deg: number | null;
  speed_kmh: number | null;
  last: VehiclePosition | null;
}

export const startShown = (): Shown => ({
  headed: null,
  timed: null,
  heading_deg: null,
  speed_kmh: null,
  last: null,
});

/** Metres moved before a direction is believed. */
const HEADING_M = 8;
/** Seconds over which a speed is derived where fixes carry none. */
const SPEED_MS = 5_000;
/** An older place says nothing about the present speed. */
const STALE_MS = 120_000;

/**
 * The vehicle as the map shows it: heading and speed as sent, else derived from where it came from.
 * @param working whether the fix shows work: gear engaged as the operation needs, or for speed alone a working speed
 */
export function show(
  shown: Shown,
  fix: Fix,
  poor: boolean,
  working: boolean,
  gearOn: boolean,
  rules: Rules,
): VehiclePosition {
  derive(shown, fix, poor);
  // A heading reported while standing is noise: keep the one it arrived with.
  const said_deg =
    fix.heading_deg !== null && !(fix.speed_kmh !== null && fix.speed_kmh < rules.stopped_kmh) ? fix.heading_deg : null;
  if (said_deg !== null) shown.heading_deg = said_deg % 360;
  const speed_kmh = fix.speed_kmh ?? shown.speed_kmh;
  const stopped = speed_kmh !== null && speed_kmh < rules.stopped_kmh;
  shown.last = {
    ts_ms: fix.ts_ms,
    lat: fix.lat,
    lon: fix.lon,
    heading_deg: shown.heading_deg ?? (fix.heading_deg === null ? null : fix.heading_deg % 360),
    speed_kmh,
    state: stopped ? 'stopped' : working ? 'working' : 'driving',
    gearOn,
    lowConfidence: poor,
  };
  return shown.last;
}

/** Direction and speed between places far enough apart, each in its own measure. */
function derive(shown: Shown, fix: Fix, poor: boolean): void {
  const { headed, timed } = shown;
  if (headed === null || timed === null || fix.ts_ms - timed.ts_ms > STALE_MS) {
    shown.headed = shown.timed = fix;
    shown.speed_kmh = null;
    return;
  }
  if (poor) return;
  if (fix.speed_kmh !== null && fix.heading_deg !== null) {
    shown.headed = shown.timed = fix;
    return;
  }
  if (metresBetween(headed.lon, headed.lat, fix.lon, fix.lat) >= HEADING_M) {
    shown.heading_deg = bearingBetween(headed.lon, headed.lat, fix.lon, fix.lat);
    shown.headed = fix;
  }
  const passed_ms = fix.ts_ms - timed.ts_ms;
  if (passed_ms < SPEED_MS) return;
  const moved_m = metresBetween(timed.lon, timed.lat, fix.lon, fix.lat);
  shown.speed_kmh = Math.round((moved_m / passed_ms) * 36_000) / 10;
  shown.timed = fix;
}
