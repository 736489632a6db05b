import {
  Choosing,
  everything,
  joined,
  type Choice,
  type ChosenFixes,
  type CountingFix,
  type DeviceSpan,
} from '../../pipeline/proof/choice.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds, SEPARATOR } from './columns.ts';

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

/** Takes the rows of a page; answers how many there were. */
function take(device: string, page: Page, into: Choosing): number {
  const instants = page.ts!.split(',');
  const received = page.received.split(',');
  const bodies = page.bodies.split(SEPARATOR);
  for (let row = 0; row < instants.length; row += 1) {
    const ts_ms = Number(instants[row]);
    const received_ms = Number(received[row]);
    into.take(ts_ms, received_ms, () => {
      const digest = page.digests.slice(row * DIGEST_DIGITS, (row + 1) * DIGEST_DIGITS);
      return { ts_ms, received_ms, device, body: bodies[row]!, digest };
    });
  }
  return instants.length;
}

async function readSpan(db: Db, device: string, from_ms: number, to_ms: number, choice: Choice): Promise<ChosenFixes> {
  const into = new Choosing(choice);
  for (let next_ms = from_ms; next_ms < to_ms;) {
    const [page] = await db.query<Page>(READ, [device, next_ms, to_ms]);
    if (page === undefined || page.ts === null) break;
    const rows = take(device, page, into);
    if (rows < PAGE_ROWS) break;
    // The page may have ended among the contents of one instant: that instant is read again, unless it fills the page.
    const last_ms = Number(page.ts.slice(page.ts.lastIndexOf(',') + 1));
    next_ms = Math.max(last_ms, next_ms + 1);
  }
  return into.chosen();
}

/** The counting fixes of these devices in [from, to), each within its span, ordered by instant, then device. */
export const readFixes = async (
  db: Db,
  spans: readonly DeviceSpan[],
  from_ms: number,
  to_ms: number,
): Promise<readonly CountingFix[]> => (await chooseFixes(db, spans, from_ms, to_ms, everything)).counting;

/** The same of what a result chooses. */
export async function chooseFixes(
  db: Db,
  spans: readonly DeviceSpan[],
  from_ms: number,
  to_ms: number,
  choice: Choice,
): Promise<ChosenFixes> {
  const read: ChosenFixes[] = [];
  for (const span of spans) {
    read.push(await readSpan(db, span.device, Math.max(from_ms, span.from_ms), Math.min(to_ms, span.to_ms), choice));
  }
  return joined(read);
}

const CONFLICTS = `
select ${milliseconds('ts')} as ts_ms, count(*) - 1 as more
from fix
where device = $1 and ts >= ${instant('$2::float8')} and ts < ${instant('$3::float8')}
group by ts
having count(*) > 1
order by ts`;

/** Instants at which more than one content is stored of a device, as often as there are more, in the order of time. */
export async function readConflicts(
  db: Db,
  spans: readonly DeviceSpan[],
  from_ms: number,
  to_ms: number,
): Promise<number[]> {
  const instants: number[] = [];
  for (const span of spans) {
    const within = [Math.max(from_ms, span.from_ms), Math.min(to_ms, span.to_ms)];
    if (within[0]! >= within[1]!) continue;
    const rows = await db.query<{ ts_ms: number; more: number }>(CONFLICTS, [span.device, ...within]);
    for (const { ts_ms, more } of rows) for (let n = 0; n < more; n++) instants.push(ts_ms);
  }
  return instants.sort((a, b) => a - b);
}
