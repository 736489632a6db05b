import { instantOf, type Assignment, type Leg, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { noteRewrittenPlan } from '../series/rewritten-plans.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

interface AssignmentRow extends Omit<Assignment, 'from' | 'to' | 'legs' | 'continues' | 'handedOverTo' | 'sharedWith'> {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly legs: readonly Leg[] | null;
  readonly continues: string | null;
  readonly handedOverTo: string | null;
  readonly sharedWith: readonly string[];
}

const COLUMNS = `a.id, a.municipality, a.route, a.route_version as "routeVersion", a.vehicle, a.from_at as from_ms,
  a.to_at as to_ms, a.crew, a.contract, a.retroactive, a.legs, a.continues, a.handed_over_to as "handedOverTo",
  array(select p.id from assignment p where p.continues = a.id and p.id is distinct from a.handed_over_to order by p.id)
    as "sharedWith"`;
const SEEN = `($1::text[] is null or a.municipality = any($1)) and ($2::text is null or exists (
  select 1 from vehicle v where v.id = a.vehicle and v.contractor = $2))`;

const assignmentOf = ({
  from_ms,
  to_ms,
  crew,
  contract,
  retroactive,
  legs,
  continues,
  handedOverTo,
  sharedWith,
  ...row
}: AssignmentRow): Assignment => ({
  ...row,
  from: instantOf(from_ms),
  to: instantOf(to_ms),
  crew,
  contract,
  retroactive,
  ...(legs === null ? {} : { legs }),
  ...(continues === null ? {} : { continues }),
  ...(handedOverTo === null ? {} : { handedOverTo }),
  ...(sharedWith.length === 0 ? {} : { sharedWith }),
});

/** Call in a transaction: one that is sealed already is noted, so that a revision follows. */
export async function putAssignment(db: Db, assignment: Assignment, at_ms: number): Promise<void> {
  const { id, municipality, route, routeVersion, vehicle, from, to, crew, contract, retroactive } = assignment;
  const { legs, continues = null, handedOverTo = null } = assignment;
  const part = legs === undefined ? null : JSON.stringify(legs);
  await db.query(
    `insert into assignment
       (id, municipality, route, route_version, vehicle, from_at, to_at, crew, contract, retroactive, legs, continues,
        handed_over_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13)
     on conflict (id) do update set route = $3, route_version = $4, vehicle = $5, from_at = $6, to_at = $7, crew = $8,
       contract = $9, retroactive = $10, legs = $11::jsonb, continues = $12, handed_over_to = $13`,
    [
      id,
      municipality,
      route,
      routeVersion,
      vehicle,
      from,
      to,
      crew,
      contract,
      retroactive,
      part,
      continues,
      handedOverTo,
    ],
  );
  await noteRewrittenPlan(db, id, at_ms);
}

export async function findAssignment(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Assignment | null> {
  const [row] = await db.query<AssignmentRow>(`select ${COLUMNS} from assignment a where ${SEEN} and a.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : assignmentOf(row);
}

/** False where an excuse, a sealed result or the other part of a handover rests on it: what was proved of it is kept. Call in a transaction. */
export async function deleteAssignment(db: Db, id: string): Promise<boolean> {
  const gone = await db.query(
    `delete from assignment a where a.id = $1 and not exists (select from result where assignment = $1)
       and not exists (select from excuse where assignment = $1)
       and a.continues is null and a.handed_over_to is null
       and not exists (select from assignment p where p.continues = a.id) returning id`,
    [id],
  );
  return gone.length > 0;
}

/** Keeps others from changing the assignment until the transaction ends; answers it as it stands then. */
export async function lockAssignment(db: Db, id: string): Promise<Assignment | null> {
  await db.query('select id from assignment where id = $1 for update', [id]);
  return findAssignment(db, id);
}

export interface AssignmentFilter {
  readonly route: string | null;
  readonly vehicle: string | null;
  /** Windows that overlap [from, to). */
  readonly from_ms: number | null;
  readonly to_ms: number | null;
}

const maybeInstant = (epoch_ms: number | null): string | null => (epoch_ms === null ? null : instantOf(epoch_ms));

export async function listAssignments(
  db: Db,
  scope: Scope,
  filter: AssignmentFilter,
  page: PageWish,
): Promise<PageOf<Assignment>> {
  const rows = await db.query<AssignmentRow>(
    `select ${COLUMNS} from assignment a
     where ${SEEN} and ($3::text is null or a.id > $3) and ($5::text is null or a.route = $5)
       and ($6::text is null or a.vehicle = $6) and ($7::timestamptz is null or a.to_at > $7)
       and ($8::timestamptz is null or a.from_at < $8)
     order by a.id limit $4`,
    [
      scope.municipalities,
      scope.contractor,
      page.after,
      page.limit + 1,
      filter.route,
      filter.vehicle,
      maybeInstant(filter.from_ms),
      maybeInstant(filter.to_ms),
    ],
  );
  return pageOf(rows, page.limit, (row) => row.id, assignmentOf);
}

/** Those whose window ends after the instant, for the service's own start. */
export const assignmentsEndingAfter = async (db: Db, after_ms: number): Promise<Assignment[]> =>
  (
    await db.query<AssignmentRow>(`select ${COLUMNS} from assignment a where a.to_at > $1 order by a.id`, [
      instantOf(after_ms),
    ])
  ).map(assignmentOf);

export interface AssignmentWindow {
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** The windows of these vehicles that begin in [from, to). */
export const assignmentWindows = (
  db: Db,
  vehicles: readonly string[],
  from_ms: number,
  to_ms: number,
): Promise<AssignmentWindow[]> =>
  db.query<AssignmentWindow>(
    `select vehicle, from_at as from_ms, to_at as to_ms from assignment
     where vehicle = any($1) and from_at >= $2 and from_at < $3 order by from_at, id`,
    [vehicles, instantOf(from_ms), instantOf(to_ms)],
  );

/** Those that have not ended and begin before the instant. */
export const assignmentsNear = async (db: Db, now_ms: number, before_ms: number): Promise<string[]> =>
  (
    await db.query<{ id: string }>('select id from assignment where to_at > $1 and from_at < $2 order by id', [
      instantOf(now_ms),
      instantOf(before_ms),
    ])
  ).map(({ id }) => id);
