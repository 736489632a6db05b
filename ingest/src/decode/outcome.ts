import type { DecodedFix, RefusalReason } from '@sweepline/contract';
import { MAX_AHEAD_MS, MAX_BATCH, MAX_PAYLOAD_BYTES } from '@sweepline/contract';
import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../port.ts';

const DAY_MS = 86_400_000;
/** How much of a refused message or element is kept. */
export const KEPT_BYTES = 4_096;

/** What a decoder holds a message against. */
export interface DecodeLimits {
  readonly maxPayload_bytes: number;
  readonly maxBatch: number;
  /** How far ahead of the service's clock an instant may be. */
  readonly maxAhead_ms: number;
  /** How old a fix may be when it arrives. */
  readonly acceptBacklog_ms: number;
}

/** The contract's limits. */
export const decodeLimits = (acceptBacklogDays = 30): DecodeLimits => ({
  maxPayload_bytes: MAX_PAYLOAD_BYTES,
  maxBatch: MAX_BATCH,
  maxAhead_ms: MAX_AHEAD_MS,
  acceptBacklog_ms: acceptBacklogDays * DAY_MS,
});

/** What a position message was decoded into; neither list for a message that carries no position and is no fault. */
export interface Decoded {
  readonly fixes: readonly DecodedFix[];
  readonly refusals: readonly Refusal[];
}

export const NOTHING: Decoded = { fixes: [], refusals: [] };

/** The first 4 KiB of a payload as text that any store can hold: no NUL, no half character at the end. */
export function keptPayload(payload: Uint8Array): string {
  const text = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.byteLength, KEPT_BYTES)).toString(
    'utf8',
  );
  const whole = payload.byteLength > KEPT_BYTES ? text.replace(/\ufffd{1,3}$/, '') : text;
  return whole.replaceAll('\0', '\ufffd');
}

/** The same for one element of a batch. */
function keptElement(value: unknown): string {
  try {
    return keptPayload(Buffer.from(JSON.stringify(value) ?? ''));
  } catch {
    // JSON.parse reads any depth, JSON.stringify writes only what the call stack holds
    return '(nested too deeply to be written)';
  }
}

export const refuseWhole = (reason: RefusalReason, detail: string, payload: Uint8Array): Decoded => ({
  fixes: [],
  refusals: [{ reason, detail, payload: keptPayload(payload) }],
});

/** A refused element; `index` where it was one of a batch. */
export const refuseElement = (
  reason: RefusalReason,
  detail: string,
  value: unknown,
  index: number | null,
): Refusal => ({
  reason,
  detail,
  payload: keptElement(value),
  ...(index === null ? {} : { index }),
});

/** Size, encoding and syntax of a message; what is decoded next is its value. */
export function readJson(
  payload: Uint8Array,
  limits: DecodeLimits,
): { readonly value: unknown } | { readonly refused: Decoded } {
  if (payload.byteLength > limits.maxPayload_bytes)
    return { refused: refuseTooLarge(payload.byteLength, payload, limits) };
  if (!isUtf8(payload)) return { refused: refuseWhole('malformed-json', 'the payload is not UTF-8', payload) };
  try {
    return { value: JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8')) };
  } catch (cause) {
    return {
      refused: refuseWhole(
        'malformed-json',
        (cause as Error).message.replaceAll('\0', '\ufffd').slice(0, 200),
        payload,
      ),
    };
  }
}

export const refuseTooLarge = (size_bytes: number, payload: Uint8Array, limits: DecodeLimits): Decoded =>
  refuseWhole('too-large', `payload of ${size_bytes} bytes, at most ${limits.maxPayload_bytes} are taken`, payload);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
