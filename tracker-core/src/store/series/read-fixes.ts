import type { Db } from '../db.ts';
import { instant, milliseconds, SEPARATOR } from './columns.ts';

/** A device while it was bound to the vehicle asked for, half-open. */
export interface DeviceSpan {
  readonly device: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** A counting fix as it is stored. */
export interface CountingFix {
  readonly ts_ms: number;
  readonly received_ms: number;
  readonly device: string;
  /** RFC 8785 JSON. */
  readonly body: string;
  /** SHA-256 of `body`, lower-case hex. */
  readonly digest: string;
}

/** Short enough that a commit of new fixes, which shares the one session of the embedded database, waits little. */
const PAGE_ROWS = 8_000;
const DIGEST_DIGITS = 64;

interface Page {
  readonly ts: string | null;
  readonly received: string;
  readonly digests: string;
  readonly bodies: string;
}

// A few long values instead of a row per fix: reading is bound by the messages, not by the index. The aggregates take the
// rows in the order of the subquery. `distinct on` would look into the index anew for every instant (TimescaleDB's skip
// scan); contents that do not count are few and are left out here.
const READ = `
select
  array_to_string(array_agg(ts_ms), ',') as ts,
  array_to_string(array_agg(received_ms), ',') as received,
  encode(string_agg(digest, ''::bytea), 'hex') as digests,
  string_agg(body, e'\\x1f') as bodies
from (
  select ${milliseconds('ts')} as ts_ms, ${milliseconds('received_at')} as received_ms, digest, body
  from fix
  where device = $1 and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')}
  order by ts, digest
  limit ${PAGE_ROWS}
) as stored`;

/** The rows of a page without those whose instant has one with a smaller digest before it, and how many rows there were. */
function split(device: string, page: Page): { rows: number; counting: CountingFix[] } {
  const instants = page.ts!.split(',');
  const received = page.received.split(',');
  const bodies = page.bodies.split(SEPARATOR);
  const counting: CountingFix[] = [];
  let last_ms = -Infinity;
  for (let row = 0; row < instants.length; row += 1) {
    const ts_ms = Number(instants[row]);
    if (ts_ms === last_ms) continue;
    last_ms = ts_ms;
    const digest = page.digests.slice(row * DIGEST_DIGITS, (row + 1) * DIGEST_DIGITS);
    counting.push({ ts_ms, received_ms: Number(received[row]), device, body: bodies[row]!, digest });
  }
  return { rows: instants.length, counting };
}

async function readSpan(db: Db, device: string, from_ms: number, to_ms: number): Promise<CountingFix[]> {
  const fixes: CountingFix[] = [];
  for (let next_ms = from_ms; next_ms < to_ms;) {
    const [page] = await db.query<Page>(READ, [device, next_ms, to_ms]);
    if (page === undefined || page.ts === null) break;
    const { rows, counting } = split(device, page);
    fixes.push(...counting);
    if (rows < PAGE_ROWS) break;
    next_ms = fixes.at(-1)!.ts_ms + 1;
  }
  return fixes;
}

const byTime = (a: CountingFix, b: CountingFix): number => a.ts_ms - b.ts_ms || (a.device < b.device ? -1 : 1);

/** The counting fixes of these devices in [from, to), each within its span, ordered by instant, then device. */
export async function readFixes(
  db: Db,
  spans: readonly DeviceSpan[],
  from_ms: number,
  to_ms: number,
): Promise<CountingFix[]> {
  const read: CountingFix[][] = [];
  for (const span of spans) {
    read.push(await readSpan(db, span.device, Math.max(from_ms, span.from_ms), Math.min(to_ms, span.to_ms)));
  }
  return read.length === 1 ? read[0]! : read.flat().sort(byTime);
}
