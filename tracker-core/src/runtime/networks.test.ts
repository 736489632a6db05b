import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../store/db.ts';
import { replaceAreas } from '../store/objects/areas.ts';
import { putMunicipality } from '../store/objects/municipalities.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { makeStreets } from './importing/make-streets.ts';
import { NetworkFiles } from './network-files.ts';
import { Networks } from './networks.ts';

let store: TemporaryStore;
let folder: string;
const networksOn = (db: Db = store.db) => new Networks(db, new NetworkFiles(folder));
beforeAll(async () => {
  store = await openTemporaryStore();
  folder = mkdtempSync(join(tmpdir(), 'sweepline-networks-'));
  await putMunicipality(store.db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
}, 60_000);
afterAll(async () => {
  await store?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** So many streets side by side. */
async function streets(count: number) {
  const features = Array.from({ length: count }, (_, n) => ({
    type: 'Feature',
    properties: { id: `e${n}` },
    geometry: { type: 'LineString', coordinates: [[10, 55 + n / 100], [10.01, 55 + n / 100]] }, // prettier-ignore
  }));
  const made = await makeStreets('geojson', Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })), []);
  return { municipality: 'm', ...made, warnings: [...made.warnings] };
}

const yard = (id: string) => ({
  ...{ id, kind: 'depot' as const, name: id },
  geometry: { type: 'Polygon' as const, coordinates: [[[10, 55], [10.1, 55], [10.1, 55.1], [10, 55]]] }, // prettier-ignore
});

test('of two imports at once each is stored whole, and the last one is what holds', async () => {
  const networks = networksOn();
  await networks.of('m');
  await Promise.all([networks.add(await streets(2), 0), networks.add(await streets(3), 1)]);
  expect(networks.present('m')).toMatchObject({ version: 2 });
  expect(networks.present('m').network.edges).toHaveLength(3);
  expect((await networks.version('m', 1)).network.edges).toHaveLength(2);
  expect((await networksOn().of('m')).network.edges).toHaveLength(3);
});

test('of two changes of the yards that are read at once the last one holds', async () => {
  let hold: (() => void) | null = null;
  const first = new Promise<void>((resolve) => (hold = resolve));
  let reads = 0;
  const slow: Db = Object.assign(Object.create(store.db) as Db, {
    query: async (...args: Parameters<Db['query']>) => {
      const rows = await store.db.query(...args);
      // What is read first comes last.
      if (args[0].includes('from area') && ++reads === 2) await first;
      return rows;
    },
  });
  const networks = networksOn(slow);
  await networks.of('m');
  await store.db.transaction((within) => replaceAreas(within, 'm', [yard('old')]));
  const before = networks.reload('m');
  await until(() => reads === 2);
  await store.db.transaction((within) => replaceAreas(within, 'm', [yard('new')]));
  const after = networks.reload('m');
  setImmediate(() => setImmediate(() => hold!()));
  await Promise.all([before, after]);
  expect(networks.present('m').areas.map(({ id }) => id)).toEqual(['new']);
});

test('streets that did not change are the very same after the yards did', async () => {
  const networks = networksOn();
  const { network } = await networks.of('m');
  await networks.reload('m');
  expect(networks.present('m').network).toBe(network);
});
