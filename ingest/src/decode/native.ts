import { decodeFix, type Sink } from './fix.ts';
import { readJson, refuseWhole, type Decoded, type DecodeLimits } from './outcome.ts';

/** The native dialect, `fleet/v1/{municipality}/{device}/telemetry`: one fix, or an array of at most 1,000. */
export function decodeNative(payload: Uint8Array, now_ms: number, limits: DecodeLimits): Decoded {
  const read = readJson(payload, limits);
  if ('refused' in read) return read.refused;
  const { value } = read;
  const sink: Sink = { fixes: [], refusals: [] };
  if (!Array.isArray(value)) {
    decodeFix(value, now_ms, limits, sink, null);
    return sink;
  }
  if (value.length > limits.maxBatch) {
    return refuseWhole(
      'batch-too-long',
      `batch of ${value.length} fixes, at most ${limits.maxBatch} are taken`,
      payload,
    );
  }
  for (let i = 0; i < value.length; i++) decodeFix(value[i], now_ms, limits, sink, i);
  return sink;
}
