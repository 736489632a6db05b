import type { Db } from '../db.ts';
import { instant, milliseconds, numberColumn, textColumn, texts } from './columns.ts';

/** An hour of a device that got fixes long after it was over; `received_ms`: when the newest of them came. */
export interface LateArrival {
  readonly device: string;
  readonly hour_ms: number;
  readonly received_ms: number;
}

const HOUR_MS = 3_600_000;

const NOTE = `
insert into late_arrival (device, hour, received_at)
select device, ${instant('hour')}, ${instant('received')} from unnest(${texts(1)}, $2::float8[], $3::float8[]) as row (device, hour, received)
on conflict (device, hour) do update set received_at = greatest(late_arrival.received_at, excluded.received_at)`;

/** Notes the hours of late fixes. Call in the transaction that stores them, so that no death of the service forgets them. */
export async function noteLateArrivals(
  db: Db,
  fixes: readonly { readonly device: string; readonly ts_ms: number; readonly received_ms: number }[],
): Promise<void> {
  const hours = new Map<string, LateArrival>();
  for (const { device, ts_ms, received_ms } of fixes) {
    const hour_ms = Math.floor(ts_ms / HOUR_MS) * HOUR_MS;
    const key = `${device} ${hour_ms}`;
    const known = hours.get(key);
    if (known === undefined || known.received_ms < received_ms) hours.set(key, { device, hour_ms, received_ms });
  }
  const rows = [...hours.values()];
  await db.query(NOTE, [
    textColumn(rows.map((row) => row.device)),
    numberColumn(rows.map((row) => row.hour_ms)),
    numberColumn(rows.map((row) => row.received_ms)),
  ]);
}

const COLUMNS = `device, ${milliseconds('hour')} as hour_ms, ${milliseconds('received_at')} as received_ms`;

const QUIET = `
select ${COLUMNS} from late_arrival
where device in (
  select device from late_arrival group by device
  having max(received_at) < ${instant('$1::float8')} or min(received_at) < ${instant('$2::float8')}
)
order by device, hour
limit $3`;

/** Those of devices that have sent nothing late since `quiet_ms`, or for so long that it is not waited for any more. */
export const quietLateArrivals = (
  db: Db,
  quiet_ms: number,
  patience_ms: number,
  limit: number,
): Promise<LateArrival[]> => db.query<LateArrival>(QUIET, [quiet_ms, patience_ms, limit]);

const TOUCHING = `
select ${COLUMNS} from late_arrival
where device = any(${texts(1)}) and hour > ${instant('$2::float8')} and hour < ${instant('$3::float8')}
order by device, hour`;

/** Those of these devices whose hour touches [from, to). */
export const lateArrivalsIn = async (
  db: Db,
  devices: readonly string[],
  from_ms: number,
  to_ms: number,
): Promise<LateArrival[]> =>
  devices.length === 0 ? [] : db.query<LateArrival>(TOUCHING, [textColumn(devices), from_ms - HOUR_MS, to_ms]);

const BETWEEN = `
select ${COLUMNS} from late_arrival
where hour > ${instant('$1::float8')} and hour < ${instant('$2::float8')}
order by device, hour`;

/** Those of all devices whose hour touches [from, to). */
export const lateArrivalsBetween = (db: Db, from_ms: number, to_ms: number): Promise<LateArrival[]> =>
  db.query<LateArrival>(BETWEEN, [from_ms - HOUR_MS, to_ms]);

const FORGET = `
delete from late_arrival
using unnest(${texts(1)}, $2::float8[], $3::float8[]) as row (device, hour, received)
where late_arrival.device = row.device and late_arrival.hour = ${instant('row.hour')}
  and late_arrival.received_at = ${instant('row.received')}`;

/** What was looked at; an hour that got more meanwhile stays. */
export async function forgetLateArrivals(db: Db, arrivals: readonly LateArrival[]): Promise<void> {
  if (arrivals.length === 0) return;
  await db.query(FORGET, [
    textColumn(arrivals.map((each) => each.device)),
    numberColumn(arrivals.map((each) => each.hour_ms)),
    numberColumn(arrivals.map((each) => each.received_ms)),
  ]);
}
