import type { Db } from '../db.ts';

/** An edge by its id, and what counts metres of it. */
export interface CountedEdge {
  readonly edge: string;
  /** Assignments that are not sealed yet. */
  readonly assignments: number;
  /** Routes in use, in their newest version. */
  readonly routes: number;
}

const PLANNED = `
with unsealed as (
  select distinct a.id, leg ->> 'edge' as edge
  from assignment a
  join route_version v on v.route = a.route and v.version = a.route_version
  cross join jsonb_array_elements(coalesce(a.legs, v.legs)) leg
  where a.municipality = $1 and not a.sealed
), standing as (
  select distinct r.id, leg ->> 'edge' as edge
  from route r
  join lateral (select legs from route_version where route = r.id order by version desc limit 1) v on true
  cross join jsonb_array_elements(v.legs) leg
  where r.municipality = $1 and r.retired_at is null
)
select edge, count(*) filter (where held = 'assignment')::int as assignments, count(*) filter (where held = 'route')::int as routes
from (select edge, 'assignment' as held from unsealed union all select edge, 'route' from standing) planned
group by edge
order by edge`;

/** The edges that a municipality's plans count metres of, in the order of their ids. */
export const plannedEdges = (db: Db, municipality: string): Promise<CountedEdge[]> =>
  db.query<CountedEdge>(PLANNED, [municipality]);
