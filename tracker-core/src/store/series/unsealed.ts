import type { Db } from '../db.ts';
import { instant } from './columns.ts';

const UNSEALED = `
select id
from assignment
where to_at <= ${instant('$1::float8')} and not exists (select from result where result.assignment = assignment.id)
order by to_at, id
limit $2`;

/** Assignments whose window ended by the instant and that have no result yet, the oldest first. */
export const unsealedBefore = async (db: Db, ended_ms: number, limit: number): Promise<string[]> =>
  (await db.query<{ id: string }>(UNSEALED, [ended_ms, limit])).map(({ id }) => id);
