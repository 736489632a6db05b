import type { CoverageAnswer, Revision } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, milliseconds } from './columns.ts';

/** A sealed answer, or one that followed it. */
export interface Result {
  readonly assignment: string;
  readonly revision: number;
  readonly sealed_ms: number;
  readonly digest: string;
  readonly cause: string;
  readonly difference: Revision['difference'];
  readonly answer: CoverageAnswer;
}

const INSERT = `
insert into result (assignment, revision, sealed_at, digest, cause, difference, answer)
values ($1, $2, ${instant('$3::float8')}, $4, $5, $6, $7)
on conflict do nothing
returning revision`;

/** Adds a revision; false where that revision is there already, which is never changed. */
export async function insertResult(db: Db, result: Result): Promise<boolean> {
  const { assignment, revision, sealed_ms, digest, cause } = result;
  const texts = [JSON.stringify(result.difference), JSON.stringify(result.answer)];
  return (await db.query(INSERT, [assignment, revision, sealed_ms, digest, cause, ...texts])).length > 0;
}

const COLUMNS = `assignment, revision, ${milliseconds('sealed_at')} as sealed_ms, digest, cause, difference`;

/** The latest revision of an assignment's result. */
export async function latestResult(db: Db, assignment: string): Promise<Result | null> {
  const sql = `select ${COLUMNS}, answer from result where assignment = $1 order by revision desc limit 1`;
  return (await db.query<Result>(sql, [assignment]))[0] ?? null;
}

/** All revisions of an assignment, oldest first, without their answers. */
export const listResults = (db: Db, assignment: string): Promise<Omit<Result, 'answer'>[]> =>
  db.query(`select ${COLUMNS} from result where assignment = $1 order by revision`, [assignment]);

/** Which of these assignments have a result, with its latest revision. */
export async function sealedRevisions(db: Db, assignments: readonly string[]): Promise<Map<string, number>> {
  const sql = `select assignment, max(revision) as revision from result where assignment = any($1) group by assignment`;
  const rows = await db.query<{ assignment: string; revision: number }>(sql, [assignments]);
  return new Map(rows.map((row) => [row.assignment, row.revision]));
}
