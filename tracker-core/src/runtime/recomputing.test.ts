import type { RecomputeJob } from '@sweepline/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../store/db.ts';
import { putAssignment } from '../store/objects/assignments.ts';
import { putContractor } from '../store/objects/contractors.ts';
import { putMunicipality } from '../store/objects/municipalities.ts';
import { putRoute } from '../store/objects/routes.ts';
import { putVehicle } from '../store/objects/vehicles.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { Recomputing } from './recomputing.ts';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 10, 21);
const SHIFTS = 25;
const iso = (ms: number): string => new Date(ms).toISOString();
const id = (n: number): string => `a${String(n).padStart(2, '0')}`;

let store: TemporaryStore;
beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'c', municipality: 'm' });
  await putVehicle(db, {
    id: 'v',
    plate: 'v',
    municipality: 'm',
    contractor: 'c',
    operations: ['sweep'],
    gearSensors: [],
  });
  const route = { id: 'r', municipality: 'm', name: 'r', operation: 'sweep' as const, legs: [], planned_m: 0 };
  await db.transaction((within) => putRoute(within, route, 'u', T));
  for (let n = 0; n < SHIFTS; n++) {
    const window = { from: iso(T + n * HOUR_MS), to: iso(T + (n + 1) * HOUR_MS) };
    const assignment = { id: id(n), municipality: 'm', route: 'r', routeVersion: 1, vehicle: 'v', ...window };
    await putAssignment(db, { ...assignment, crew: null, contract: null, retroactive: false }, T);
  }
}, 60_000);
afterAll(() => store?.remove());

type Anew = (assignment: string) => Promise<{ digest: string; revision: number; stored: string | null; fixes: number }>;
const same: Anew = async () => ({ digest: 'd', revision: 1, stored: 'd', fixes: 100 });

const recomputing = (anew: Anew, busy = () => false) =>
  new Recomputing({ db: store.db, results: { anew }, busy, now: () => T, log: pino({ level: 'silent' }) });

async function ended(batches: Recomputing, job: string): Promise<RecomputeJob> {
  for (;;) {
    const found = (await batches.find('m', job))!;
    if (found.state === 'done') return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('tells which shifts do not give the stored digest, which have none, and which failed', async () => {
  const batches = recomputing(async (assignment) => {
    if (assignment === id(3)) throw new Error('its route is gone');
    if (assignment === id(5)) return { digest: 'other', revision: 2, stored: 'd', fixes: 10 };
    return { ...(await same(assignment)), stored: assignment === id(7) ? null : 'd' };
  });
  const job = await batches.start('m', T, T + SHIFTS * HOUR_MS, 'auditor');
  expect(job).toMatchObject({ state: 'running', total: SHIFTS, done: 0, by: 'auditor' });
  expect(await ended(batches, job.id)).toMatchObject({
    total: SHIFTS,
    done: SHIFTS,
    unsealed: 1,
    changed: 1,
    failed: 1,
    fixes: 100 * (SHIFTS - 2) + 10,
    findings: [
      { assignment: id(3), revision: null, stored: null, computed: null, trouble: 'its route is gone' },
      { assignment: id(5), revision: 2, stored: 'd', computed: 'other', trouble: null },
    ],
  });
  await batches.close();
});

it('takes the shifts whose window touches the time, and asked twice is one batch', async () => {
  const seen: string[] = [];
  const batches = recomputing((assignment) => {
    seen.push(assignment);
    return same(assignment);
  });
  const [one, two] = await Promise.all([
    batches.start('m', T + 2.5 * HOUR_MS, T + 5 * HOUR_MS, 'u'),
    batches.start('m', T + 2.5 * HOUR_MS, T + 5 * HOUR_MS, 'w'),
  ]);
  expect(two.id).toBe(one.id);
  await ended(batches, one.id);
  expect(seen).toEqual([id(2), id(3), id(4)]);
  const again = await batches.start('m', T + 2.5 * HOUR_MS, T + 5 * HOUR_MS, 'u');
  expect(again.id).not.toBe(one.id);
  await ended(batches, again.id);
  await batches.close();
});

it('goes on after a restart where it broke off', async () => {
  const seen: string[] = [];
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const first: Recomputing = recomputing(async (assignment) => {
    seen.push(assignment);
    if (seen.length === 13) stop();
    return same(assignment);
  });
  const { id: job } = await first.start('m', T, T + 24 * HOUR_MS, 'u');
  await stopped;
  await first.close();
  const before = (await first.find('m', job))!;
  expect(before).toMatchObject({ state: 'running', done: 13 });
  const second = recomputing((assignment) => {
    seen.push(assignment);
    return same(assignment);
  });
  second.resume();
  expect(await ended(second, job)).toMatchObject({ done: 24, total: 24 });
  expect(seen).toEqual(Array.from({ length: 24 }, (_, n) => id(n)));
  await second.close();
});

it('rests while live fixes wait', async () => {
  let asked = 0;
  const batches = recomputing(same, () => {
    asked += 1;
    return true;
  });
  const { id: job } = await batches.start('m', T, T + 3 * HOUR_MS, 'u');
  await ended(batches, job);
  expect(asked).toBe(3);
  await batches.close();
});

it('takes up what is asked for at the moment when the last one ends', async () => {
  let ask: (job: RecomputeJob) => void;
  const asked = new Promise<RecomputeJob>((resolve) => (ask = resolve));
  let isAsked = false;
  const db: Db = Object.assign(Object.create(store.db) as Db, {
    query: async (...args: Parameters<Db['query']>) => {
      const rows = await store.db.query(...args);
      // It is known that there is no more, and not yet said.
      if (args[0].includes('where ended_at is null order by') && rows.length === 0 && !isAsked) {
        isAsked = true;
        ask(await batches.start('m', T + 2 * HOUR_MS, T + 3 * HOUR_MS, 'u'));
      }
      return rows;
    },
  });
  const log = pino({ level: 'silent' });
  const batches: Recomputing = new Recomputing({ db, results: { anew: same }, busy: () => false, now: () => T, log });
  await ended(batches, (await batches.start('m', T, T + HOUR_MS, 'u')).id);
  const { id: next } = await asked;
  expect(await ended(batches, next)).toMatchObject({ done: 1 });
  await batches.close();
}, 10_000);
