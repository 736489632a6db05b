import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { GRADES, OPERATIONS, RESULT_STATUSES } from '../words.ts';
import { Metres } from './common.ts';
import { UncoveredMetres } from './results.ts';
import { LocalDate } from './schedules.ts';

/** What was planned of one assignment and what came of it. */
export const PlanFactRow = Type.Object({
  assignment: Id,
  /** Local date of the window's beginning, to which it belongs. */
  date: LocalDate,
  route: Id,
  routeName: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  vehicle: Id,
  plate: Type.String(),
  contractor: Id,
  contractorName: Type.String(),
  crew: Type.Union([Type.String(), Type.Null()]),
  from: Type.String(),
  to: Type.String(),
  status: Type.Enum([...RESULT_STATUSES]),
  revision: Type.Integer(),
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  uncovered_m: UncoveredMetres,
  window_s: Type.Integer(),
  /** Of the vehicle in the window: time at work, time standing with the engine not off, metres along the way, and of these without work. */
  worked_s: Type.Integer(),
  idle_s: Type.Integer(),
  distance_m: Metres,
  deadhead_m: Metres,
  grade: Type.Enum([...GRADES]),
});
export type PlanFactRow = Static<typeof PlanFactRow>;

export const PlanFactAnswer = Type.Object({
  municipality: Id,
  timezone: Type.String(),
  from: LocalDate,
  to: LocalDate,
  rows: Type.Array(PlanFactRow),
});
export type PlanFactAnswer = Static<typeof PlanFactAnswer>;

const sums = {
  assignments: Type.Integer(),
  /** Of them: those whose result is final. */
  sealed: Type.Integer(),
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  /** Not covered so far in windows that are not over. */
  open_m: Metres,
  uncovered_m: UncoveredMetres,
  window_s: Type.Integer(),
  worked_s: Type.Integer(),
  idle_s: Type.Integer(),
  distance_m: Metres,
  deadhead_m: Metres,
  /** How many windows that are over had data of each grade. */
  grades: Type.Object({ A: Type.Integer(), B: Type.Integer(), C: Type.Integer(), none: Type.Integer() }),
};

/** What a contractor had to do in a local month and what came of it, in all and by route. */
export const PlanFactMonth = Type.Object({
  /** `2026-10`; an assignment belongs to the month of its local date. */
  month: Type.String(),
  contractor: Id,
  contractorName: Type.String(),
  ...sums,
  routes: Type.Array(Type.Object({ route: Id, routeName: Type.String(), ...sums })),
});
export type PlanFactMonth = Static<typeof PlanFactMonth>;

export const PlanFactMonths = Type.Object({
  municipality: Id,
  timezone: Type.String(),
  from: LocalDate,
  to: LocalDate,
  months: Type.Array(PlanFactMonth),
});
export type PlanFactMonths = Static<typeof PlanFactMonths>;
