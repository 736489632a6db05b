import type { Db } from '../db.ts';

const ORDINARY = `
select format('%I', tablename) as name
from pg_tables
where schemaname = 'public'
  and tablename not in (select hypertable_name from timescaledb_information.hypertables)`;

const GROWING = `
select format('%I.%I', chunk_schema, chunk_name) as name
from timescaledb_information.chunks
where not is_compressed and hypertable_schema = 'public'`;

/**
 * Stands in for autovacuum, which a single-process database does not have: without statistics plans go wrong, without a
 * vacuum what was deleted stays. One statement a table, so that commits come between; partitions only grow.
 */
export async function tidy(db: Db): Promise<void> {
  for (const { name } of await db.query<{ name: string }>(ORDINARY)) await db.query(`vacuum (analyze) ${name}`);
  for (const { name } of await db.query<{ name: string }>(GROWING)) await db.query(`analyze ${name}`);
}
