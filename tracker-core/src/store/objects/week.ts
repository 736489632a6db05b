import { instantOf, type Route, type Vehicle, type WeekAssignment } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { textColumn, texts } from '../series/columns.ts';
import type { Scope } from './scope.ts';

/** Metres of a part of a route, each pass for itself. */
const PART_M = `(select coalesce(round(sum((leg ->> 'passes')::int
    * ((leg ->> 'to_m')::numeric - (leg ->> 'from_m')::numeric)), 2), 0)::float8 from jsonb_array_elements(a.legs) leg)`;

interface WeekRow extends Omit<WeekAssignment, 'from' | 'to'> {
  readonly from_ms: number;
  readonly to_ms: number;
}

const HEADS = `select a.id, a.municipality, a.route, a.route_version as "routeVersion", r.name as "routeName", r.operation,
    case when a.legs is null then r.planned_m else ${PART_M} end as planned_m, a.vehicle, a.from_at as from_ms,
    a.to_at as to_ms, a.crew, a.contract, a.retroactive, d.schedule, a.continues, a.handed_over_to as "handedOverTo"
  from assignment a
  join route_version r on r.route = a.route and r.version = a.route_version
  left join schedule_day d on d.assignment = a.id`;

const headOf = ({ from_ms, to_ms, ...row }: WeekRow): WeekAssignment => ({
  ...row,
  from: instantOf(from_ms),
  to: instantOf(to_ms),
});

/** Assignments whose window touches [from, to), with what a planner looks at, in the order of time. */
export async function assignmentsTouching(
  db: Db,
  scope: Scope,
  from_ms: number,
  to_ms: number,
): Promise<WeekAssignment[]> {
  const rows = await db.query<WeekRow>(
    `${HEADS}
     where ($1::text[] is null or a.municipality = any($1)) and ($2::text is null or exists (
         select 1 from vehicle v where v.id = a.vehicle and v.contractor = $2))
       and a.to_at > $3 and a.from_at < $4
     order by a.from_at, a.id`,
    [scope.municipalities, scope.contractor, instantOf(from_ms), instantOf(to_ms)],
  );
  return rows.map(headOf);
}

/** The same of certain assignments, by id. */
export async function assignmentHeads(db: Db, ids: readonly string[]): Promise<Map<string, WeekAssignment>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<WeekRow>(`${HEADS} where a.id = any(${texts(1)})`, [textColumn(ids)]);
  return new Map(rows.map((row) => [row.id, headOf(row)]));
}

export interface RouteSummary extends Pick<Route, 'id' | 'name' | 'operation' | 'version' | 'planned_m'> {
  readonly retired: boolean;
}

/** The newest version of routes, without their legs. */
export async function routeSummaries(db: Db, routes: readonly string[]): Promise<Map<string, RouteSummary>> {
  const rows = await db.query<RouteSummary>(
    `select distinct on (v.route) v.route as id, v.name, v.operation, v.version, v.planned_m,
       r.retired_at is not null as retired
     from route_version v join route r on r.id = v.route where v.route = any($1) order by v.route, v.version desc`,
    [routes],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export type VehicleSummary = Pick<Vehicle, 'id' | 'operations' | 'gearSensors'>;

/** Those in use. */
export async function vehicleSummaries(db: Db, municipality: string): Promise<Map<string, VehicleSummary>> {
  const rows = await db.query<VehicleSummary>(
    'select id, operations, gear_sensors as "gearSensors" from vehicle where municipality = $1 and retired_at is null',
    [municipality],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Which of these ids are assignments, whoever's. */
export async function takenAssignments(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>('select id from assignment where id = any($1)', [ids]);
  return new Set(rows.map(({ id }) => id));
}
