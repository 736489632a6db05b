import type { Mark, Operation } from '@sweepline/contract';
import type { WorkVerdict } from '../../pipeline/stages.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds, numberColumn, textColumn, texts } from './columns.ts';

/** A passage as it is kept: edges by their outward id. */
export interface WorkRow {
  readonly operation: Operation;
  readonly edge: string;
  readonly serves: 'left' | 'right' | 'both' | 'undecided';
  readonly from_cm: number;
  readonly to_cm: number;
  readonly forward: boolean;
  readonly verdict: WorkVerdict;
  readonly enter_ms: number;
  readonly leave_ms: number;
  readonly marks: readonly Mark[];
}

/** Whose work it is, and in whose local time it is summed. */
export interface WorkOwner {
  readonly municipality: string;
  readonly vehicle: string;
  /** Null where no crew is named. */
  readonly crew: string | null;
  /** IANA name of the municipality's time zone. */
  readonly timezone: string;
}

/** Passages of one owner. */
export interface OwnedWork {
  readonly owner: WorkOwner;
  readonly rows: readonly WorkRow[];
}

// A mark that is there already is locked, so that nobody takes it and sums before this work is committed.
const MARKED = 'on conflict (vehicle, hour) do update set hour = excluded.hour where false';

// Truncation by zone keeps the instant's own offset, so the two hours of a doubled one stay apart. A lone empty text splits
// into no text at all, hence the `coalesce`.
const INSERT = `
with entered as (
  insert into work (municipality, vehicle, crew, operation, edge, serves, from_cm, to_cm, forward, verdict, enter_at, leave_at, marks, hour, local_date, utc_offset_min)
  select municipality, vehicle, coalesce(crew, ''), operation, edge, serves, from_cm, to_cm, forward, verdict, enter_at, ${instant('leave_ms')},
    case when marks <> '' then string_to_array(marks, ',') end,
    date_trunc('hour', enter_at, timezone), local_at::date, extract(epoch from local_at - (enter_at at time zone 'UTC')) / 60
  from unnest(${texts(1)}, ${texts(2)}, ${texts(3)}, ${texts(4)}, ${texts(5)}, ${texts(6)}, ${texts(7)}, $8::int[], $9::int[], $10::boolean[], ${texts(11)}, $12::float8[], $13::float8[], ${texts(14)})
    as row (municipality, vehicle, crew, timezone, operation, edge, serves, from_cm, to_cm, forward, verdict, enter_ms, leave_ms, marks)
  cross join lateral (select ${instant('enter_ms')} as enter_at) as entered
  cross join lateral (select enter_at at time zone timezone as local_at) as local
  returning vehicle, hour
)
insert into load_dirty (vehicle, hour)
select distinct vehicle, hour from entered
${MARKED}`;

const MARK_OLD_HOURS = `
insert into load_dirty (vehicle, hour)
select distinct vehicle, hour from work where vehicle = $1 and enter_at >= ${instant('$2::float8')} and enter_at < ${instant('$3::float8')}
${MARKED}`;

const DELETE = `
delete from work where vehicle = $1 and enter_at >= ${instant('$2::float8')} and enter_at < ${instant('$3::float8')}`;

/** Adds passages that vehicles have finished: all in one statement, as each would cost the embedded database about the same. */
export async function appendWork(db: Db, work: readonly OwnedWork[]): Promise<void> {
  const owned = work.flatMap(({ owner, rows }) => rows.map((row) => ({ owner, row })));
  if (owned.length === 0) return;
  await db.query(INSERT, [
    textColumn(owned.map(({ owner }) => owner.municipality)),
    textColumn(owned.map(({ owner }) => owner.vehicle)),
    textColumn(owned.map(({ owner }) => owner.crew ?? '')),
    textColumn(owned.map(({ owner }) => owner.timezone)),
    textColumn(owned.map(({ row }) => row.operation)),
    textColumn(owned.map(({ row }) => row.edge)),
    textColumn(owned.map(({ row }) => row.serves)),
    numberColumn(owned.map(({ row }) => row.from_cm)),
    numberColumn(owned.map(({ row }) => row.to_cm)),
    `{${owned.map(({ row }) => row.forward).join(',')}}`,
    textColumn(owned.map(({ row }) => row.verdict)),
    numberColumn(owned.map(({ row }) => row.enter_ms)),
    numberColumn(owned.map(({ row }) => row.leave_ms)),
    textColumn(owned.map(({ row }) => row.marks.join(','))),
  ]);
}

/** Puts `rows` in the place of all that the vehicle entered in [from, to). */
export const replaceWork = (
  db: Db,
  owner: WorkOwner,
  from_ms: number,
  to_ms: number,
  rows: readonly WorkRow[],
): Promise<void> =>
  db.transaction(async (within) => {
    const stretch = [owner.vehicle, from_ms, to_ms];
    await within.query(MARK_OLD_HOURS, stretch);
    await within.query(DELETE, stretch);
    await appendWork(within, [{ owner, rows }]);
  });

export interface ReadWork extends WorkRow {
  readonly vehicle: string;
  readonly crew: string;
}

const READ = `
select vehicle, crew, operation, edge, serves, from_cm, to_cm, forward, verdict,
  ${milliseconds('enter_at')} as enter_ms, ${milliseconds('leave_at')} as leave_ms, coalesce(marks, '{}') as marks
from work
where vehicle = $1 and enter_at >= ${instant('$2::float8')} and enter_at < ${instant('$3::float8')}
order by enter_at, leave_at, edge, from_cm`;

/** What a vehicle entered in [from, to), in the order of driving. */
export const readWork = (db: Db, vehicle: string, from_ms: number, to_ms: number): Promise<ReadWork[]> =>
  db.query<ReadWork>(READ, [vehicle, from_ms, to_ms]);
