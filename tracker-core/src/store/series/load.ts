import type { Operation } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, milliseconds } from './columns.ts';

/** Hours summed in one transaction. */
const HOURS_AT_ONCE = 500;

// Hours of which work is being written at this moment are left for the next round.
const TAKE = `
delete from load_dirty
where (vehicle, hour) in (
  select vehicle, hour from load_dirty order by hour, vehicle limit ${HOURS_AT_ONCE} for update skip locked
)
returning vehicle, ${milliseconds('hour')} as hour_ms`;

const HOURS = `select vehicle, ${instant('hour_ms')} as hour from unnest($1::text[], $2::float8[]) as row (vehicle, hour_ms)`;

const FORGET = `delete from load using (${HOURS}) as dirty where load.vehicle = dirty.vehicle and load.hour = dirty.hour`;

// A passage counts wholly in the hour in which its edge was entered; one that serves both sides counts on each. The bounds
// let whole partitions be left out.
const SUM = `
insert into load (municipality, edge, side, operation, vehicle, crew, hour, local_date, local_hour, utc_offset_min, passes, length_cm, duration_ms)
select municipality, edge, side, operation, work.vehicle, crew, work.hour, local_date,
  extract(hour from work.hour at time zone 'UTC' + utc_offset_min * interval '1 minute'), utc_offset_min,
  count(*), sum(to_cm - from_cm), sum(extract(epoch from leave_at - enter_at) * 1000)
from (${HOURS}) as dirty
join work on work.vehicle = dirty.vehicle and work.hour = dirty.hour
cross join lateral unnest(case serves when 'both' then array['left', 'right'] else array[serves] end) as served (side)
where verdict = 'worked' and enter_at >= ${instant('$3::float8')} and enter_at < ${instant('$4::float8')}
group by municipality, edge, side, operation, work.vehicle, crew, work.hour, local_date, utc_offset_min`;

const LONGEST_HOUR_MS = 3_600_000;

/** Sums load anew for every vehicle's hour in which work changed; answers how many hours. */
export async function refreshLoad(db: Db): Promise<number> {
  let refreshed = 0;
  for (;;) {
    const taken = await db.transaction(async (within) => {
      const dirty = await within.query<{ vehicle: string; hour_ms: number }>(TAKE);
      if (dirty.length === 0) return 0;
      const hours = dirty.map((row) => row.hour_ms);
      const which = [dirty.map((row) => row.vehicle), hours];
      await within.query(FORGET, which);
      const first = hours.reduce((a, b) => Math.min(a, b));
      const last = hours.reduce((a, b) => Math.max(a, b));
      await within.query(SUM, [...which, first, last + LONGEST_HOUR_MS]);
      return dirty.length;
    });
    refreshed += taken;
    if (taken < HOURS_AT_ONCE) return refreshed;
  }
}

export interface Load {
  readonly edge: string;
  readonly side: 'left' | 'right' | 'undecided';
  readonly operation: Operation;
  readonly vehicle: string;
  readonly crew: string;
  /** Start of the local hour. */
  readonly hour_ms: number;
  /** `YYYY-MM-DD`. */
  readonly local_date: string;
  readonly local_hour: number;
  readonly utc_offset_min: number;
  readonly passes: number;
  readonly length_cm: number;
  readonly duration_ms: number;
  readonly speed_kmh: number | null;
}

const READ = `
select edge, side, operation, vehicle, crew, ${milliseconds('hour')} as hour_ms, local_date::text, local_hour, utc_offset_min,
  passes, length_cm, duration_ms, speed_kmh
from load
where municipality = $1 and hour >= ${instant('$2::float8')} and hour < ${instant('$3::float8')}
order by hour, edge, side, operation, vehicle, crew`;

/** Load of a municipality in the local hours that began in [from, to). */
export const readLoad = (db: Db, municipality: string, from_ms: number, to_ms: number): Promise<Load[]> =>
  db.query<Load>(READ, [municipality, from_ms, to_ms]);
