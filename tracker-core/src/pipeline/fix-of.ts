import { GEARS } from '@sweepline/contract';
import { RULES } from './rules.ts';
import type { Fix } from './stages.ts';

/** The fields of a stored fix that the stages read; whatever else was sent lies beside them. */
export interface FixBody {
  readonly ts: string | number;
  readonly lat: number;
  readonly lon: number;
  readonly speed_kmh?: number;
  readonly heading_deg?: number;
  readonly accuracy_m?: number;
  readonly satellites?: number;
  readonly hdop?: number;
  readonly ignition?: boolean;
  readonly gear?: Readonly<Record<string, unknown>>;
  readonly odometer_km?: number;
}

/**
 * Reads a counting fix out of its stored content, which was validated when it arrived.
 * @param body canonical JSON, or what it parses to
 * @param ts_ms the fix's instant where the caller has it already; else it is read from `ts`
 */
export function fixOf(
  body: string | FixBody,
  received_ms: number,
  ts_ms?: number,
  lateAfter_ms = RULES.lateEvidence_ms,
): Fix {
  const from: FixBody = typeof body === 'string' ? (JSON.parse(body) as FixBody) : body;
  const instant_ms = ts_ms ?? (typeof from.ts === 'number' ? from.ts : Date.parse(from.ts));
  let gear = 0;
  let gearSeen = 0;
  if (from.gear !== undefined && from.gear !== null) {
    for (let g = 0; g < GEARS.length; g++) {
      const engaged = from.gear[GEARS[g]!];
      if (typeof engaged !== 'boolean') continue;
      gearSeen |= 1 << g;
      if (engaged) gear |= 1 << g;
    }
  }
  return {
    ts_ms: instant_ms,
    lat: from.lat,
    lon: from.lon,
    speed_kmh: from.speed_kmh ?? null,
    heading_deg: from.heading_deg ?? null,
    accuracy_m: from.accuracy_m ?? null,
    satellites: from.satellites ?? null,
    hdop: from.hdop ?? null,
    ignition: from.ignition ?? null,
    gear,
    gearSeen,
    odometer_km: from.odometer_km ?? null,
    late: received_ms - instant_ms > lateAfter_ms,
  };
}

/** Bit per gear, in the order of the contract's GEARS. */
export function gearBits(gears: readonly string[]): number {
  let bits = 0;
  for (const gear of gears) {
    const at = (GEARS as readonly string[]).indexOf(gear);
    if (at >= 0) bits |= 1 << at;
  }
  return bits;
}
