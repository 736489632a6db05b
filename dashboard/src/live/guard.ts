import type { ServerMessage } from '@sweepline/contract';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSeq = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const named = (value: unknown, key: string): boolean => isRecord(value) && typeof value[key] === 'string';

/** What each kind must carry before the fold may touch it; unknown fields pass. */
const CARRIES: Readonly<Record<ServerMessage['type'], (message: Record<string, unknown>) => boolean>> = {
  hello: ({ protocol, serverTime, channels, snapshot }) =>
    protocol === 1 &&
    typeof serverTime === 'string' &&
    isRecord(channels) &&
    Object.values(channels).every(isSeq) &&
    isRecord(snapshot) &&
    ['vehicles', 'assignments', 'incidents'].every((list) => Array.isArray(snapshot[list])),
  vehicle: ({ ch, seq, vehicle }) =>
    typeof ch === 'string' && isSeq(seq) && named(vehicle, 'vehicle') && isSeq((vehicle as { no: unknown }).no),
  assignment: ({ ch, seq, assignment }) => typeof ch === 'string' && isSeq(seq) && named(assignment, 'assignment'),
  legs: ({ ch, seq, assignment, whole, legs }) =>
    typeof ch === 'string' &&
    isSeq(seq) &&
    typeof assignment === 'string' &&
    typeof whole === 'boolean' &&
    Array.isArray(legs),
  incident: ({ ch, seq, incident }) =>
    typeof ch === 'string' && isSeq(seq) && named(incident, 'id') && named(incident, 'kind'),
  command: ({ ch, seq, command }) =>
    typeof ch === 'string' && isSeq(seq) && named(command, 'id') && named(command, 'vehicle'),
  resync: ({ ch, seq }) => typeof ch === 'string' && isSeq(seq),
  error: ({ code }) => typeof code === 'string',
};

/** The message in a text frame, or null where this client does not understand it. */
export function readServerMessage(text: string): ServerMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value['type'] !== 'string' || !Object.hasOwn(CARRIES, value['type'])) return null;
  return CARRIES[value['type'] as ServerMessage['type']](value) ? (value as ServerMessage) : null;
}
