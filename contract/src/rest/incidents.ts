import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { INCIDENT_KINDS, INCIDENT_STATES, ROLES, SEVERITIES } from '../words.ts';
import { InstantOrNull, written } from './common.ts';

/** One entry of a case's history; `by` is a login, or null where the service itself acted. */
export const IncidentEntry = Type.Object({
  at: Type.String(),
  by: Type.Union([Type.String(), Type.Null()]),
  action: Type.Enum([
    'opened',
    'updated',
    'ended',
    'reopened',
    'acknowledged',
    'assigned',
    'commented',
    'resolved',
    'dismissed',
  ]),
  text: Type.Optional(Type.String()),
});
export type IncidentEntry = Static<typeof IncidentEntry>;

export const Incident = Type.Object({
  id: Id,
  /** Short number for people, counted per installation. */
  no: Type.Integer(),
  municipality: Id,
  kind: Type.Enum([...INCIDENT_KINDS]),
  severity: Type.Enum([...SEVERITIES]),
  state: Type.Enum([...INCIDENT_STATES]),
  vehicle: Id,
  assignment: Type.Union([Id, Type.Null()]),
  /** Event time: when it began, and when its cause ended (null while it lasts). */
  from: Type.String(),
  to: InstantOrNull,
  lat: Type.Union([Type.Number(), Type.Null()]),
  lon: Type.Union([Type.Number(), Type.Null()]),
  edge: Type.Union([Type.String(), Type.Null()]),
  /** The numbers behind the sentence, by name with unit: `duration_s`, `length_m`, `speed_kmh`, `missing_m`, … */
  figures: Type.Record(Type.String(), Type.Number()),
  note: Type.Union([Type.String(), Type.Null()]),
  assignee: Type.Union([Type.String(), Type.Null()]),
  history: Type.Array(IncidentEntry),
});
export type Incident = Static<typeof Incident>;

export const CommentBody = Type.Object({ text: written(4_000) });
export type CommentBody = Static<typeof CommentBody>;
export const AssignBody = Type.Object({ to: Id, text: Type.Optional(Type.String({ maxLength: 4_000 })) });
export type AssignBody = Static<typeof AssignBody>;
/** Somebody to whom a case can be given. */
export const Assignee = Type.Object({
  login: Id,
  name: Type.String(),
  role: Type.Enum([...ROLES]),
});
export type Assignee = Static<typeof Assignee>;
/** Acknowledging and resolving take an optional word; dismissing needs its reason. */
export const OptionalTextBody = Type.Object({ text: Type.Optional(Type.String({ maxLength: 4_000 })) });
export type OptionalTextBody = Static<typeof OptionalTextBody>;
export const DismissBody = Type.Object({ reason: written(4_000) });
export type DismissBody = Static<typeof DismissBody>;
