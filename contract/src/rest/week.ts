import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { COPY_SKIPS, OPERATIONS, PLAN_CONFLICTS } from '../words.ts';
import { Metres } from './common.ts';
import { LocalDate } from './schedules.ts';

const IdOrNull = Type.Union([Id, Type.Null()]);

/** An assignment with what a planner looks at. */
export const WeekAssignment = Type.Object({
  id: Id,
  municipality: Id,
  route: Id,
  routeVersion: Type.Integer(),
  routeName: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  planned_m: Metres,
  vehicle: Id,
  from: Type.String(),
  to: Type.String(),
  crew: Type.Union([Type.String(), Type.Null()]),
  contract: IdOrNull,
  retroactive: Type.Boolean(),
  /** The schedule that made it. */
  schedule: IdOrNull,
  /** Of a route that was handed over: what it goes on with, and what goes on with its rest. */
  continues: IdOrNull,
  handedOverTo: IdOrNull,
});
export type WeekAssignment = Static<typeof WeekAssignment>;

/** A scheduled day that has no assignment: `open` wants a vehicle, `coming` will be made by the service. */
export const WeekOccurrence = Type.Object({
  /** `{schedule}.{date}`, also the id of the assignment that it becomes. */
  id: Id,
  schedule: Id,
  date: LocalDate,
  state: Type.Enum(['open', 'coming']),
  route: Id,
  routeName: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  planned_m: Metres,
  vehicle: IdOrNull,
  from: Type.String(),
  to: Type.String(),
  crew: Type.Union([Type.String(), Type.Null()]),
});
export type WeekOccurrence = Static<typeof WeekOccurrence>;

/** Something of the plan that cannot be right, with the assignments and occurrences it is about. */
export const PlanConflict = Type.Object({
  kind: Type.Enum([...PLAN_CONFLICTS]),
  blocks: Type.Array(Id),
  date: LocalDate,
  vehicle: IdOrNull,
  route: IdOrNull,
  crew: Type.Union([Type.String(), Type.Null()]),
  /** `overlap_s`, or `window_s` and `needed_s`. */
  figures: Type.Record(Type.String(), Type.Number()),
});
export type PlanConflict = Static<typeof PlanConflict>;

export const WeekAnswer = Type.Object({
  from: LocalDate,
  to: LocalDate,
  timezone: Type.String(),
  /** Each local day with its instants: a night can have 23 or 25 hours. */
  days: Type.Array(Type.Object({ date: LocalDate, from: Type.String(), to: Type.String() })),
  assignments: Type.Array(WeekAssignment),
  occurrences: Type.Array(WeekOccurrence),
  conflicts: Type.Array(PlanConflict),
});
export type WeekAnswer = Static<typeof WeekAnswer>;

export const CopyBody = Type.Object({ from: LocalDate, to: LocalDate, into: LocalDate });
export type CopyBody = Static<typeof CopyBody>;

export const CopyAnswer = Type.Object({
  made: Type.Array(Type.Object({ assignment: Id, copyOf: Id })),
  skipped: Type.Array(Type.Object({ assignment: Id, reason: Type.Enum([...COPY_SKIPS]) })),
});
export type CopyAnswer = Static<typeof CopyAnswer>;
