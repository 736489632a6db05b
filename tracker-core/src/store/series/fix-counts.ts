import type { Db } from '../db.ts';
import { instant, milliseconds, numberColumn, textColumn, texts } from './columns.ts';
import type { DeviceSpan } from '../../pipeline/proof/choice.ts';

export interface FixCounts {
  /** Counting fixes: one per device and instant. */
  readonly fixes: number;
  /** Contents beyond the first of their instant. */
  readonly conflicts: number;
  /** Optional fields set aside in the counting fixes. */
  readonly fieldErrors: number;
  /** Refusals received in the window, `conflict`s left out: those are counted above. */
  readonly rejected: number;
}

const COUNT = `
with
  span as (select * from unnest(${texts(1)}, $2::float8[], $3::float8[]) as span (device, from_ms, to_ms)),
  content as (
    select
      row_number() over (partition by fix.device, fix.ts order by fix.digest) as nth,
      cardinality(field_errors) as errors
    from span
    join fix on fix.device = span.device and fix.ts >= ${instant('from_ms')} and fix.ts < ${instant('to_ms')}
    where fix.ts >= ${instant('$4::float8')} and fix.ts < ${instant('$5::float8')}
  )
select
  count(*) filter (where nth = 1) as fixes,
  count(*) filter (where nth > 1) as conflicts,
  coalesce(sum(errors) filter (where nth = 1), 0) as "fieldErrors",
  (
    select count(*)
    from span
    join refusal on refusal.device = span.device
      and received_at >= ${instant('from_ms')} and received_at < ${instant('to_ms')}
    where reason <> 'conflict'
  ) as rejected
from content`;

/** Quality counts of these devices in [from, to), each within its span. */
export async function countFixes(
  db: Db,
  spans: readonly DeviceSpan[],
  from_ms: number,
  to_ms: number,
): Promise<FixCounts> {
  const within = spans.map((span) => ({
    ...span,
    from_ms: Math.max(from_ms, span.from_ms),
    to_ms: Math.min(to_ms, span.to_ms),
  }));
  const [counts] = await db.query<FixCounts>(COUNT, [
    textColumn(within.map((span) => span.device)),
    numberColumn(within.map((span) => span.from_ms)),
    numberColumn(within.map((span) => span.to_ms)),
    from_ms,
    to_ms,
  ]);
  return counts!;
}

const NEAR = `
select device
from unnest(${texts(1)}) as asked (device)
where exists (
  select from fix
  where fix.device = asked.device and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')}
    and lon between $4 and $6 and lat between $5 and $7
)
order by device`;

/** Which of these devices have a fix inside a box (west, south, east, north, degrees) in [from, to). */
export async function devicesNear(
  db: Db,
  devices: readonly string[],
  bbox: readonly [number, number, number, number],
  from_ms: number,
  to_ms: number,
): Promise<string[]> {
  if (devices.length === 0) return [];
  const rows = await db.query<{ device: string }>(NEAR, [textColumn(devices), from_ms, to_ms, ...bbox]);
  return rows.map((row) => row.device);
}

const SEEN = `
select distinct device
from unnest(${texts(1)}) as asked (device)
where exists (select from fix where fix.device = asked.device and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')})`;

/** Which of these devices have any fix in [from, to): whose shift is rebuilt at a start. */
export async function devicesSeen(
  db: Db,
  devices: readonly string[],
  from_ms: number,
  to_ms: number,
): Promise<string[]> {
  if (devices.length === 0) return [];
  return (await db.query<{ device: string }>(SEEN, [textColumn(devices), from_ms, to_ms])).map((row) => row.device);
}

const LAST = `
select device, ${milliseconds('last.ts')} as ts_ms, last.body
from unnest(${texts(1)}) as asked (device)
cross join lateral (select ts, body from fix where fix.device = asked.device order by ts desc, digest limit 1) as last`;

/** The last counting fix of each device that has any: where the map puts a vehicle after a start. */
export async function lastFixes(
  db: Db,
  devices: readonly string[],
): Promise<{ device: string; ts_ms: number; body: string }[]> {
  return devices.length === 0 ? [] : db.query(LAST, [textColumn(devices)]);
}
