import type { Grade } from '@sweepline/contract';
import type { Driven } from '../../coverage/driven.ts';
import type { Db } from '../db.ts';
import type { WorkRevision } from './claim-works.ts';
import { numberColumn, textColumn, texts } from './columns.ts';

export interface DrivenWork extends Driven {
  readonly grade: Grade;
}

/** Keeps how a revision's vehicle drove. */
export const addDriven = (db: Db, assignment: string, revision: number, driven: DrivenWork): Promise<unknown> =>
  db.query(
    `insert into driven (assignment, revision, distance_cm, deadhead_cm, worked_s, idle_s, grade)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [assignment, revision, driven.distance_cm, driven.deadhead_cm, driven.worked_s, driven.idle_s, driven.grade],
  );

/** Of these revisions, by assignment, as far as it is kept. */
export async function drivenWorks(db: Db, wanted: readonly WorkRevision[]): Promise<Map<string, DrivenWork>> {
  if (wanted.length === 0) return new Map();
  const rows = await db.query<DrivenWork & { assignment: string }>(
    `select d.assignment, d.distance_cm, d.deadhead_cm, d.worked_s, d.idle_s, d.grade
     from unnest(${texts(1)}, $2::integer[]) as wanted (assignment, revision)
     join driven d on d.assignment = wanted.assignment and d.revision = wanted.revision`,
    [textColumn(wanted.map(({ assignment }) => assignment)), numberColumn(wanted.map(({ revision }) => revision))],
  );
  return new Map(rows.map(({ assignment, ...driven }) => [assignment, driven]));
}
