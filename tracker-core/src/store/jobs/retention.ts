import type { DatabaseKind, Db } from '../db.ts';
import { instant } from '../series/columns.ts';

const DAY_MS = 86_400_000;

/** How long a class of data is kept, and by which instant it ages. What is not here is kept for ever. */
const CLASSES = [
  { table: 'fix', at: 'ts', keep_ms: 3 * 365 * DAY_MS, partitioned: true },
  { table: 'work', at: 'enter_at', keep_ms: 3 * 365 * DAY_MS, partitioned: true },
  { table: 'event', at: 'ts', keep_ms: 3 * 365 * DAY_MS, partitioned: false },
  { table: 'refusal', at: 'received_at', keep_ms: 90 * DAY_MS, partitioned: false },
] as const;

const ROWS_AT_ONCE = 20_000;

/** A partition goes as a whole, so one that a hold touches stays as a whole. */
async function dropChunks(db: Db, table: string, older_ms: number): Promise<number> {
  const chunks = await db.query<{ from: string; to: string }>(
    `select range_start::text as from, range_end::text as to
    from timescaledb_information.chunks
    where hypertable_name = $1 and range_end <= ${instant('$2::float8')}
      and not exists (select from hold where from_at < range_end and to_at > range_start)`,
    [table, older_ms],
  );
  for (const { from, to } of chunks) {
    await db.query(`select drop_chunks($1::regclass, older_than => $2::timestamptz, newer_than => $3::timestamptz)`, [
      table,
      to,
      from,
    ]);
  }
  return chunks.length;
}

async function deleteRows(db: Db, table: string, at: string, older_ms: number): Promise<number> {
  let deleted = 0;
  for (;;) {
    const rows = await db.query(
      `delete from ${table}
      where ctid = any(array(
        select ctid from ${table}
        where ${at} < ${instant('$1::float8')} and not exists (
          select from hold where hold.municipality = ${table}.municipality and ${at} >= from_at and ${at} < to_at
        )
        limit ${ROWS_AT_ONCE}
      ))
      returning 1`,
      [older_ms],
    );
    deleted += rows.length;
    if (rows.length < ROWS_AT_ONCE) return deleted;
  }
}

/**
 * Drops what has outlived its class and no claim holds; answers partitions or rows dropped per table. Run by the service on
 * every kind of database: a server's own retention policy knows no holds.
 */
export async function retain(db: Db, kind: DatabaseKind, now_ms: number): Promise<Record<string, number>> {
  const dropped: Record<string, number> = {};
  for (const { table, at, keep_ms, partitioned } of CLASSES) {
    const older_ms = now_ms - keep_ms;
    dropped[table] =
      partitioned && kind.hypertables
        ? await dropChunks(db, table, older_ms)
        : await deleteRows(db, table, at, older_ms);
  }
  return dropped;
}
