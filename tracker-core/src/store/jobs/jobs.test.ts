import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FixWriter } from '../series/fix-writer.ts';
import { putHold, releaseHolds } from '../series/holds.ts';
import { readFixes } from '../series/read-fixes.ts';
import { listRefusals } from '../series/refusals.ts';
import { onEveryKind } from '../testing/every-kind.ts';
import { quiet } from '../testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { runJobs } from './run-jobs.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');

const fixesFrom = (start_ms: number, count: number) =>
  Array.from({ length: count }, (_, at) => sampleFix(start_ms + at * 5_000));
const span = (device: string) => [{ device, from_ms: 0, to_ms: NOW }];

describe('compression, embedded', () => {
  let store: TemporaryStore;
  beforeAll(async () => {
    store = await openTemporaryStore();
  }, 60_000);
  afterAll(() => store?.remove());

  test(
    'compressed chunks keep their rows when the database is opened again, and take late ones',
    { timeout: 60_000 },
    async () => {
      const old_ms = NOW - 25 * DAY_MS;
      const fixes = fixesFrom(old_ms, 500);
      await new FixWriter(store.db, quiet).write(sampleDelivery('swept', fixes));
      const done = await runJobs(store, NOW);
      expect(done.compressed).toBe(1);
      const compressed = `select count(*)::int as chunks from timescaledb_information.chunks where hypertable_name = 'fix' and is_compressed`;

      store = await store.reopen();
      expect(await store.db.query(compressed)).toEqual([{ chunks: 1 }]);
      expect(await store.db.query('select count(*)::int as rows from fix')).toEqual([{ rows: 500 }]);
      const asStored = (read: readonly { digest: string }[]) => read.map((fix) => fix.digest);
      expect(asStored(await readFixes(store.db, span('swept'), old_ms, NOW))).toEqual(asStored(fixes));

      const late = sampleFix(old_ms + 2_500);
      const other = sampleFix(old_ms, 'other content');
      const outcome = await new FixWriter(store.db, quiet).write(sampleDelivery('swept', [late, fixes[1]!, other]));
      expect(outcome.known).toBe(1);
      expect(outcome.refusals).toHaveLength(1);
      expect(await store.db.query('select count(*)::int as rows from fix')).toEqual([{ rows: 502 }]);
      expect(await readFixes(store.db, span('swept'), old_ms, NOW)).toHaveLength(501);
      await runJobs(store, NOW);
      expect(await store.db.query('select count(*)::int as rows from fix')).toEqual([{ rows: 502 }]);
    },
  );
});

onEveryKind('retention', (store) => {
  test('drops fixes after three years and refusals after 90 days, but nothing that a claim holds', async () => {
    const { db } = store();
    const writer = new FixWriter(db, quiet);
    const ages_d = [4 * 365, 3.5 * 365, 2 * 365];
    for (const age_d of ages_d) await writer.write(sampleDelivery('aged', fixesFrom(NOW - age_d * DAY_MS, 10)));
    const refused = (age_d: number) => ({
      received_ms: NOW - age_d * DAY_MS,
      refusals: [{ reason: 'malformed-json', detail: String(age_d), payload: '{' }] as const,
    });
    for (const age_d of [100, 80]) await writer.write(sampleDelivery('aged', [], refused(age_d)));
    const left = async () => {
      const read = await readFixes(db, span('aged'), 0, NOW);
      return ages_d.filter((age_d) => read.some((fix) => fix.ts_ms === NOW - age_d * DAY_MS));
    };

    const held_ms = NOW - ages_d[0]! * DAY_MS;
    await putHold(db, { claim: 'claim-1', municipality: 'town', from_ms: held_ms, to_ms: held_ms + DAY_MS });
    await runJobs(store(), NOW);
    expect(await left()).toEqual([ages_d[0], ages_d[2]]);
    expect((await listRefusals(db, ['aged'], 10)).map((refusal) => refusal.detail)).toEqual(['80']);

    await releaseHolds(db, 'claim-1');
    await runJobs(store(), NOW);
    expect(await left()).toEqual([ages_d[2]]);
    expect(await readFixes(db, span('aged'), 0, NOW)).toHaveLength(10);
  });
});
