import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { INCIDENT_KINDS, type IncidentKind } from '../words.ts';

const Minutes = Type.Integer({ minimum: 1, maximum: 44_640, description: 'minutes from the opening of the case' });

/** How soon somebody sees to a case of a kind, and how soon it is settled. */
export const CaseDeadline = Type.Object({ acknowledge_min: Minutes, close_min: Minutes });
export type CaseDeadline = Static<typeof CaseDeadline>;

/** A deadline for every kind. */
export const CaseDeadlines = Type.Record(Type.Enum([...INCIDENT_KINDS]), CaseDeadline);
export type CaseDeadlines = Readonly<Record<IncidentKind, CaseDeadline>>;

/** Kinds that are written replace their deadline; `null` takes it back to the usual one. */
export const CaseDeadlinesBody = Type.Unsafe<Partial<Record<IncidentKind, CaseDeadline | null>>>(
  Type.Object(
    Object.fromEntries(INCIDENT_KINDS.map((kind) => [kind, Type.Optional(Type.Union([CaseDeadline, Type.Null()]))])),
    { additionalProperties: false },
  ),
);
export type CaseDeadlinesBody = Static<typeof CaseDeadlinesBody>;

const within = (acknowledge_min: number, close_min: number): CaseDeadline => ({ acknowledge_min, close_min });
const CALL = within(10, 120);
const SHIFT = within(15, 120);
const CONDUCT = within(30, 240);
const DATA = within(1_440, 4_320);

/** Until a municipality says otherwise: calls before what the window can still save, that before conduct, data last. */
export const USUAL_DEADLINES: CaseDeadlines = {
  sos: within(2, 60),
  breakdown: CALL,
  blocked: CALL,
  'road-closed': CALL,
  'parked-cars': CALL,
  'will-miss': SHIFT,
  'late-start': SHIFT,
  'no-show': SHIFT,
  idle: CONDUCT,
  'off-route': CONDUCT,
  'too-fast-working': CONDUCT,
  'gear-off-on-route': CONDUCT,
  'gear-stuck': CONDUCT,
  'signal-lost': CONDUCT,
  'outside-window': CONDUCT,
  missed: within(240, 1_440),
  'gps-jump': DATA,
  conflict: DATA,
  'clock-skew': DATA,
};

/** How the cases of a kind were handled against its deadline. What the service itself took back is left out. */
export const KindLateness = Type.Object({
  kind: Type.Enum([...INCIDENT_KINDS]),
  deadline: CaseDeadline,
  cases: Type.Integer(),
  acknowledgedInTime: Type.Integer(),
  acknowledgedLate: Type.Integer(),
  closedInTime: Type.Integer(),
  closedLate: Type.Integer(),
  /** Of those that somebody saw to, half took at most so long; null where nobody saw to any. */
  medianAcknowledge_s: Type.Union([Type.Integer(), Type.Null()]),
  medianClose_s: Type.Union([Type.Integer(), Type.Null()]),
});
export type KindLateness = Static<typeof KindLateness>;

export const LatenessAnswer = Type.Object({
  municipality: Id,
  from: Type.String(),
  to: Type.String(),
  kinds: Type.Array(KindLateness),
});
export type LatenessAnswer = Static<typeof LatenessAnswer>;
