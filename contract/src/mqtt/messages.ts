import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { EVENT_KINDS, REFUSAL_REASONS } from '../words.ts';

const Instant = Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Integer()]);

/** `…/event`: what the driver or the device reports. */
export const EventMessage = Type.Object({
  ts: Instant,
  kind: Type.Enum([...EVENT_KINDS]),
  note: Type.Optional(Type.String({ maxLength: 2_000 })),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
});
export type EventMessage = Static<typeof EventMessage>;

/** `…/ack`: the device's answer to a command. */
export const AckMessage = Type.Object({ id: Id, ok: Type.Boolean(), ts: Instant });
export type AckMessage = Static<typeof AckMessage>;

/** `…/status`: retained, `offline` as the last will. */
export const StatusMessage = Type.Enum(['online', 'offline']);
export type StatusMessage = Static<typeof StatusMessage>;

/** `…/rejected`: why a message, or one element of a batch, was refused. */
export const RejectedMessage = Type.Object({
  receivedAt: Type.String(),
  reason: Type.Enum([...REFUSAL_REASONS]),
  detail: Type.String(),
  index: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type RejectedMessage = Static<typeof RejectedMessage>;

/** A street of an assignment, as its driver is told: `both` where several sides of it are asked for, metres of all passes. */
export const DriverStreet = Type.Object({
  street: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  side: Type.Enum(['left', 'right', 'centre', 'both']),
  length_m: Type.Number({ minimum: 0 }),
});
export type DriverStreet = Static<typeof DriverStreet>;

/** What an operator may send to a vehicle: the body of `POST /vehicles/{id}/commands`. */
export const CommandBody = Type.Union([
  Type.Object({
    kind: Type.Literal('message'),
    text: Type.String({ minLength: 1, maxLength: 500 }),
    ttl_s: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
  }),
  Type.Object({ kind: Type.Literal('interval'), seconds: Type.Integer({ minimum: 1, maximum: 3_600 }) }),
  Type.Object({
    kind: Type.Literal('assignment'),
    assignment: Id,
    route: Id,
    from: Type.String(),
    to: Type.String(),
    /** What is still to be done of it, in the route's order, where the vehicle has a part of the route. */
    streets: Type.Optional(Type.Array(DriverStreet, { maxItems: 5_000 })),
  }),
]);
export type CommandBody = Static<typeof CommandBody>;

/** `…/command`: the same with its id. */
export type CommandMessage = CommandBody & { readonly id: string };
