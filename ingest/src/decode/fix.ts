import {
  fixGuard,
  instantOf,
  parseInstant,
  setAsideBadFields,
  show,
  type DecodedFix,
  type FixMessage,
} from '@sweepline/contract';
import { hash } from 'node:crypto';
import type { Refusal } from '../port.ts';
import { mergedBody, plainBody, type Body } from './body.ts';
import { isRecord, refuseElement, type DecodeLimits } from './outcome.ts';

/** Lists that a decoder fills. */
export interface Sink {
  readonly fixes: DecodedFix[];
  readonly refusals: Refusal[];
}

/**
 * Decodes one fix in the native dialect's shape, into which every dialect is brought first. `original` is what the device
 * sent, kept with a refusal; `index` its place in a batch. Reasons are tried in the contract's order.
 */
export function decodeFix(
  value: unknown,
  now_ms: number,
  limits: DecodeLimits,
  sink: Sink,
  index: number | null,
  original: unknown = value,
): void {
  const refuse = (reason: Refusal['reason'], detail: string) =>
    void sink.refusals.push(refuseElement(reason, detail, original, index));

  const wellFormed = fixGuard.check(value);
  if (!wellFormed && !isRecord(value))
    return refuse('wrong-shape', `got ${show(value)}, expected an object with ts, lat and lon`);
  const fix: Readonly<Record<string, unknown>> = value;
  const { ts, lat, lon } = fix;
  const ts_ms = typeof ts === 'string' ? parseInstant(ts) : Number.isInteger(ts) ? (ts as number) : null;
  if (ts_ms === null)
    return refuse('wrong-shape', `ts: got ${show(ts)}, expected RFC 3339 with offset or whole epoch milliseconds`);
  if (typeof lat !== 'number') return refuse('wrong-shape', `lat: got ${show(lat)}, expected a number`);
  if (typeof lon !== 'number') return refuse('wrong-shape', `lon: got ${show(lon)}, expected a number`);
  if (lat === 0 && lon === 0) return refuse('no-fix', 'position 0,0');
  if (fix['valid'] === false) return refuse('no-fix', 'the device flags the position as invalid');
  if (!(lat >= -90 && lat <= 90)) return refuse('out-of-range', `lat: got ${lat}, expected −90 to 90`);
  if (!(lon >= -180 && lon <= 180)) return refuse('out-of-range', `lon: got ${lon}, expected −180 to 180`);
  if (ts_ms > now_ms + limits.maxAhead_ms)
    return refuse('future', `ts is ${duration(ts_ms - now_ms)} ahead of the service`);
  if (ts_ms < now_ms - limits.acceptBacklog_ms) {
    return refuse(
      'too-old',
      `ts is ${duration(now_ms - ts_ms)} old, at most ${duration(limits.acceptBacklog_ms)} are taken`,
    );
  }

  const instant = typeof ts === 'string' && isNormalised(ts) ? ts : instantOf(ts_ms);
  const plain = wellFormed ? plainBody(value as FixMessage, instant) : null;
  const { text, fieldErrors } = plain === null ? carefulBody(fix, instant) : { text: plain, fieldErrors: NO_ERRORS };
  const digest = hash('sha256', text);
  if (index === null) sink.fixes.push({ ts_ms, lat, lon, body: text, digest, fieldErrors });
  else sink.fixes.push({ ts_ms, lat, lon, body: text, digest, fieldErrors, index });
}

const NO_ERRORS: readonly string[] = [];

function carefulBody(fix: Readonly<Record<string, unknown>>, instant: string): Body {
  const { kept, fieldErrors } = setAsideBadFields(fix);
  const body = mergedBody(kept, instant);
  return { text: body.text, fieldErrors: [...fieldErrors, ...body.fieldErrors] };
}

/** `YYYY-MM-DDThh:mm:ss.mmmZ` and no leap second: then the text is its own normal form. */
const isNormalised = (ts: string): boolean =>
  ts.length === 24 && ts.charCodeAt(23) === 90 && ts.charCodeAt(10) === 84 && ts.charCodeAt(17) !== 54;

function duration(span_ms: number): string {
  if (span_ms < 120_000) return `${Math.round(span_ms / 1_000)} s`;
  if (span_ms < 7_200_000) return `${Math.round(span_ms / 60_000)} min`;
  if (span_ms < 172_800_000) return `${Math.round(span_ms / 3_600_000)} h`;
  return `${Math.round(span_ms / 86_400_000)} days`;
}
