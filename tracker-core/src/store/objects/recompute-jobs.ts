import { instantOf, type RecomputeFinding, type RecomputeJob } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, milliseconds } from '../series/columns.ts';

/** A batch of shifts, as it is stored: those of a municipality whose window ended in [from, to) or reaches into it. */
export interface StoredJob extends Omit<
  RecomputeJob,
  'from' | 'to' | 'askedAt' | 'endedAt' | 'state' | 'seconds' | 'findings'
> {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly asked_ms: number;
  readonly ended_ms: number | null;
  readonly took_ms: number;
  /** The last shift that is done. */
  readonly cursor_ms: number | null;
  readonly cursor_id: string | null;
}

const COLUMNS = `id, municipality, ${milliseconds('from_at')} as from_ms, ${milliseconds('to_at')} as to_ms, asked_by as by,
  ${milliseconds('asked_at')} as asked_ms, ${milliseconds('ended_at')} as ended_ms, total, done, unsealed, changed, failed,
  fixes, took_ms, ${milliseconds('cursor_to')} as cursor_ms, cursor_id`;

const FINDINGS_SHOWN = 1_000;

const SHIFTS = `from assignment where municipality = $1 and to_at > ${instant('$2::float8')} and from_at < ${instant('$3::float8')}`;

/** Starts a batch, or answers the one under way over the same shifts. */
export async function startJob(
  db: Db,
  job: Pick<StoredJob, 'id' | 'municipality' | 'from_ms' | 'to_ms' | 'by' | 'asked_ms'>,
): Promise<StoredJob> {
  const { id, municipality, from_ms, to_ms, by, asked_ms } = job;
  const [made] = await db.query<StoredJob>(
    `insert into recompute_job (id, municipality, from_at, to_at, asked_by, asked_at, total)
     select $4::text, $1::text, ${instant('$2::float8')}, ${instant('$3::float8')}, $5::text, ${instant('$6::float8')}, (select count(*) ${SHIFTS})
     on conflict (municipality, from_at, to_at) where ended_at is null do nothing
     returning ${COLUMNS}`,
    [municipality, from_ms, to_ms, id, by, asked_ms],
  );
  if (made) return made;
  const [running] = await db.query<StoredJob>(
    `select ${COLUMNS} from recompute_job where municipality = $1 and from_at = ${instant('$2::float8')}
       and to_at = ${instant('$3::float8')} and ended_at is null`,
    [municipality, from_ms, to_ms],
  );
  // It ended between the two statements: this one begins anew.
  return running ?? startJob(db, job);
}

export const findJob = async (db: Db, municipality: string, id: string): Promise<StoredJob | null> =>
  (
    await db.query<StoredJob>(`select ${COLUMNS} from recompute_job where municipality = $1 and id = $2`, [
      municipality,
      id,
    ])
  )[0] ?? null;

/** Those that have not ended, the oldest first. */
export const unendedJobs = (db: Db): Promise<StoredJob[]> =>
  db.query<StoredJob>(`select ${COLUMNS} from recompute_job where ended_at is null order by asked_at, id`);

/** The next shifts of a batch, in the order of their end and id. */
export const nextShifts = (
  db: Db,
  { municipality, from_ms, to_ms, cursor_ms, cursor_id }: StoredJob,
  limit: number,
): Promise<{ id: string; to_ms: number }[]> =>
  db.query(
    `select id, ${milliseconds('to_at')} as to_ms ${SHIFTS}
       and ($4::float8 is null or (to_at, id) > (${instant('$4::float8')}, $5::text))
     order by to_at, id limit $6`,
    [municipality, from_ms, to_ms, cursor_ms, cursor_id, limit],
  );

/** Writes how far a batch is and what it found, in one. */
export const advanceJob = (db: Db, job: StoredJob, findings: readonly RecomputeFinding[]): Promise<void> =>
  db.transaction(async (within) => {
    await within.query(
      `update recompute_job set total = greatest(total, $2), done = $2, unsealed = $3, changed = $4, failed = $5, fixes = $6,
         took_ms = $7, cursor_to = ${instant('$8::float8')}, cursor_id = $9, ended_at = ${instant('$10::float8')}
       where id = $1`,
      [
        job.id,
        job.done,
        job.unsealed,
        job.changed,
        job.failed,
        job.fixes,
        Math.round(job.took_ms),
        job.cursor_ms,
        job.cursor_id,
        job.ended_ms,
      ],
    );
    for (const { assignment, revision, stored, computed, trouble } of findings) {
      await within.query(
        `insert into recompute_finding (job, assignment, revision, stored, computed, trouble)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [job.id, assignment, revision, stored, computed, trouble],
      );
    }
  });

export async function outwardJob(db: Db, job: StoredJob): Promise<RecomputeJob> {
  const { id, municipality, from_ms, to_ms, by, asked_ms, ended_ms, total, done, unsealed, changed, failed, fixes } =
    job;
  const findings = await db.query<RecomputeFinding>(
    `select assignment, revision, stored, computed, trouble from recompute_finding where job = $1 order by assignment limit ${FINDINGS_SHOWN}`,
    [id],
  );
  return {
    id,
    municipality,
    from: instantOf(from_ms),
    to: instantOf(to_ms),
    by,
    askedAt: instantOf(asked_ms),
    endedAt: ended_ms === null ? null : instantOf(ended_ms),
    state: ended_ms === null ? 'running' : 'done',
    total,
    done,
    unsealed,
    changed,
    failed,
    fixes,
    seconds: Math.round(job.took_ms / 100) / 10,
    findings,
  };
}
