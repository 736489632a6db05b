import { canonicalJson, instantOf, type PageOf, type Route, type RouteVersion } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

type RouteRow = Omit<Route, 'unmatched' | 'line' | 'retiredAt'> & {
  unmatched: Route['unmatched'] | null;
  line: Route['line'] | null;
  retired_ms: number | null;
};

const COLUMNS =
  'r.id, r.municipality, v.name, v.operation, v.version, v.legs, v.planned_m, v.unmatched, v.line, r.retired_at as retired_ms';
const LATEST = 'join lateral (select * from route_version where route = r.id order by version desc limit 1) v on true';
/** A contractor sees the routes that were given to his vehicles. */
const SEEN = `($1::text[] is null or r.municipality = any($1)) and ($2::text is null or exists (
  select 1 from assignment a join vehicle w on w.id = a.vehicle where a.route = r.id and w.contractor = $2))`;

const routeOf = ({ unmatched, line, retired_ms, ...row }: RouteRow): Route => ({
  ...row,
  ...(unmatched ? { unmatched } : {}),
  ...(line ? { line } : {}),
  ...(retired_ms === null ? {} : { retiredAt: instantOf(retired_ms) }),
});

export async function findRoute(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Route | null> {
  const [row] = await db.query<RouteRow>(`select ${COLUMNS} from route r ${LATEST} where ${SEEN} and r.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : routeOf(row);
}

/** Of these ids those that are taken, each in its newest version, whoever's they are. */
export async function findRoutes(db: Db, ids: readonly string[]): Promise<Map<string, Route>> {
  const rows = await db.query<RouteRow>(`select ${COLUMNS} from route r ${LATEST} where r.id = any($1)`, [ids]);
  return new Map(rows.map((row) => [row.id, routeOf(row)]));
}

export async function findRouteVersion(db: Db, id: string, version: number): Promise<Route | null> {
  return (await findRouteVersions(db, [{ id, version }]))[0] ?? null;
}

/** Those of these versions that there are, each once. */
export async function findRouteVersions(db: Db, wanted: readonly Pick<Route, 'id' | 'version'>[]): Promise<Route[]> {
  const rows = await db.query<RouteRow>(
    `select ${COLUMNS} from route r join route_version v on v.route = r.id
     where (r.id, v.version) in (select id, version from unnest($1::text[], $2::int[]) as wanted (id, version))`,
    [wanted.map(({ id }) => id), wanted.map(({ version }) => version)],
  );
  return rows.map(routeOf);
}

/** @param retired those only, or only those that are not; null: all. */
export async function listRoutes(
  db: Db,
  scope: Scope,
  retired: boolean | null,
  page: PageWish,
): Promise<PageOf<Route>> {
  const rows = await db.query<RouteRow>(
    `select ${COLUMNS} from route r ${LATEST}
     where ${SEEN} and ($3::text is null or r.id > $3) and ($5::boolean is null or (r.retired_at is not null) = $5)
     order by r.id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1, retired],
  );
  return pageOf(rows, page.limit, (row) => row.id, routeOf);
}

/** Newest first. */
export async function listRouteVersions(db: Db, id: string, page: PageWish): Promise<PageOf<RouteVersion>> {
  const rows = await db.query<Omit<RouteVersion, 'madeAt'> & { made_ms: number }>(
    `select v.version, v.name, v.operation, jsonb_array_length(v.legs) as legs, v.planned_m, v.made_at as made_ms,
       v.made_by as "madeBy",
       (select count(*)::int from assignment a where a.route = v.route and a.route_version = v.version) as assignments
     from route_version v where v.route = $1 and ($2::int is null or v.version < $2::int)
     order by v.version desc limit $3`,
    [id, page.after, page.limit + 1],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => String(row.version),
    ({ version, name, operation, legs, planned_m, made_ms, madeBy, assignments }) => ({
      version,
      name,
      operation,
      legs,
      planned_m,
      madeAt: instantOf(made_ms),
      madeBy,
      assignments,
    }),
  );
}

/** Stores the route as its next version, unless it is the same as the last one. Call in a transaction. */
export async function putRoute(db: Db, route: Omit<Route, 'version'>, by: string, now_ms: number): Promise<Route> {
  await db.query('insert into route (id, municipality) values ($1, $2) on conflict do nothing', [
    route.id,
    route.municipality,
  ]);
  await lockRoute(db, route.id);
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
  return { ...route, version, ...(last?.retiredAt === undefined ? {} : { retiredAt: last.retiredAt }) };
}

/** @param at_ms null: it is given to vehicles again. */
export async function retireRoute(db: Db, id: string, at_ms: number | null): Promise<void> {
  await db.query('update route set retired_at = $2 where id = $1', [id, at_ms === null ? null : instantOf(at_ms)]);
}

/** Ids of assignments that were ever made with the route, the newest first. */
export const assignmentsWithRoute = async (db: Db, id: string, most: number): Promise<string[]> =>
  (
    await db.query<{ id: string }>('select id from assignment where route = $1 order by from_at desc limit $2', [
      id,
      most,
    ])
  ).map((row) => row.id);

/** Removes a route with all its versions. Call in a transaction, after {@link lockRoute}. */
export async function deleteRoute(db: Db, id: string): Promise<void> {
  await db.query('delete from route_version where route = $1', [id]);
  await db.query('delete from route where id = $1', [id]);
}

/** Keeps others from changing the route until the transaction ends. */
export async function lockRoute(db: Db, id: string): Promise<void> {
  await db.query('select id from route where id = $1 for update', [id]);
}

/** Canonical, for the database keeps the members of objects in an order of its own. */
const contentOf = ({ name, operation, legs, unmatched, line }: Omit<Route, 'version'>): string =>
  canonicalJson([name, operation, legs, unmatched ?? [], line ?? null]);

/** The names of routes as their newest versions have them. */
export async function routeNames(db: Db, municipality: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ route: string; name: string }>(
    `select distinct on (v.route) v.route, v.name from route_version v join route r on r.id = v.route
     where r.municipality = $1 order by v.route, v.version desc`,
    [municipality],
  );
  return new Map(rows.map(({ route, name }) => [route, name]));
}
