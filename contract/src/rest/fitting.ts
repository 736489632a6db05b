import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { REFUSAL_REASONS, TURNED_AWAY_REASONS } from '../words.ts';
import { InstantOrNull } from './common.ts';

/** What kind of message a device sent, by its topic. */
export const MESSAGE_KINDS = ['telemetry', 'event', 'status', 'ack', 'owntracks', 'teltonika'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

const Refusal = {
  reason: Type.Enum([...REFUSAL_REASONS]),
  detail: Type.String(),
  /** Position in the batch; null where the whole message is meant. */
  index: Type.Union([Type.Integer(), Type.Null()]),
};

/** A fix as it was decoded: the fields that were sent and valid, unknown ones too. */
export const DecodedFields = Type.Object({
  ts: Type.String(),
  lat: Type.Number(),
  lon: Type.Number(),
});
export type DecodedFields = Static<typeof DecodedFields> & Readonly<Record<string, unknown>>;

/** A message as it came over the wire, and what was made of it. */
export const DeviceMessage = Type.Object({
  /** Rising with each message that the service hears of any device. */
  no: Type.Integer(),
  receivedAt: Type.String(),
  kind: Type.Enum([...MESSAGE_KINDS]),
  bytes: Type.Integer(),
  /** Its first 4 KiB. */
  payload: Type.String(),
  /** How many fixes were in it; `fix` is the last. */
  fixes: Type.Integer(),
  /** Of those: stored before already. */
  known: Type.Integer(),
  fix: Type.Union([DecodedFields, Type.Null()]),
  /** Optional fields that were set aside. */
  fieldErrors: Type.Array(Type.String()),
  refusals: Type.Array(Type.Object(Refusal)),
});
export type DeviceMessage = Static<typeof DeviceMessage>;

/** What came to the broker as this device, or nearly so, and was turned away there: no message, and nothing is stored of it. */
export const TurnedAway = Type.Object({
  reason: Type.Enum([...TURNED_AWAY_REASONS]),
  /** The user name it gave, at most 64 characters. */
  device: Type.String(),
  /** The client id it gave. */
  clientId: Type.String(),
  /** From where; null where the asker may not know. */
  address: Type.Union([Type.String(), Type.Null()]),
  /** The topic or filter, where that was the reason. */
  topic: Type.Union([Type.String(), Type.Null()]),
  /** The last time, and how often since `firstAt`. */
  at: Type.String(),
  firstAt: Type.String(),
  times: Type.Integer({ minimum: 1 }),
});
export type TurnedAway = Static<typeof TurnedAway>;

/** What a device sends, for who fits it. */
export const DeviceMessages = Type.Object({
  device: Id,
  online: Type.Union([Type.Boolean(), Type.Null()]),
  /** When it last connected or disconnected. */
  seenAt: InstantOrNull,
  /** As they came, the newest first; heard from the first question on, for ten minutes after the last one. */
  messages: Type.Array(DeviceMessage),
  /** The newest first, of the last hour; null behind an outside broker, which turns devices away without telling. */
  turnedAway: Type.Union([Type.Array(TurnedAway), Type.Null()]),
  /** Stored fixes, the newest first. */
  fixes: Type.Array(
    Type.Object({ receivedAt: Type.String(), fieldErrors: Type.Array(Type.String()), fix: DecodedFields }),
  ),
  /** Stored refusals, the newest first, each with the first 4 KiB of what was refused. */
  refusals: Type.Array(
    Type.Object({ id: Type.Integer(), receivedAt: Type.String(), ...Refusal, payload: Type.String() }),
  ),
  /** Of what was received from the asked instant on; null where none was asked for. */
  counts: Type.Union([Type.Object({ fixes: Type.Integer(), rejected: Type.Integer() }), Type.Null()]),
});
export type DeviceMessages = Static<typeof DeviceMessages>;
