import { instantOf, type PageOf, type Schedule } from '@sweepline/contract';
import type { MadeDay, PlannedFacts } from '../../planning/reconcile.ts';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

/** A schedule with the instant from which it says what is planned. */
export interface StoredSchedule extends Schedule {
  readonly effective_ms: number;
}

const COLUMNS = `s.id, s.municipality, s.route, s.vehicle, s.crew, s.contract, s.days, s.from_time as "from", s.to_time as "to",
  s.valid_from as "validFrom", s.valid_until as "validUntil", s.exceptions, s.effective_at as effective_ms`;
/** A contractor sees what is planned for his own vehicles. */
const SEEN = `($1::text[] is null or s.municipality = any($1)) and ($2::text is null or exists (
  select 1 from vehicle v where v.id = s.vehicle and v.contractor = $2))`;

export function outwardSchedule({ effective_ms: _, ...schedule }: StoredSchedule): Schedule {
  return schedule;
}

export async function putSchedule(db: Db, schedule: StoredSchedule): Promise<void> {
  const { id, municipality, route, vehicle, crew, contract, days, from, to, validFrom, validUntil } = schedule;
  await db.query(
    `insert into schedule (id, municipality, route, vehicle, crew, contract, days, from_time, to_time, valid_from,
       valid_until, exceptions, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13)
     on conflict (id) do update set route = $3, vehicle = $4, crew = $5, contract = $6, days = $7::jsonb, from_time = $8,
       to_time = $9, valid_from = $10, valid_until = $11, exceptions = $12, effective_at = $13`,
    [
      id,
      municipality,
      route,
      vehicle,
      crew,
      contract,
      JSON.stringify(days),
      from,
      to,
      validFrom,
      validUntil,
      schedule.exceptions,
      instantOf(schedule.effective_ms),
    ],
  );
}

export async function findSchedule(db: Db, id: string, scope: Scope = EVERYTHING): Promise<StoredSchedule | null> {
  const [row] = await db.query<StoredSchedule>(`select ${COLUMNS} from schedule s where ${SEEN} and s.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row ?? null;
}

export async function listSchedules(db: Db, scope: Scope, page: PageWish): Promise<PageOf<StoredSchedule>> {
  const rows = await db.query<StoredSchedule>(
    `select ${COLUMNS} from schedule s where ${SEEN} and ($3::text is null or s.id > $3) order by s.id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => row.id,
    (row) => row,
  );
}

/** All that a reader sees, in the order of their ids. */
export const allSchedules = (db: Db, scope: Scope = EVERYTHING): Promise<StoredSchedule[]> =>
  db.query<StoredSchedule>(`select ${COLUMNS} from schedule s where ${SEEN} order by s.id`, [
    scope.municipalities,
    scope.contractor,
  ]);

/** What was made from it stays. */
export const deleteSchedule = (db: Db, id: string): Promise<unknown> =>
  db.query('delete from schedule where id = $1', [id]);

interface DayRow extends Omit<MadeDay, 'standing'> {
  readonly id: string | null;
  readonly route: string;
  readonly routeVersion: number;
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly crew: string | null;
  readonly contract: string | null;
}

/** The days from a date on that assignments were made for, with what stands there now. */
export async function madeDays(db: Db, schedule: string, from: string): Promise<MadeDay[]> {
  const rows = await db.query<DayRow>(
    `select d.date, d.assignment, d.made, a.id, a.route, a.route_version as "routeVersion", a.vehicle,
       a.from_at as from_ms, a.to_at as to_ms, a.crew, a.contract
     from schedule_day d left join assignment a on a.id = d.assignment
     where d.schedule = $1 and d.date >= $2 order by d.date`,
    [schedule, from],
  );
  return rows.map(({ date, assignment, made, id, from_ms, to_ms, ...standing }) => ({
    date,
    assignment,
    made,
    standing: id === null ? null : { ...standing, from: instantOf(from_ms), to: instantOf(to_ms) },
  }));
}

/** Notes what was made for a day, first or anew. */
export const noteMadeDay = (
  db: Db,
  schedule: string,
  date: string,
  assignment: string,
  made: PlannedFacts,
): Promise<unknown> =>
  db.query(
    `insert into schedule_day (schedule, date, assignment, made) values ($1, $2, $3, $4::jsonb)
     on conflict (schedule, date) do update set assignment = $3, made = $4::jsonb`,
    [schedule, date, assignment, JSON.stringify(made)],
  );

export const forgetMadeDay = (db: Db, schedule: string, date: string): Promise<unknown> =>
  db.query('delete from schedule_day where schedule = $1 and date = $2', [schedule, date]);

/** The days in [from, to) for which something was made, by schedule: `schedule date`. */
export async function daysMade(db: Db, schedules: readonly string[], from: string, to: string): Promise<Set<string>> {
  const rows = await db.query<{ schedule: string; date: string }>(
    'select schedule, date from schedule_day where schedule = any($1) and date >= $2 and date < $3',
    [schedules, from, to],
  );
  return new Set(rows.map(({ schedule, date }) => `${schedule} ${date}`));
}

/** Some of the schedules that want a route. */
export const schedulesWithRoute = async (db: Db, route: string, limit: number): Promise<string[]> =>
  (await db.query<{ id: string }>('select id from schedule where route = $1 order by id limit $2', [route, limit])).map(
    ({ id }) => id,
  );
