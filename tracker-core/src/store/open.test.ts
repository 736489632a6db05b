import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let store: TemporaryStore;
beforeAll(async () => {
  store = await openTemporaryStore();
}, 60_000);
afterAll(() => store?.remove());

test('the embedded database says what it is', () => {
  expect(store.kind).toMatchObject({
    kind: 'embedded-timescale',
    hypertables: true,
    compression: true,
    runsJobs: false,
  });
});

test('instants come as epoch milliseconds, numbers as numbers', async () => {
  const rows = await store.db.query(
    `select timestamptz '2026-10-25T02:30:00.123+02' as ts, 12345678901::int8 as big, 1.5::numeric as fine, null::timestamptz as none`,
  );
  expect(rows).toEqual([{ ts: Date.parse('2026-10-25T00:30:00.123Z'), big: 12345678901, fine: 1.5, none: null }]);
});
