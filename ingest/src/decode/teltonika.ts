import { show } from '@sweepline/contract';
import { decodeFix, type Sink } from './fix.ts';
import { isRecord, readJson, refuseElement, refuseWhole, type Decoded, type DecodeLimits } from './outcome.ts';

/** Names of the device's JSON ("Data sending protocol: MQTT") and ours; km/h, degrees, metres, a count. */
const OUR_NAMES: ReadonlyMap<string, string> = new Map([
  ['sp', 'speed_kmh'],
  ['ang', 'heading_deg'],
  ['alt', 'altitude_m'],
  ['sat', 'satellites'],
]);

/** AVL ids with a meaning of ours beside their raw value, by Teltonika's list of parameters for FMB and FMC devices. */
const AVL_FIELDS: readonly { readonly id: string; readonly field: string; readonly of: (raw: number) => unknown }[] = [
  { id: '16', field: 'odometer_km', of: (metres) => metres / 1_000 },
  { id: '66', field: 'battery_v', of: (millivolts) => millivolts / 1_000 },
  { id: '182', field: 'hdop', of: (tenths) => tenths / 10 },
  { id: '239', field: 'ignition', of: (on) => on !== 0 },
];

const GNSS_STATUS = '69';
/** GNSS status 0 off, 2 on without a fix, 3 asleep: the device repeats its last position. */
const STALE_STATUSES: ReadonlySet<number> = new Set([0, 2, 3]);

/**
 * Teltonika JSON, `teltonika/{municipality}/{device}/data`: `state.reported` with `latlng` "lat,lon", `ts` in epoch
 * milliseconds, and values as numbers or as text. AVL ids stay as keys. Without satellites or with a GNSS status that
 * means no fix the position is the last known one and is refused.
 */
export function decodeTeltonika(payload: Uint8Array, now_ms: number, limits: DecodeLimits): Decoded {
  const read = readJson(payload, limits);
  if ('refused' in read) return read.refused;
  const { value } = read;
  const state = isRecord(value) ? value['state'] : undefined;
  const reported = isRecord(state) ? state['reported'] : undefined;
  if (!isRecord(reported))
    return refuseWhole('wrong-shape', `state.reported: got ${show(reported)}, expected an object`, payload);
  const place = placeOf(reported['latlng']);
  if (place === null)
    return refuseWhole('wrong-shape', `latlng: got ${show(reported['latlng'])}, expected "lat,lon"`, payload);
  const ts = numberOf(reported['ts']);
  if (ts === null)
    return refuseWhole('wrong-shape', `ts: got ${show(reported['ts'])}, expected epoch milliseconds`, payload);

  const sink: Sink = { fixes: [], refusals: [] };
  const stale = staleness(reported);
  if (stale !== null && !(place.lat === 0 && place.lon === 0)) {
    sink.refusals.push(refuseElement('no-fix', stale, value, null));
    return sink;
  }
  decodeFix(nativeShape(reported, ts, place), now_ms, limits, sink, null, value);
  return sink;
}

function nativeShape(
  reported: Readonly<Record<string, unknown>>,
  ts: number,
  place: { lat: number; lon: number },
): object {
  const fix: Record<string, unknown> = { __proto__: null };
  for (const [name, member] of Object.entries(reported)) {
    const ours = OUR_NAMES.get(name);
    if (ours === undefined) fix[name] = member;
    else fix[ours] = numberOf(member) ?? member;
  }
  for (const { id, field, of } of AVL_FIELDS) {
    const raw = numberOf(reported[id]);
    if (raw !== null) fix[field] = of(raw);
  }
  delete fix['latlng'];
  return Object.assign(fix, place, { ts });
}

function staleness(reported: Readonly<Record<string, unknown>>): string | null {
  if (numberOf(reported['sat']) === 0) return 'no satellites: the position is the last known one';
  const status = numberOf(reported[GNSS_STATUS]);
  return status !== null && STALE_STATUSES.has(status)
    ? `GNSS status ${status}: the position is the last known one`
    : null;
}

function placeOf(latlng: unknown): { lat: number; lon: number } | null {
  if (typeof latlng !== 'string') return null;
  const [lat, lon, more] = latlng.split(',').map(numberOf);
  return typeof lat === 'number' && typeof lon === 'number' && more === undefined ? { lat, lon } : null;
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/;

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : null;
}
