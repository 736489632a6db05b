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
  /** Time at work, and metres along the way, of the vehicle in the window. */
  worked_s: Type.Integer(),
  distance_m: Metres,
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
