import { canonicalJson, instantOf, type PageOf, type Route } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

type RouteRow = Omit<Route, 'unmatched' | 'line'> & {
  unmatched: Route['unmatched'] | null;
  line: Route['line'] | null;
};

const COLUMNS = 'r.id, r.municipality, v.name, v.operation, v.version, v.legs, v.planned_m, v.unmatched, v.line';
const LATEST = 'join lateral (select * from route_version where route = r.id order by version desc limit 1) v on true';
/** A contractor sees the routes that were given to his vehicles. */
const SEEN = `($1::text[] is null or r.municipality = any($1)) and ($2::text is null or exists (
  select 1 from assignment a join vehicle w on w.id = a.vehicle where a.route = r.id and w.contractor = $2))`;

const routeOf = ({ unmatched, line, ...row }: RouteRow): Route => ({
  ...row,
  ...(unmatched ? { unmatched } : {}),
  ...(line ? { line } : {}),
});

export async function findRoute(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Route | null> {
  const [row] = await db.query<RouteRow>(`select ${COLUMNS} from route r ${LATEST} where ${SEEN} and r.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : routeOf(row);
}

export async function findRouteVersion(db: Db, id: string, version: number): Promise<Route | null> {
  const [row] = await db.query<RouteRow>(
    `select ${COLUMNS} from route r join route_version v on v.route = r.id where r.id = $1 and v.version = $2`,
    [id, version],
  );
  return row === undefined ? null : routeOf(row);
}

export async function listRoutes(db: Db, scope: Scope, page: PageWish): Promise<PageOf<Route>> {
  const rows = await db.query<RouteRow>(
    `select ${COLUMNS} from route r ${LATEST} where ${SEEN} and ($3::text is null or r.id > $3) order by r.id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, (row) => row.id, routeOf);
}

/** Stores the route as its next version, unless it is the same as the last one. Call in a transaction. */
export async function putRoute(db: Db, route: Omit<Route, 'version'>, by: string, now_ms: number): Promise<Route> {
  await db.query('insert into route (id, municipality) values ($1, $2) on conflict do nothing', [
    route.id,
    route.municipality,
  ]);
  await db.query('select id from route where id = $1 for update', [route.id]);
  const last = await findRoute(db, route.id);
  if (last !== null && contentOf(last) === contentOf(route)) return last;
  const version = (last?.version ?? 0) + 1;
  await db.query(
    `insert into route_version (route, version, name, operation, legs, planned_m, unmatched, line, made_at, made_by)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7::jsonb, $8::jsonb, $9, $10)`,
    [
      route.id,
      version,
      route.name,
      route.operation,
      JSON.stringify(route.legs),
      route.planned_m,
      route.unmatched ? JSON.stringify(route.unmatched) : null,
      route.line ? JSON.stringify(route.line) : null,
      instantOf(now_ms),
      by,
    ],
  );
  return { ...route, version };
}

/** Canonical, for the database keeps the members of objects in an order of its own. */
const contentOf = ({ name, operation, legs, unmatched, line }: Omit<Route, 'version'>): string =>
  canonicalJson([name, operation, legs, unmatched ?? [], line ?? null]);
