import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { LOCAL_DATE_PATTERN, LOCAL_TIME_PATTERN } from '../local-time.ts';
import { Name } from './common.ts';

/** Schedules make assignments under `{schedule}.{date}`, which must be ids too. */
export const SCHEDULE_ID_LENGTH = 53;

export const LocalDate = Type.String({ pattern: LOCAL_DATE_PATTERN, description: 'local date, as 2026-11-19' });
export const LocalTime = Type.String({ pattern: LOCAL_TIME_PATTERN, description: 'local time, as 05:30' });

/** Days of the week, 1 Monday to 7 Sunday; or every so many days, counted from `validFrom`. */
export const ScheduleDays = Type.Union([
  Type.Object({ weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }) }),
  Type.Object({ every: Type.Integer({ minimum: 1, maximum: 366 }) }),
]);
export type ScheduleDays = Static<typeof ScheduleDays>;

export const ScheduleBody = Type.Object({
  municipality: Id,
  route: Id,
  vehicle: Type.Optional(Id),
  crew: Type.Optional(Name),
  contract: Type.Optional(Id),
  days: ScheduleDays,
  from: LocalTime,
  to: Type.String({ pattern: LOCAL_TIME_PATTERN, description: 'local time; not after `from`: of the next day' }),
  validFrom: LocalDate,
  validUntil: Type.Optional(Type.String({ pattern: LOCAL_DATE_PATTERN, description: 'the last day' })),
  exceptions: Type.Optional(Type.Array(LocalDate, { maxItems: 1_000, description: 'days that are left out' })),
});
export type ScheduleBody = Static<typeof ScheduleBody>;

/** A recurring plan in the municipality's wall time. */
export const Schedule = Type.Object({
  id: Id,
  municipality: Id,
  route: Id,
  vehicle: Type.Union([Id, Type.Null()]),
  crew: Type.Union([Type.String(), Type.Null()]),
  contract: Type.Union([Type.String(), Type.Null()]),
  days: ScheduleDays,
  from: LocalTime,
  to: LocalTime,
  validFrom: LocalDate,
  validUntil: Type.Union([LocalDate, Type.Null()]),
  exceptions: Type.Array(LocalDate),
});
export type Schedule = Static<typeof Schedule>;

/** What a change of a schedule did to the assignments ahead. */
export const ScheduleEffect = Type.Object({
  made: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  /** Days whose assignment a person changed or removed: left as it is. */
  kept: Type.Integer(),
});
export type ScheduleEffect = Static<typeof ScheduleEffect>;
