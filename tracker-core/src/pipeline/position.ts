import { bearingBetween, metresBetween } from '../geometry/ruler.ts';
import type { Fix, VehiclePosition } from './stages.ts';
import type { Rules } from './rules.ts';

/** What the map remembers of a vehicle from fix to fix. */
export interface Shown {
  /** Where heading and speed were last derived from. */
  anchor: Fix | null;
  heading_deg: number | null;
  speed_kmh: number | null;
  last: VehiclePosition | null;
}

export const startShown = (): Shown => ({ anchor: null, heading_deg: null, speed_kmh: null, last: null });

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
  const { anchor } = shown;
  if (anchor === null || fix.ts_ms - anchor.ts_ms > STALE_MS) {
    shown.anchor = fix;
    shown.speed_kmh = null;
  } else if (!poor && (fix.speed_kmh === null || fix.heading_deg === null)) {
    const moved_m = metresBetween(anchor.lon, anchor.lat, fix.lon, fix.lat);
    const passed_ms = fix.ts_ms - anchor.ts_ms;
    if (moved_m >= HEADING_M) shown.heading_deg = bearingBetween(anchor.lon, anchor.lat, fix.lon, fix.lat);
    if (passed_ms >= SPEED_MS) shown.speed_kmh = Math.round((moved_m / passed_ms) * 36_000) / 10;
    if (moved_m >= HEADING_M || passed_ms >= 2 * SPEED_MS) shown.anchor = fix;
  }
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
