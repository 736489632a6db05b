import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { FULFILMENT_GROUPINGS, RESULT_STATUSES } from '../words.ts';
import { Metres } from './common.ts';
import { UncoveredMetres } from './results.ts';

const LocalDate = Type.String({ description: 'local date of the municipality, YYYY-MM-DD' });

/** `planned_m` = `covered_m` + `excused_m` + `open_m` + Σ `uncovered_m`, to the centimetre. */
const figures = {
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  /** Not covered so far, in windows that are still open or to come. */
  open_m: Metres,
  /** In windows that are over. */
  uncovered_m: UncoveredMetres,
};
export const FulfilmentFigures = Type.Object(figures);
export type FulfilmentFigures = Static<typeof FulfilmentFigures>;

export const FulfilmentDay = Type.Object({
  date: LocalDate,
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  open_m: Metres,
});
export type FulfilmentDay = Static<typeof FulfilmentDay>;

export const FulfilmentGroup = Type.Object({
  /** Date, contractor, district, route, street or edge, assignment; empty: outside every district. */
  key: Type.String(),
  /** Null where it has none: a day, an edge, a street without a name, what lies outside every district. */
  name: Type.Union([Type.String(), Type.Null()]),
  ...figures,
  /** Not of streets and edges. */
  assignments: Type.Optional(Type.Integer()),
  /** Of contractors, districts and routes: day by day. */
  trend: Type.Optional(Type.Array(FulfilmentDay)),
  /** Of streets. */
  edges: Type.Optional(Type.Array(EdgeId)),
  /** Of assignments. */
  assignment: Type.Optional(
    Type.Object({
      route: Id,
      vehicle: Id,
      plate: Type.String(),
      contractor: Id,
      from: Type.String(),
      to: Type.String(),
      status: Type.Enum([...RESULT_STATUSES]),
    }),
  ),
});
export type FulfilmentGroup = Static<typeof FulfilmentGroup>;

/** What was planned and done of the assignments whose window begins in [from, to). */
export const FulfilmentAnswer = Type.Object({
  municipality: Id,
  /** As asked for: local dates or instants. */
  from: Type.String(),
  to: Type.String(),
  timezone: Type.String(),
  by: Type.Enum([...FULFILMENT_GROUPINGS]),
  total: Type.Object({ assignments: Type.Integer(), ...figures }),
  groups: Type.Array(FulfilmentGroup),
});
export type FulfilmentAnswer = Static<typeof FulfilmentAnswer>;
