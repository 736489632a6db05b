import type { Db } from '../db.ts';
import { instant } from './columns.ts';

const UNSEALED = `
select id
from assignment
where to_at <= ${instant('$1::float8')} and not sealed
order by to_at, id
limit $2`;

/** Assignments whose window ended by the instant and that have no result yet, the oldest first. */
export const unsealedBefore = async (db: Db, ended_ms: number, limit: number): Promise<string[]> =>
  (await db.query<{ id: string }>(UNSEALED, [ended_ms, limit])).map(({ id }) => id);

const TOUCHING = `
select a.id
from assignment a
join vehicle v on v.id = a.vehicle
where v.contractor = $1 and a.to_at > ${instant('$2::float8')} and a.from_at < ${instant('$3::float8')}
  and a.sealed
order by a.id`;

/** A contractor's sealed assignments whose window touches [from, to). */
export const sealedTouching = async (db: Db, contractor: string, from_ms: number, to_ms: number): Promise<string[]> =>
  (await db.query<{ id: string }>(TOUCHING, [contractor, from_ms, to_ms])).map(({ id }) => id);
