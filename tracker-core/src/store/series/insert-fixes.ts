import type { DecodedFix } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant, numberColumn, textColumn, texts } from './columns.ts';
import type { StorableDelivery } from './delivery.ts';

/** One fix of a flush with the delivery it came in. */
export interface FixRow {
  readonly fix: DecodedFix;
  readonly delivery: StorableDelivery;
}

const INSERT = `
insert into fix (device, municipality, ts, received_at, lat, lon, digest, body, field_errors)
select device, municipality, ${instant('ts')}, ${instant('received')}, lat, lon, decode(digest, 'hex'), body,
  case when errors <> '' then string_to_array(errors, ',') end
from unnest(${texts(1)}, ${texts(2)}, $3::float8[], $4::float8[], $5::float8[], $6::float8[], ${texts(7)}, ${texts(8)}, ${texts(9)})
  as row (device, municipality, ts, received, lat, lon, digest, body, errors)
on conflict do nothing`;

/** Stores fixes; those stored already stay as they are. */
export async function insertFixes(db: Db, rows: readonly FixRow[]): Promise<void> {
  await db.query(INSERT, [
    textColumn(rows.map((row) => row.delivery.sender.device)),
    textColumn(rows.map((row) => row.delivery.sender.municipality)),
    numberColumn(rows.map((row) => row.fix.ts_ms)),
    numberColumn(rows.map((row) => row.delivery.received_ms)),
    numberColumn(rows.map((row) => row.fix.lat)),
    numberColumn(rows.map((row) => row.fix.lon)),
    textColumn(rows.map((row) => row.fix.digest)),
    textColumn(rows.map((row) => row.fix.body)),
    textColumn(rows.map((row) => row.fix.fieldErrors.join(','))),
  ]);
}
