import type { DatabaseKind, Db } from '../db.ts';
import { refreshLoad } from '../series/load.ts';
import { compress } from './compress.ts';
import { retain } from './retention.ts';
import { tidy } from './tidy.ts';

const DAY_MS = 86_400_000;

/** As far back as a late fix is accepted, and some days more; the server's policy names the same. */
const REFRESH_FROM_MS = 40 * DAY_MS;
const REFRESH_TO_MS = DAY_MS;

export interface JobsDone {
  /** Hours of vehicles whose load was summed anew. */
  readonly loadHours: number;
  readonly compressed: number;
  readonly dropped: Readonly<Record<string, number>>;
}

const refreshDailyWork = (db: Db, now_ms: number): Promise<unknown> =>
  db.query(
    `call refresh_continuous_aggregate('daily_work_part', '${iso(now_ms - REFRESH_FROM_MS)}', '${iso(now_ms - REFRESH_TO_MS)}')`,
  );

const iso = (epoch_ms: number): string => new Date(epoch_ms).toISOString();

/** What nobody else does: call it every hour or so. Each job is safe to repeat and to run late. */
export async function runJobs(
  store: { readonly db: Db; readonly kind: DatabaseKind },
  now_ms: number,
): Promise<JobsDone> {
  const { db, kind } = store;
  const loadHours = await refreshLoad(db);
  const byService = !kind.runsJobs;
  if (byService && kind.continuousAggregates) await refreshDailyWork(db, now_ms);
  const compressed = byService && kind.compression ? await compress(db, now_ms) : 0;
  const dropped = await retain(db, kind, now_ms);
  if (kind.kind === 'embedded-timescale') await tidy(db);
  return { loadHours, compressed, dropped };
}
