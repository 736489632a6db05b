import type { Db } from '../db.ts';
import { instant, milliseconds, textColumn, texts } from './columns.ts';
import type { ReadWork } from './work.ts';

/** One answer holds at most so many stored passages. */
export const MOST_EDGE_WORK = 20_000;

/** A passage begins at most so long before its end: a vehicle that stands on an edge for longer is told of from there on. */
const LONGEST_MS = 24 * 3_600_000;

const READ = `
select vehicle, crew, operation, edge, serves, from_cm, to_cm, forward, verdict,
  ${milliseconds('enter_at')} as enter_ms, ${milliseconds('leave_at')} as leave_ms, coalesce(marks, '{}') as marks
from work
where municipality = $1 and edge = any(${texts(2)})
  and enter_at >= ${instant('$3::float8')} and enter_at < ${instant('$4::float8')} and leave_at >= ${instant('$5::float8')}
  and ($6::text[] is null or vehicle = any($6))
order by enter_at, vehicle, leave_at, edge, from_cm
limit ${MOST_EDGE_WORK}`;

const ON = `
select distinct vehicle from work
where municipality = $1 and edge = any(${texts(2)})
  and enter_at >= ${instant('$3::float8')} and enter_at < ${instant('$4::float8')}
order by vehicle`;

/** Which vehicles entered any of these edges in [from, to). */
export const vehiclesOn = async (
  db: Db,
  municipality: string,
  edges: readonly string[],
  from_ms: number,
  to_ms: number,
): Promise<string[]> =>
  (await db.query<{ vehicle: string }>(ON, [municipality, textColumn(edges), from_ms, to_ms])).map(
    (row) => row.vehicle,
  );

/** What was driven on these edges at any time of [from, to), in the order of entering; of these vehicles where they are named. */
export const readEdgeWork = (
  db: Db,
  municipality: string,
  edges: readonly string[],
  from_ms: number,
  to_ms: number,
  vehicles: readonly string[] | null,
): Promise<ReadWork[]> =>
  db.query<ReadWork>(READ, [municipality, textColumn(edges), from_ms - LONGEST_MS, to_ms, from_ms, vehicles]);
