import type { ChainHead } from '@sweepline/contract';
import type { Db } from '../db.ts';
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

const OPEN = `
select device, day::text from chain_day
where contractors is null and day < $1::date
order by day, device
limit $2`;

/** A device's day that is over and belongs to nobody yet. */
export interface OpenDay {
  readonly device: string;
  readonly day: string;
}

/** Ends the days before `today` (UTC) where a device was silent since, and answers those that belong to nobody yet, oldest first. */
export async function endDays(db: Db, today: string, limit: number): Promise<OpenDay[]> {
  await db.query(END, [today]);
  return db.query<OpenDay>(OPEN, [today, limit]);
}

const CLOSE = `
update chain_day set contractors = array_remove(string_to_array(row.contractors, ','), '')
from unnest(${texts(1)}, ${texts(2)}, ${texts(3)}) as row (device, day, contractors)
where chain_day.device = row.device and chain_day.day = row.day::date and chain_day.contractors is null`;

/** Closes days: from now on their heads are published to these contractors, whoever drives with the device later. */
export async function closeDays(
  db: Db,
  days: readonly (OpenDay & { readonly contractors: readonly string[] })[],
): Promise<void> {
  if (days.length === 0) return;
  await db.query(CLOSE, [
    textColumn(days.map((each) => each.device)),
    textColumn(days.map((each) => each.day)),
    // A comma parts them: no id has one. The blank keeps a lone empty text from being no text at all.
    days.map((each) => ['', ...each.contractors].join(',') || ',').join(SEPARATOR),
  ]);
}

const PUBLISHED = `
select device, day::text, no as count, fixes, encode(head, 'hex') as head
from chain_day
where contractors @> array[$1::text] and day >= $2::date and day < $3::date and (day, device) > ($4::date, $5)
order by day, device
limit $6`;

/** Heads of the closed days in [from, to) of a contractor's devices, by day, then device, behind `after`. */
export const publishedHeads = (
  db: Db,
  contractor: string,
  from: string,
  to: string,
  after: OpenDay,
  limit: number,
): Promise<ChainHead[]> => db.query<ChainHead>(PUBLISHED, [contractor, from, to, after.day, after.device, limit]);
