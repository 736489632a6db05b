import type { ChainHead, PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish } from '../objects/scope.ts';
import { SEPARATOR, texts, textColumn } from './columns.ts';

const END = `
with
  over as (select * from chain where day < $1::date and fixes > 0 for update),
  kept as (
    insert into chain_day (device, day, no, head, fixes, from_at, to_at)
    select device, day, no, head, fixes, from_at, to_at from over
    on conflict do nothing
  )
update chain set day = $1::date, fixes = 0, from_at = null, to_at = null
from over
where chain.device = over.device`;

const COLUMNS = `device, day::text, no as count, fixes, encode(head, 'hex') as head`;

const OPEN = `
select ${COLUMNS} from chain_day
where published is null and day < $1::date
order by day, device
limit $2`;

/** Ends the days before `today` (UTC) where a device was silent since; answers those that are not closed yet, oldest first. */
export async function endDays(db: Db, today: string, limit: number): Promise<ChainHead[]> {
  await db.query(END, [today]);
  return db.query<ChainHead>(OPEN, [today, limit]);
}

/** A day that is over, and whose vehicles the device served on it. */
export interface ClosedDay extends Pick<ChainHead, 'device' | 'day'> {
  readonly contractors: readonly string[];
}

const CLOSE = `
update chain_day set
  published = row.no + (select coalesce(max(published), 0) from chain_day),
  contractors = array_remove(string_to_array(row.contractors, ','), '')
from unnest(${texts(1)}, ${texts(2)}, ${texts(3)}) with ordinality as row (device, day, contractors, no)
where chain_day.device = row.device and chain_day.day = row.day::date and published is null`;

/** Closes days: from now on their heads are published to these contractors, whoever drives with the device later. */
export async function closeDays(db: Db, days: readonly ClosedDay[]): Promise<void> {
  if (days.length === 0) return;
  await db.query(CLOSE, [
    textColumn(days.map((each) => each.device)),
    textColumn(days.map((each) => each.day)),
    // A comma parts them: no id has one. It keeps a lone empty text from being no text at all.
    days.map(({ contractors }) => `,${contractors.join(',')}`).join(SEPARATOR),
  ]);
}

const PUBLISHED = `
select ${COLUMNS}, published
from chain_day
where contractors @> array[$1::text] and day >= $2::date and day < $3::date and published > $4
order by published
limit $5`;

/** Heads of the closed days in [from, to) of a contractor's devices, in the order of closing: by day, then device. */
export async function publishedHeads(
  db: Db,
  contractor: string,
  from: string,
  to: string,
  page: PageWish,
): Promise<PageOf<ChainHead>> {
  const rows = await db.query<ChainHead & { published: number }>(PUBLISHED, [
    contractor,
    from,
    to,
    page.after ?? 0,
    page.limit + 1,
  ]);
  return pageOf(
    rows,
    page.limit,
    ({ published }) => String(published),
    ({ published: _, ...head }) => head,
  );
}
