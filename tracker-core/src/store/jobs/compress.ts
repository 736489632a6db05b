import type { Db } from '../db.ts';
import { instant } from '../series/columns.ts';

const DAY_MS = 86_400_000;
const COMPRESS_AFTER_MS = 7 * DAY_MS;

const DUE = `
select format('%I.%I', chunk_schema, chunk_name) as chunk
from timescaledb_information.chunks
where hypertable_name in ('fix', 'work') and range_end <= ${instant('$1::float8')} and not is_compressed
order by range_end`;

/** Compresses partitions that ended a week ago; late rows still go in. What the policy does where a server runs jobs. */
export async function compress(db: Db, now_ms: number): Promise<number> {
  const due = await db.query<{ chunk: string }>(DUE, [now_ms - COMPRESS_AFTER_MS]);
  for (const { chunk } of due)
    await db.query('select compress_chunk($1::regclass, if_not_compressed => true)', [chunk]);
  return due.length;
}
