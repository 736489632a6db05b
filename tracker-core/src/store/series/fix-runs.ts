import type { Run } from '../../coverage/duty.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds } from './columns.ts';

/** A device's fixes of a span, folded to what its quality is judged by. */
export interface FixRuns {
  readonly runs: readonly Run[];
  /** Counting ones: one per instant. */
  readonly fixes: number;
  readonly conflicts: number;
  readonly fieldErrors: number;
}

interface Row {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly first_lon: number;
  readonly first_lat: number;
  readonly last_lon: number;
  readonly last_lat: number;
  readonly off: boolean;
  readonly fixes: number;
  readonly conflicts: number;
  readonly errors: number;
}

// `body` is canonical JSON: a field is written in one way only. What came too late to count is left out.
const RUNS = `
with
  chosen as (
    select ts, lon, lat, position('"ignition":false' in body) > 0 as off, coalesce(cardinality(field_errors), 0) as errors,
      lag(ts) over known as before_at
    from fix
    where device = $1 and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')}
      and received_at <= ts + $4::float8 * interval '1 millisecond'
    window known as (order by ts, digest)
  ),
  marked as (
    select *, lag(off) over told as before_off
    from chosen where ts is distinct from before_at
    window told as (order by ts)
  ),
  numbered as (
    select *, count(*) filter (
      where before_off is null or off <> before_off or ts - before_at > $5::float8 * interval '1 millisecond'
    ) over (order by ts) as run
    from marked
  )
select ${milliseconds('min(ts)')} as from_ms, ${milliseconds('max(ts)')} as to_ms,
  (array_agg(lon order by ts))[1] as first_lon, (array_agg(lat order by ts))[1] as first_lat,
  (array_agg(lon order by ts desc))[1] as last_lon, (array_agg(lat order by ts desc))[1] as last_lat,
  bool_or(off) as off, count(*) as fixes, sum(errors) as errors,
  (select count(*) from chosen where ts is not distinct from before_at) as conflicts
from numbered
group by run
order by run`;

/** @param gap_ms a longer silence ends a run @param late_ms received so long after its instant a fix does not count */
export async function readRuns(
  db: Db,
  device: string,
  span: { readonly from_ms: number; readonly to_ms: number },
  gap_ms: number,
  late_ms: number,
): Promise<FixRuns> {
  const rows = await db.query<Row>(RUNS, [device, span.from_ms, span.to_ms, late_ms, gap_ms]);
  return {
    runs: rows.map((row) => ({
      from_ms: row.from_ms,
      to_ms: row.to_ms,
      first: { lon: row.first_lon, lat: row.first_lat },
      last: { lon: row.last_lon, lat: row.last_lat },
      ignitionOff: row.off,
    })),
    fixes: rows.reduce((sum, { fixes }) => sum + fixes, 0),
    conflicts: rows[0]?.conflicts ?? 0,
    fieldErrors: rows.reduce((sum, { errors }) => sum + errors, 0),
  };
}

const REASONS = `
select reason, count(*) as count from refusal
where device = $1 and received_at >= ${instant('$2::float8')} and received_at < ${instant('$3::float8')}
group by reason order by reason`;

/** How many refusals a device received in a span, by reason. */
export async function countReasons(
  db: Db,
  device: string,
  span: { readonly from_ms: number; readonly to_ms: number },
): Promise<Record<string, number>> {
  const rows = await db.query<{ reason: string; count: number }>(REASONS, [device, span.from_ms, span.to_ms]);
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

const RECENT = `
select ${milliseconds('ts')} as ts_ms, ${milliseconds('received_at')} as received_ms, field_errors as "fieldErrors", body
from fix where device = $1 order by ts desc, digest limit $2`;

export interface RecentFix {
  readonly ts_ms: number;
  readonly received_ms: number;
  readonly fieldErrors: readonly string[] | null;
  readonly body: string;
}

/** The newest stored fixes of a device, by their instant. */
export const recentFixes = (db: Db, device: string, limit: number): Promise<RecentFix[]> =>
  db.query<RecentFix>(RECENT, [device, limit]);

const RECEIVED = `
select
  (select count(distinct ts) from fix
   where device = $1 and received_at >= ${instant('$2::float8')} and ts >= ${instant('$3::float8')}) as fixes,
  (select count(*) from refusal where device = $1 and received_at >= ${instant('$2::float8')}) as rejected`;

/** How much was received of a device from an instant on; fixes older than `oldest_ms` are left out. */
export async function countReceived(
  db: Db,
  device: string,
  from_ms: number,
  oldest_ms: number,
): Promise<{ fixes: number; rejected: number }> {
  const [counts] = await db.query<{ fixes: number; rejected: number }>(RECEIVED, [device, from_ms, oldest_ms]);
  return counts!;
}
