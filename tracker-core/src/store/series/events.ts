import type { EventKind } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, milliseconds, withoutNul } from './columns.ts';
import type { DeviceEvent } from './delivery.ts';

export interface EventRow {
  readonly municipality: string;
  readonly device: string;
  readonly received_ms: number;
  readonly event: DeviceEvent;
}

const INSERT = `
insert into event (device, municipality, ts, received_at, kind, note, lat, lon)
select device, municipality, ${instant('ts')}, ${instant('received')}, kind, note, lat, lon
from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[], $6::text[], $7::float8[], $8::float8[])
  as row (device, municipality, ts, received, kind, note, lat, lon)
on conflict do nothing`;

/** Stores drivers' messages; one sent twice is one. */
export async function insertEvents(db: Db, rows: readonly EventRow[]): Promise<void> {
  await db.query(INSERT, [
    rows.map((row) => row.device),
    rows.map((row) => row.municipality),
    rows.map((row) => row.event.ts_ms),
    rows.map((row) => row.received_ms),
    rows.map((row) => row.event.kind),
    rows.map((row) => (row.event.note === undefined ? null : withoutNul(row.event.note))),
    rows.map((row) => row.event.lat ?? null),
    rows.map((row) => row.event.lon ?? null),
  ]);
}

export interface ReadEvent {
  readonly device: string;
  readonly ts_ms: number;
  readonly received_ms: number;
  readonly kind: EventKind;
  readonly note: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

const READ = `
select device, ${milliseconds('ts')} as ts_ms, ${milliseconds('received_at')} as received_ms, kind, note, lat, lon
from event
where device = any($1) and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')}
order by ts, device, kind`;

/** Drivers' messages of these devices in [from, to), in the order of their time. */
export const readEvents = (db: Db, devices: readonly string[], from_ms: number, to_ms: number): Promise<ReadEvent[]> =>
  db.query<ReadEvent>(READ, [devices, from_ms, to_ms]);
