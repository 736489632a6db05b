import type { Db } from '../db.ts';
import { endColumns, type Chained } from './chain.ts';
import { instant, numberColumn, textColumn, texts } from './columns.ts';

/** What was written elsewhere since the heads were learned: a statement that was given up may still have been carried out. */
export class ChainMoved extends Error {}

// One statement, so that a lone fix needs no transaction. A chain goes on only where the writer thinks it stands; of a
// device whose chain does not nothing is stored. `is true` keeps the look into `moved` hashed: the planner expects one row
// of each, and would compare each fix with each device.
const INSERT = `
with
  moved as (
    insert into chain (device, day, no, head, fixes, from_at, to_at, written_after)
    select device, day::date, no, decode(head, 'hex'), fixes, ${instant('from_ms')}, ${instant('to_ms')}, after
    from unnest(${texts(11)}, ${texts(12)}, $13::float8[], ${texts(14)}, $15::float8[], $16::float8[], $17::float8[], $18::float8[])
      as row (device, day, no, head, fixes, from_ms, to_ms, after)
    order by device
    on conflict (device) do update set
      day = excluded.day, no = excluded.no, head = excluded.head, fixes = excluded.fixes,
      from_at = excluded.from_at, to_at = excluded.to_at, written_after = excluded.written_after
    where chain.no = excluded.written_after and chain.day <= excluded.day
    returning device
  ),
  stored as (
    insert into fix (device, municipality, ts, received_at, lat, lon, digest, body, field_errors, chain_no)
    select device, municipality, ${instant('ts')}, ${instant('received')}, lat, lon, decode(digest, 'hex'), body,
      case when errors <> '' then string_to_array(errors, ',') end, no
    from unnest(${texts(1)}, ${texts(2)}, $3::float8[], $4::float8[], $5::float8[], $6::float8[], ${texts(7)}, ${texts(8)}, ${texts(9)}, $10::float8[])
      as row (device, municipality, ts, received, lat, lon, digest, body, errors, no)
    where (device in (select device from moved)) is true
  )
select count(*)::int as devices from moved`;

/**
 * Stores fixes that are not stored yet, and moves their devices' chains on.
 * @throws ChainMoved where a chain does not stand where the heads said; outside a transaction the others are stored then
 */
export async function insertFixes(db: Db, { rows, ends }: Chained): Promise<void> {
  const [moved] = await db.query<{ devices: number }>(INSERT, [
    textColumn(rows.map((row) => row.delivery.sender.device)),
    textColumn(rows.map((row) => row.delivery.sender.municipality)),
    numberColumn(rows.map((row) => row.fix.ts_ms)),
    numberColumn(rows.map((row) => row.delivery.received_ms)),
    numberColumn(rows.map((row) => row.fix.lat)),
    numberColumn(rows.map((row) => row.fix.lon)),
    textColumn(rows.map((row) => row.fix.digest)),
    textColumn(rows.map((row) => row.fix.body)),
    textColumn(rows.map((row) => row.fix.fieldErrors.join(','))),
    numberColumn(rows.map((row) => row.no)),
    ...endColumns(ends),
    numberColumn(ends.map((end) => end.after)),
  ]);
  if (moved?.devices !== ends.length) throw new ChainMoved('a chain of fixes moved on meanwhile');
}
