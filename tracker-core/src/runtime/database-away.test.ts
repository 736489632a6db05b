import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fact, NOWHERE } from '../incidents/fact.ts';
import { EVERY_CASE, listIncidents } from '../store/objects/incidents.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { openStore, type Store } from '../store/open.ts';
import { onceReached } from '../store/reaching.ts';
import { putOneVehicle } from '../store/testing/one-vehicle.ts';
import { quiet } from '../store/testing/quiet.ts';
import {
  postgresBinaries,
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '../store/testing/temporary-postgres.ts';
import { Cases } from './cases.ts';
import { Directory } from './directory.ts';
import type { Networks } from './networks.ts';

const T = Date.UTC(2026, 10, 21, 6);

describe.skipIf(postgresBinaries() === null)('a server that restarts (skipped where Debian has no PostgreSQL)', () => {
  let server: TemporaryPostgres;
  let store: Store;
  beforeAll(async () => {
    server = await startTemporaryPostgres();
    store = await openStore({ databaseUrl: server.url, dataDir: '', log: quiet });
    await putOneVehicle(store.db);
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  test('a case that was found meanwhile is stored and shown', { timeout: 60_000 }, async () => {
    const { db } = store;
    const shown: string[] = [];
    const networks = { now: () => undefined } as unknown as Networks;
    const directory = await Directory.load(db);
    const cases = new Cases(db, directory, networks, () => T, (cause) => expect.fail(String(cause))); // prettier-ignore
    cases.use({ positions: () => {}, publish: (_m, _c, { type }) => void shown.push(type) });
    await server.down();
    cases.take([fact('sos', 'critical', { vehicle: 'v', assignment: null }, T, null, NOWHERE, {})]);
    await pause(600);
    expect(shown).toEqual([]);
    await server.up();
    await cases.flushed();
    expect(shown).toEqual(['incident']);
    const { items } = await listIncidents(db, EVERYTHING, { ...EVERY_CASE, vehicle: 'v' }, { after: null, limit: 10 });
    expect(items.map(({ kind, history }) => [kind, history.map(({ action }) => action)])).toEqual([
      ['sos', ['opened']],
    ]);
  });

  test('what fails for another reason, or for too long, is told', async () => {
    const { db } = store;
    await expect(onceReached(() => db.query('select nothing_there'))).rejects.toThrow('nothing_there');
    await server.down();
    await expect(onceReached(() => db.query('select 1'), 300)).rejects.toThrow(/ECONNREFUSED|terminat/);
    await server.up();
  });
});
