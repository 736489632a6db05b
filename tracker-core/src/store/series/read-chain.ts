import { createHash } from 'node:crypto';
import type { Db } from '../db.ts';
import { instant, milliseconds, SEPARATOR } from './columns.ts';

/** A fix as it is stored, whether it counts or not. */
export interface StoredFix {
  readonly ts_ms: number;
  readonly received_ms: number;
  /** Place in its device's chain; null of what was stored before there was one. */
  readonly no: number | null;
  /** RFC 8785 JSON. */
  readonly body: string;
}

/** Short enough that a commit of new fixes, which shares the one session of the embedded database, waits little. */
const PAGE_ROWS = 4_000;

const READ = `
select
  array_to_string(array_agg(ts_ms), ',') as ts,
  array_to_string(array_agg(received_ms), ',') as received,
  array_to_string(array_agg(no), ',', '') as nos,
  string_agg(body, e'\\x1f') as bodies
from (
  select ${milliseconds('ts')} as ts_ms, ${milliseconds('received_at')} as received_ms, chain_no as no, body
  from fix
  where device = $1 and ts >= ${instant('$2::float8')} and ts <= ${instant('$3::float8')}
    and (ts, digest) > (${instant('$2::float8')}, decode($4, 'hex'))
  order by ts, digest
  limit ${PAGE_ROWS}
) as stored`;

interface Page {
  readonly ts: string | null;
  readonly received: string;
  readonly nos: string;
  readonly bodies: string;
}

/** All that is stored of a device with instants in [from, to], both included, by instant, then SHA-256; a page at a time. */
export async function* readStored(
  db: Db,
  device: string,
  from_ms: number,
  to_ms: number,
): AsyncGenerator<StoredFix[], void, undefined> {
  for (let [next_ms, digest] = [from_ms, '']; ;) {
    const [page] = await db.query<Page>(READ, [device, next_ms, to_ms, digest]);
    if (!page || page.ts === null) return;
    const [ts, received, nos] = [page.ts.split(','), page.received.split(','), page.nos.split(',')];
    const fixes = page.bodies.split(SEPARATOR).map((body, at) => ({
      ts_ms: Number(ts[at]),
      received_ms: Number(received[at]),
      no: nos[at] === '' ? null : Number(nos[at]),
      body,
    }));
    yield fixes;
    const last = fixes.at(-1)!;
    if (fixes.length < PAGE_ROWS) return;
    next_ms = last.ts_ms;
    digest = createHash('sha256').update(last.body).digest('hex');
  }
}
