import type { CoverageAnswer, Revision } from '@sweepline/contract';
import { packAnswer } from '../../claims/work/packed.ts';
import type { Driven } from '../../coverage/driven.ts';
import { legsOfAnswer } from '../../coverage/fulfilment.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds } from './columns.ts';
import { addDriven } from './driven.ts';
import { addFulfilment } from './fulfilment.ts';

/** What a person made of a proposed revision. */
export interface Decision {
  readonly by: string;
  readonly at_ms: number;
  readonly why: string;
}

/** A sealed answer, or one that followed it. */
export interface Result<Basis = unknown> {
  readonly assignment: string;
  readonly revision: number;
  readonly sealed_ms: number;
  readonly digest: string;
  readonly cause: Revision['cause'];
  readonly difference: Revision['difference'];
  readonly state: Revision['state'];
  readonly decision: Decision | null;
  /** Everything besides the fixes that the answer follows from; null where an older version sealed it. */
  readonly basis: Basis | null;
  readonly answer: CoverageAnswer;
}

type Row<Basis> = Omit<Result<Basis>, 'decision'> & {
  readonly by: string | null;
  readonly at_ms: number | null;
  readonly why: string | null;
};

const INSERT = `
with made as (
  insert into result (assignment, revision, sealed_at, digest, cause, difference, answer, state, basis, packed)
  values ($1, $2, ${instant('$3::float8')}, $4, $5, $6, $7, $8, $9, $10)
  on conflict do nothing
  returning revision
), sealing as (
  update assignment set sealed = true where id = $1 and not sealed
)
select revision from made`;

/**
 * Adds a revision with its sums and how its vehicle drove, which else is worked out when it is asked for; false where that revision is there already, which is never changed.
 * Call in a transaction.
 */
export async function insertResult(
  db: Db,
  result: Omit<Result, 'decision'>,
  driven: Driven | null = null,
): Promise<boolean> {
  const { assignment, revision, sealed_ms, digest, cause, state, basis } = result;
  const texts = [JSON.stringify(result.difference), JSON.stringify(result.answer)];
  const packed = JSON.stringify(packAnswer(result.answer));
  const parameters = [assignment, revision, sealed_ms, digest, cause, ...texts, state, JSON.stringify(basis), packed];
  if ((await db.query(INSERT, parameters)).length === 0) return false;
  await addFulfilment(db, assignment, revision, legsOfAnswer(result.answer));
  if (driven) await addDriven(db, assignment, revision, { ...driven, grade: result.answer.quality.grade });
  return true;
}

const HEAD = `assignment, revision, ${milliseconds('sealed_at')} as sealed_ms, digest, cause, difference, state,
  decided_by as by, ${milliseconds('decided_at')} as at_ms, decided_why as why`;
const STANDS = `state in ('standing', 'accepted')`;

function decided<Given extends Pick<Row<unknown>, 'by' | 'at_ms' | 'why'>>({ by, at_ms, why, ...rest }: Given) {
  return { ...rest, decision: by === null ? null : { by, at_ms: at_ms!, why: why! } };
}

/** The newest revision of an assignment's result that stands. */
export async function standingResult<Basis>(db: Db, assignment: string): Promise<Result<Basis> | null> {
  const sql = `select ${HEAD}, basis, answer from result where assignment = $1 and ${STANDS} order by revision desc limit 1`;
  const [row] = await db.query<Row<Basis>>(sql, [assignment]);
  return row ? decided(row) : null;
}

/** One revision, whatever became of it. */
export async function findResult<Basis>(db: Db, assignment: string, revision: number): Promise<Result<Basis> | null> {
  const sql = `select ${HEAD}, basis, answer from result where assignment = $1 and revision = $2`;
  const [row] = await db.query<Row<Basis>>(sql, [assignment, revision]);
  return row ? decided(row) : null;
}

/** All revisions of an assignment, oldest first, without their answers. */
export async function listResults<Basis>(db: Db, assignment: string): Promise<Omit<Result<Basis>, 'answer'>[]> {
  const sql = `select ${HEAD}, basis from result where assignment = $1 order by revision`;
  return (await db.query<Omit<Row<Basis>, 'answer'>>(sql, [assignment])).map(decided);
}

/** Accepts or declines a proposed revision; false where it is none, or no longer. */
export async function decideResult(
  db: Db,
  assignment: string,
  revision: number,
  state: 'accepted' | 'declined',
  { by, at_ms, why }: Decision,
): Promise<boolean> {
  const sql = `update result set state = $3, decided_by = $4, decided_at = ${instant('$5::float8')}, decided_why = $6
    where assignment = $1 and revision = $2 and state = 'proposed' returning revision`;
  return (await db.query(sql, [assignment, revision, state, by, at_ms, why])).length > 0;
}

/** What was proposed is no longer to be decided: something newer takes its place. */
export const supersedeProposals = (db: Db, assignment: string): Promise<unknown> =>
  db.query(`update result set state = 'superseded' where assignment = $1 and state = 'proposed'`, [assignment]);

/** Which of these assignments have a result, with its latest standing revision. */
export async function sealedRevisions(db: Db, assignments: readonly string[]): Promise<Map<string, number>> {
  const sql = `select assignment, max(revision) as revision from result where assignment = any($1) and ${STANDS} group by assignment`;
  const rows = await db.query<{ assignment: string; revision: number }>(sql, [assignments]);
  return new Map(rows.map((row) => [row.assignment, row.revision]));
}
