import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { ATTACHMENT_TYPES, DRIVER_KINDS, EXCUSE_GROUNDS, EXCUSE_STATES, PLANNED_SIDES, SIDES } from '../words.ts';
import { Metres, written } from './common.ts';

/** Part of the plan: a side of an edge or all of its planned sides, whole or between two metres along the edge. */
const ExcuseWish = Type.Object({
  edge: EdgeId,
  side: Type.Optional(Type.Enum([...PLANNED_SIDES])),
  from_m: Type.Optional(Type.Number({ minimum: 0 })),
  to_m: Type.Optional(Type.Number({ minimum: 0 })),
});
export type ExcuseWish = Static<typeof ExcuseWish>;

const Note = written(4_000);

export const ExcuseBody = Type.Object({
  stretches: Type.Optional(
    Type.Array(ExcuseWish, { minItems: 1, maxItems: 5_000, description: 'absent: the whole route' }),
  ),
  ground: Type.Enum([...EXCUSE_GROUNDS]),
  note: Type.Optional(Note),
});
export type ExcuseBody = Static<typeof ExcuseBody>;

export const ExcuseDecisionBody = Type.Object({
  decision: Type.Enum(['accept', 'refuse']),
  reason: Type.Optional(written(2_000, 'needed to refuse')),
});
export type ExcuseDecisionBody = Static<typeof ExcuseDecisionBody>;

/** A stretch of the plan in metres from the edge's first vertex. */
export const ExcuseStretch = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  from_m: Metres,
  to_m: Metres,
});
export type ExcuseStretch = Static<typeof ExcuseStretch>;

export const Attachment = Type.Object({
  id: Id,
  name: Type.String(),
  type: Type.Enum([...ATTACHMENT_TYPES]),
  bytes: Type.Integer(),
  sha256: Type.String(),
  by: Type.String(),
  at: Type.String(),
});
export type Attachment = Static<typeof Attachment>;

export const ExcuseEntry = Type.Object({
  at: Type.String(),
  by: Type.String(),
  action: Type.Enum(['proposed', 'attached', 'withdrawn', 'accepted', 'refused']),
  text: Type.Optional(Type.String()),
});
export type ExcuseEntry = Static<typeof ExcuseEntry>;

/** What a driver said himself on the way: what stands behind an excuse, besides its photos. */
export const DriverMessage = Type.Object({
  incident: Id,
  kind: Type.Enum([...DRIVER_KINDS]),
  at: Type.String(),
  note: Type.Union([Type.String(), Type.Null()]),
});
export type DriverMessage = Static<typeof DriverMessage>;

/** A proposal that metres of a plan are not owed, with what was decided of it. */
export const Excuse = Type.Object({
  id: Id,
  /** Short number for people, counted per installation. */
  no: Type.Integer(),
  municipality: Id,
  assignment: Id,
  route: Id,
  vehicle: Id,
  contractor: Id,
  /** The assignment's window. */
  from: Type.String(),
  to: Type.String(),
  ground: Type.Enum([...EXCUSE_GROUNDS]),
  note: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum([...EXCUSE_STATES]),
  proposedBy: Type.String(),
  /** Σ length over (edge, side, pass) that it concerns; what is covered of it stays covered. */
  planned_m: Metres,
  stretches: Type.Array(ExcuseStretch),
  attachments: Type.Array(Attachment),
  /** Those of the vehicle's driver in the window, in the order of time. */
  messages: Type.Array(DriverMessage),
  history: Type.Array(ExcuseEntry),
});
export type Excuse = Static<typeof Excuse>;
