import { createHash } from 'node:crypto';
import type { DecodedFix } from '@sweepline/contract';
import type { StorableDelivery } from '../series/delivery.ts';

/** A decoded fix with the contract's example fields; `note` makes its content another. */
export function sampleFix(ts_ms: number, note = ''): DecodedFix {
  const lat = 57.69512 + ((ts_ms / 1000) % 1000) * 1e-5;
  const lon = 11.93841;
  const gear = { brush: true, plough: false, spreader: false, vacuum: true, water: false };
  const fields = { accuracy_m: 4.5, altitude_m: 14, gear, hdop: 0.9, heading_deg: 181, hopper_pct: 40, ignition: true };
  const body = JSON.stringify({
    ...fields,
    lat,
    lon,
    note,
    odometer_km: 12345.6,
    satellites: 11,
    speed_kmh: 7.2,
    ts: new Date(ts_ms).toISOString(),
  });
  return { ts_ms, lat, lon, body, digest: createHash('sha256').update(body).digest('hex'), fieldErrors: [] };
}

/** A message of one device; received a second after its last fix. */
export function sampleDelivery(
  device: string,
  fixes: readonly DecodedFix[],
  rest: Partial<StorableDelivery> = {},
): StorableDelivery {
  const received_ms = (fixes.at(-1)?.ts_ms ?? 0) + 1_000;
  return { sender: { municipality: 'town', device }, received_ms, fixes, refusals: [], event: null, ...rest };
}
