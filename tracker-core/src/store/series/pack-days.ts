import type { PackedDay } from '../../claims/pack/content.ts';
import type { Db } from '../db.ts';
import { milliseconds } from './columns.ts';

const ZEROS = '0'.repeat(64);

const DAYS = `
with days as (
  select device, day, no, head, fixes, from_at, to_at, published is not null as closed from chain_day
  where device = $1 and day = any($2::date[])
  union all
  select device, day, no, head, fixes, from_at, to_at, false from chain
  where device = $1 and day = any($2::date[]) and fixes > 0
    and not exists (select from chain_day kept where kept.device = chain.device and kept.day = chain.day)
)
select day::text, no - fixes as after, no as count, fixes, encode(head, 'hex') as head, closed,
  coalesce((select encode(former.head, 'hex') from chain_day former where former.device = $1 and former.no = days.no - days.fixes), '${ZEROS}') as before,
  ${milliseconds('from_at')} as from_ms, ${milliseconds('to_at')} as to_ms
from days
order by day`;

/** A day of a device's chain, and between which instants its fixes lie. */
export interface StoredDay extends PackedDay {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Those of these UTC days on which a device's chain moved, by day. */
export const storedDays = (db: Db, device: string, days: readonly string[]): Promise<StoredDay[]> =>
  db.query<StoredDay>(DAYS, [device, days]);

/** Who did what when to these objects and to their parts, oldest first. */
export interface Deed {
  readonly at_ms: number;
  readonly login: string;
  readonly action: string;
  readonly object: string;
}

const DEEDS = `
select at as at_ms, login, action, object from audit
where municipality = $1 and split_part(object, ' ', 1) = any($2)
order by no`;

export const deedsOf = (db: Db, municipality: string, objects: readonly string[]): Promise<Deed[]> =>
  db.query<Deed>(DEEDS, [municipality, objects]);

const BASES = `
select r.assignment, r.basis
from claim_work w join result r on r.assignment = w.assignment and r.revision = w.revision
where w.claim = $1 and w.assignment > $2
order by w.assignment
limit $3`;

/** What the results follow from that a claim was drafted from, so many at once, by assignment. */
export async function* claimBases<Basis>(
  db: Db,
  claim: string,
  atOnce: number,
): AsyncGenerator<{ assignment: string; basis: Basis | null }[], void, void> {
  for (let after = ''; ;) {
    const rows = await db.query<{ assignment: string; basis: Basis | null }>(BASES, [claim, after, atOnce]);
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.assignment;
  }
}
