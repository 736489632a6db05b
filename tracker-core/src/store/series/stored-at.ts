import type { Db } from '../db.ts';
import { instant, numberColumn, textColumn, texts } from './columns.ts';

interface Instant {
  readonly device: string;
  readonly ts_ms: number;
}

/** A fix found at an instant. */
export interface StoredFix extends Instant {
  readonly digest: string;
  readonly body: string;
}

// The bounds let whole partitions be left out; `offset 0` keeps it one look into the index per instant.
const FIND = `
select device, ts as ts_ms, found.digest, found.body
from unnest(${texts(1)}, $2::float8[]) as asked (device, ts)
cross join lateral (
  select encode(fix.digest, 'hex') as digest, fix.body
  from fix
  where fix.device = asked.device and fix.ts = ${instant('asked.ts')} and fix.ts between ${instant('$3::float8')} and ${instant('$4::float8')}
  offset 0
) as found`;

/** What is stored at these instants. */
export async function storedAt(db: Db, instants: readonly Instant[]): Promise<StoredFix[]> {
  if (instants.length === 0) return [];
  let first = Infinity;
  let last = -Infinity;
  for (const { ts_ms } of instants) {
    first = Math.min(first, ts_ms);
    last = Math.max(last, ts_ms);
  }
  const devices = textColumn(instants.map((each) => each.device));
  return db.query<StoredFix>(FIND, [devices, numberColumn(instants.map((each) => each.ts_ms)), first, last]);
}
