import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../store/db.ts';
import { assignmentsEndingAfter } from '../store/objects/assignments.ts';
import { putRoute } from '../store/objects/routes.ts';
import { deleteSchedule, putSchedule, type StoredSchedule } from '../store/objects/schedules.ts';
import { putOneVehicle } from '../store/testing/one-vehicle.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { Directory } from './directory.ts';
import { Scheduling } from './scheduling.ts';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const night: StoredSchedule = {
  ...{ id: 's', municipality: 'm', route: 'r', vehicle: 'v', crew: 'first', contract: null },
  ...{ days: { every: 1 }, from: '22:00', to: '23:00', validFrom: '2026-11-01', validUntil: null, exceptions: [] },
  effective_ms: 0,
};

let store: TemporaryStore;
let directory: Directory;
beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putOneVehicle(db);
  const route = { id: 'r', municipality: 'm', name: 'r', operation: 'sweep' as const, legs: [], planned_m: 0 };
  await db.transaction((within) => putRoute(within, route, 'u', 0));
  directory = await Directory.load(db);
}, 60_000);
afterAll(() => store?.remove());
beforeEach(() => putSchedule(store.db, night));

/** A round in the midst of which, when it has asked which schedules there are, somebody does something. */
async function during(something: (scheduling: Scheduling) => Promise<unknown>): Promise<void> {
  let asked = false;
  const db: Db = Object.assign(Object.create(store.db) as Db, {
    query: async (...args: Parameters<Db['query']>) => {
      const rows = await store.db.query(...args);
      if (!asked && args[0].includes('from schedule s') && args[0].endsWith('order by s.id')) {
        asked = true;
        await something(scheduling);
      }
      return rows;
    },
  });
  const log = pino({ level: 'silent' });
  const parts = { db, directory, ahead_days: 2, changed: async () => undefined, now: () => NOON_MS, log };
  const scheduling = new Scheduling(parts);
  await scheduling.all();
}

const crews = async () => (await assignmentsEndingAfter(store.db, NOON_MS)).map(({ crew }) => crew);

test('a schedule that is changed while the round is under way stays as it was changed', async () => {
  await during(async (scheduling) => {
    await putSchedule(store.db, { ...night, crew: 'second' });
    await scheduling.apply('s', 'operator');
  });
  expect(await crews()).toEqual(['second', 'second']);
});

test('one that is removed meanwhile makes nothing any more', async () => {
  await during(async (scheduling) => {
    await scheduling.clear('s', 'operator');
    await deleteSchedule(store.db, 's');
  });
  expect(await crews()).toEqual([]);
});
