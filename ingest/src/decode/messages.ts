import {
  ackGuard,
  complaint,
  EVENT_KINDS,
  parseInstant,
  show,
  type EventKind,
  type StatusMessage,
} from '@sweepline/contract';
import type { Delivery, Refusal } from '../port.ts';
import { isRecord, readJson, refuseElement, refuseWhole, type DecodeLimits } from './outcome.ts';

const MAX_NOTE = 2_000;

/** A message that is no position: what it says, or why it was refused; neither for one that says nothing. */
export type Said<Message> = { readonly message: NonNullable<Message> | null; readonly refusals: readonly Refusal[] };

const refused = (refusals: readonly Refusal[]): Said<never> => ({ message: null, refusals });

const instantMs = (ts: unknown): number | null =>
  typeof ts === 'string' ? parseInstant(ts) : Number.isSafeInteger(ts) ? (ts as number) : null;

/**
 * `…/event`. Only the instant and the kind can refuse it: an SOS is not turned away for its ornaments, so a bad position
 * is left out and a long note is cut.
 */
export function decodeEvent(payload: Uint8Array, now_ms: number, limits: DecodeLimits): Said<Delivery['event']> {
  const read = readJson(payload, limits);
  if ('refused' in read) return refused(read.refused.refusals);
  const { value } = read;
  const refuse = (reason: Refusal['reason'], detail: string) => refused([refuseElement(reason, detail, value, null)]);
  if (!isRecord(value)) return refuse('wrong-shape', `got ${show(value)}, expected an object with ts and kind`);
  const { ts, kind, note, lat, lon } = value;
  const ts_ms = instantMs(ts);
  if (ts_ms === null)
    return refuse('wrong-shape', `ts: got ${show(ts)}, expected RFC 3339 with offset or whole epoch milliseconds`);
  if (!EVENT_KINDS.includes(kind as EventKind))
    return refuse('wrong-shape', `kind: got ${show(kind)}, expected ${EVENT_KINDS.join(', ')}`);
  if (ts_ms > now_ms + limits.maxAhead_ms) return refuse('future', 'ts is ahead of the service');
  if (ts_ms < now_ms - limits.acceptBacklog_ms) return refuse('too-old', 'ts is older than what is taken');
  const place = isDegrees(lat, 90) && isDegrees(lon, 180) && !(lat === 0 && lon === 0) ? { lat, lon } : {};
  const words = typeof note === 'string' && note !== '' ? { note: storable(note) } : {};
  return { message: { ts_ms, kind: kind as EventKind, ...words, ...place }, refusals: [] };
}

const isDegrees = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && value >= -limit && value <= limit;

/** Cut to the contract's length, without a NUL or half a character, which no database takes. */
const storable = (note: string): string =>
  Buffer.from(note.slice(0, MAX_NOTE)).toString('utf8').replaceAll('\0', '\ufffd');

/** `…/ack`: the answer to a command. Its instant is information only. */
export function decodeAck(payload: Uint8Array, limits: DecodeLimits): Said<Delivery['ack']> {
  const read = readJson(payload, limits);
  if ('refused' in read) return refused(read.refused.refusals);
  const { value } = read;
  if (!ackGuard.check(value)) return refused([refuseElement('wrong-shape', complaint(ackGuard, value), value, null)]);
  const ts_ms = instantMs(value.ts);
  if (ts_ms === null) {
    return refused([
      refuseElement(
        'wrong-shape',
        `ts: got ${show(value.ts)}, expected RFC 3339 with offset or epoch milliseconds`,
        value,
        null,
      ),
    ]);
  }
  return { message: { id: value.id, ok: value.ok, ts_ms }, refusals: [] };
}

/** `…/status`: the plain word. An empty payload clears the retained one and says nothing. */
export function decodeStatus(payload: Uint8Array): Said<StatusMessage> {
  if (payload.byteLength === 0) return { message: null, refusals: [] };
  const word = payload.byteLength <= 16 ? Buffer.from(payload).toString('utf8').trim() : '';
  if (word === 'online' || word === 'offline') return { message: word, refusals: [] };
  return refused(refuseWhole('wrong-shape', 'expected the word online or offline', payload).refusals);
}
