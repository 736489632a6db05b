import type { RefusalReason } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, milliseconds, withoutNul } from './columns.ts';
import type { StoredRefusal } from './delivery.ts';

const STORED_BYTES = 4096;

/** The first 4 KiB, whole characters. */
function head4KiB(payload: string): string {
  if (payload.length * 3 <= STORED_BYTES) return payload;
  const bytes = Buffer.from(payload);
  if (bytes.length <= STORED_BYTES) return payload;
  let end = STORED_BYTES;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

export interface RefusalRow {
  readonly municipality: string;
  readonly device: string;
  readonly received_ms: number;
  readonly refusal: StoredRefusal;
}

const INSERT = `
insert into refusal (municipality, device, received_at, reason, detail, batch_index, payload)
select municipality, device, ${instant('received')}, reason, detail, batch_index, payload
from unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::text[], $6::int[], $7::text[])
  as row (municipality, device, received, reason, detail, batch_index, payload)`;

export async function insertRefusals(db: Db, rows: readonly RefusalRow[]): Promise<void> {
  await db.query(INSERT, [
    rows.map((row) => row.municipality),
    rows.map((row) => row.device),
    rows.map((row) => row.received_ms),
    rows.map((row) => row.refusal.reason),
    rows.map((row) => withoutNul(row.refusal.detail)),
    rows.map((row) => row.refusal.index ?? null),
    rows.map((row) => withoutNul(head4KiB(row.refusal.payload))),
  ]);
}

export interface ListedRefusal {
  readonly id: number;
  readonly device: string;
  readonly received_ms: number;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly index: number | null;
  readonly payload: string;
}

const LIST = `
select id, device, ${milliseconds('received_at')} as received_ms, reason, detail, batch_index as index, payload
from refusal
where device = any($1) and id < $2
order by id desc
limit $3`;

/** What these devices were refused, the latest first; `before` is the id that the last page ended with. */
export const listRefusals = (db: Db, devices: readonly string[], limit: number, before = Number.MAX_SAFE_INTEGER) =>
  db.query<ListedRefusal>(LIST, [devices, before, limit]);
