import { afterAll, beforeAll, expect, test } from 'vitest';
import { putContractor } from '../store/objects/contractors.ts';
import { putDevice } from '../store/objects/devices.ts';
import { putMunicipality } from '../store/objects/municipalities.ts';
import { putUser } from '../store/objects/users.ts';
import { putVehicle } from '../store/objects/vehicles.ts';
import { publishedHeads } from '../store/series/chain-days.ts';
import { FixWriter } from '../store/series/fix-writer.ts';
import { quiet } from '../store/testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../store/testing/sample-fixes.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { closeChainDays } from './chain-days.ts';
import { Directory } from './directory.ts';

const DAY_MS = 86_400_000;
const MIDNIGHT_MS = Date.parse('2026-11-20T00:00:00Z');
const MINUTE_MS = 60_000;

let store: TemporaryStore;
let directory: Directory;
beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  for (const id of ['north', 'south']) {
    await putContractor(db, { id, name: id, municipality: 'm' });
    const vehicle = { plate: id, municipality: 'm', contractor: id, operations: ['sweep' as const], gearSensors: [] };
    await putVehicle(db, { id: `v-${id}`, ...vehicle });
    const user = { login: `of-${id}`, name: id, municipalities: ['m'], contractor: id, locale: 'en' as const };
    await putUser(db, { ...user, role: 'contractor' }, 'no hash of a password');
  }
  // Moved from the one to the other at noon of the second day.
  const device = { id: 'moves', municipality: 'm', interval_s: 5 };
  await putDevice(db, { ...device, vehicle: 'v-north', since_ms: null }, 0);
  await putDevice(db, { ...device, vehicle: 'v-south', since_ms: MIDNIGHT_MS + 1.5 * DAY_MS }, 0);
  directory = await Directory.load(db);
  const writer = new FixWriter(db, quiet);
  for (const day of [0, 1, 2]) {
    const ts_ms = MIDNIGHT_MS + day * DAY_MS + 3 * MINUTE_MS;
    await writer.write(sampleDelivery('moves', [sampleFix(ts_ms), sampleFix(ts_ms + 1_000)]));
  }
}, 60_000);
afterAll(() => store?.remove());

const told = async (): Promise<[string, string[]][]> =>
  (
    await store.db.query<{ login: string; text: string[] }>(
      `select login, facts -> 'text' as text from notice where kind = 'chain-heads' order by no`,
    )
  ).map(({ login, text }) => [login, text.map((line) => line.split(' ').slice(0, 4).join(' '))]);

test('days are closed soon after midnight UTC, once, and told to whose vehicles the device served on them', async () => {
  const close = (now_ms: number) => closeChainDays({ db: store.db, directory, now: () => now_ms });
  const third_ms = MIDNIGHT_MS + 2 * DAY_MS;
  expect(await close(third_ms + 5 * MINUTE_MS)).toBe(1);
  expect(await close(third_ms + 20 * MINUTE_MS)).toBe(1);
  expect(await close(third_ms + 20 * MINUTE_MS)).toBe(0);
  expect(await told()).toEqual([
    ['of-north', ['2026-11-20 moves 2 2']],
    ['of-north', ['2026-11-21 moves 4 2']],
    ['of-south', ['2026-11-21 moves 4 2']],
  ]);
  const page = { after: null, limit: 10 };
  const south = await publishedHeads(store.db, 'south', '2026-11-01', '2026-12-01', page);
  expect(south.items).toMatchObject([{ device: 'moves', day: '2026-11-21', count: 4, fixes: 2 }]);
});
