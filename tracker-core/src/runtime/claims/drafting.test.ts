import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../store/db.ts';
import { strayDrafts } from '../../store/objects/claim-drafts.ts';
import { addClaim } from '../../store/objects/claims.ts';
import { putContract } from '../../store/objects/contracts.ts';
import { putContractor } from '../../store/objects/contractors.ts';
import { putMunicipality } from '../../store/objects/municipalities.ts';
import { openTemporaryStore, type TemporaryStore } from '../../store/testing/temporary-store.ts';
import { Drafting } from './drafting.ts';

let store: TemporaryStore;
beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'c', municipality: 'm' });
  const parties = { municipality: 'm', contractor: 'c', number: '1', title: null, currency: 'MDL', price: 1 };
  const span = { from: '2026-01-01', to: '2026-12-31' };
  await putContract(db, { id: 'k', ...parties, ...span, operations: ['sweep'], routes: null });
}, 60_000);
afterAll(() => store?.remove());

/** Claims that were stopped before they were drafted; of the first two something was written. */
async function stopped(ids: readonly string[]): Promise<void> {
  const { db } = store;
  for (const [n, id] of ids.entries()) {
    const span = { from: `2026-0${n + 1}-01`, to: `2026-0${n + 1}-02`, paymentDate: '2026-12-01' };
    const parties = { contract: 'k', municipality: 'm', contractor: 'c', currency: 'MDL', replaces: null };
    await addClaim(db, { id, number: id, revision: 1, ...span, ...parties, by: 'a', search: id });
    await db.query(`update claim set state = 'stopped' where id = $1`, [id]);
  }
  const line = `(claim, no, kind, state, date, amount, search, body)`;
  await db.query(`insert into claim_line ${line} values ($1, 1, 'penalty', 'standing', '2026-01-01', 5, '', '{}')`, [
    ids[0],
  ]);
  await db.query(`insert into claim_work (claim, assignment, revision) values ($1, 'a', 1)`, [ids[1]]);
}

const drafting = (db: Db) =>
  new Drafting({ db, now: () => 0, log: pino({ level: 'silent' }), retry_ms: 1 } as unknown as ConstructorParameters<
    typeof Drafting
  >[0]);

async function swept(): Promise<void> {
  while ((await strayDrafts(store.db)).length > 0) await new Promise((resolve) => setImmediate(resolve));
}

test('what a death left of stopped drafts goes at the next start, though the database was not there at first', async () => {
  await stopped(['x', 'y', 'z']);
  expect(await strayDrafts(store.db)).toEqual(['x', 'y']);
  let failures = 2;
  const db: Db = Object.assign(Object.create(store.db) as Db, {
    query: async (...args: Parameters<Db['query']>) => {
      if (failures-- > 0) throw new Error('the database is not there');
      return store.db.query(...args);
    },
  });
  const work = drafting(db);
  work.resume();
  await swept();
  expect(failures).toBeLessThan(0);
  const [left] = await store.db.query<{ lines: number; works: number; claims: number }>(
    `select (select count(*) from claim_line) as lines, (select count(*) from claim_work) as works,
       (select count(*) from claim where state = 'stopped') as claims`,
  );
  expect(left).toEqual({ lines: 0, works: 0, claims: 3 });
  await work.close();
}, 30_000);
