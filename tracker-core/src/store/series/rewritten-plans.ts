import type { Db } from '../db.ts';
import { instant, milliseconds } from './columns.ts';

/** A sealed assignment that was written again at an instant. */
export interface RewrittenPlan {
  readonly assignment: string;
  readonly at_ms: number;
}

/** Notes an assignment that is sealed already. Call in the transaction that writes it. */
export const noteRewrittenPlan = (db: Db, assignment: string, at_ms: number): Promise<unknown> =>
  db.query(
    `insert into plan_rewritten (assignment, at)
     select $1::text, ${instant('$2::float8')} where exists (select from result where assignment = $1)
     on conflict (assignment) do update set at = greatest(plan_rewritten.at, excluded.at)`,
    [assignment, at_ms],
  );

export const rewrittenPlans = (db: Db, limit: number): Promise<RewrittenPlan[]> =>
  db.query<RewrittenPlan>(
    `select assignment, ${milliseconds('at')} as at_ms from plan_rewritten order by assignment limit $1`,
    [limit],
  );

/** What was looked at; one written again meanwhile stays. */
export const forgetRewrittenPlan = (db: Db, { assignment, at_ms }: RewrittenPlan): Promise<unknown> =>
  db.query(`delete from plan_rewritten where assignment = $1 and at = ${instant('$2::float8')}`, [assignment, at_ms]);

export const isPlanRewritten = async (db: Db, assignment: string): Promise<boolean> =>
  (await db.query('select 1 from plan_rewritten where assignment = $1', [assignment])).length > 0;
