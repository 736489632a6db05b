import { show } from '@sweepline/contract';
import { decodeFix, type Sink } from './fix.ts';
import { isRecord, NOTHING, readJson, refuseWhole, type Decoded, type DecodeLimits } from './outcome.ts';

/** OwnTracks' names (booklet, "JSON", `_type=location`) and ours; units are the same: km/h, degrees, metres. */
const OUR_NAMES: ReadonlyMap<string, string> = new Map([
  ['vel', 'speed_kmh'],
  ['cog', 'heading_deg'],
  ['acc', 'accuracy_m'],
  ['alt', 'altitude_m'],
]);

/**
 * OwnTracks JSON, `owntracks/{municipality}/{device}`. `tst` is in epoch seconds. Members without a name of ours (`batt`
 * in per cent, `tid`, `t`, `conn`, …) are kept under their own. Other `_type`s carry no position and are no fault.
 */
export function decodeOwnTracks(payload: Uint8Array, now_ms: number, limits: DecodeLimits): Decoded {
  // the app clears a retained message by an empty one
  if (payload.byteLength === 0) return NOTHING;
  const read = readJson(payload, limits);
  if ('refused' in read) return read.refused;
  const { value } = read;
  if (!isRecord(value) || typeof value['_type'] !== 'string') {
    return refuseWhole('wrong-shape', `got ${show(value)}, expected an object with _type`, payload);
  }
  if (value['_type'] !== 'location') return NOTHING;
  const { tst } = value;
  if (typeof tst !== 'number')
    return refuseWhole('wrong-shape', `tst: got ${show(tst)}, expected epoch seconds`, payload);

  const fix: Record<string, unknown> = { __proto__: null };
  for (const [name, member] of Object.entries(value)) if (name !== 'tst') fix[OUR_NAMES.get(name) ?? name] = member;
  fix['ts'] = Math.round(tst * 1_000);
  const sink: Sink = { fixes: [], refusals: [] };
  decodeFix(fix, now_ms, limits, sink, null, value);
  return sink;
}
