import { afterAll, beforeAll, expect, test } from 'vitest';
import { putContract } from '../objects/contracts.ts';
import { putContractor } from '../objects/contractors.ts';
import { putMunicipality } from '../objects/municipalities.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { contractWorks } from './claim-works.ts';

const [FROM, TO] = ['2026-10-01', '2026-11-01'];
let store: TemporaryStore;

const contract = (id: string, more: { from?: string; to?: string; routes?: string[] } = {}) =>
  putContract(store.db, {
    ...{ id, municipality: 'm', contractor: 'c', number: id, title: null, currency: 'MDL', price: 1 },
    ...{ from: '2026-01-01', to: '2026-12-31', operations: ['sweep'], routes: null, ...more },
  });

/** Of the first contract in a claim over the month, in this state. */
const claim = async (id: string, of: string, state: string, assignments: readonly string[]): Promise<void> => {
  await store.db.query(
    `insert into claim (id, contract, municipality, contractor, number, revision, from_date, to_date, payment_date, currency,
       state, made_by, search, contractor_order, contract_order)
     values ($1, $2, 'm', 'c', $1, 1, $3, $4, $4, 'MDL', $5, 'a', '', 'c', '1')`,
    [id, of, FROM, TO, state],
  );
  for (const assignment of assignments)
    await store.db.query('insert into claim_work (claim, assignment, revision) values ($1, $2, 1)', [id, assignment]);
};

/** Which contract each assignment belongs to: never to two. */
async function owners(...contracts: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const of of contracts)
    for (const { assignment } of await contractWorks(store.db, of, 'Europe/Chisinau', FROM, TO)) {
      expect(found[assignment], `${assignment} belongs to two`).toBeUndefined();
      found[assignment] = of;
    }
  return found;
}

beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await putMunicipality(db, { id: 'm', name: 'M', timezone: 'Europe/Chisinau', locale: 'en', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'C', municipality: 'm' });
  await db.query(
    `insert into vehicle (id, municipality, contractor, plate, operations, gear_sensors) values ('v', 'm', 'c', 'V', '{sweep}', '{}')`,
  );
  for (const route of ['r1', 'r2']) {
    await db.query(`insert into route (id, municipality) values ($1, 'm')`, [route]);
    await db.query(
      `insert into route_version (route, version, name, operation, legs, planned_m, made_at, made_by)
       values ($1, 1, $1, 'sweep', '[]', 0, now(), 'a')`,
      [route],
    );
  }
  for (const [id, route, from, named] of [
    ['first', 'r1', '2026-10-10T05:00:00Z', null],
    ['second', 'r2', '2026-10-20T05:00:00Z', null],
    ['named', 'r1', '2026-10-21T05:00:00Z', 'all'],
    // Still 31 October in Chisinau, in the night after the clock was put back.
    ['last', 'r1', '2026-10-31T21:59:00Z', null],
    ['after', 'r1', '2026-10-31T22:00:00Z', null],
  ])
    await db.query(
      `insert into assignment (id, municipality, route, route_version, vehicle, from_at, to_at, retroactive, contract)
       values ($1, 'm', $2, 1, 'v', $3::timestamptz, $3::timestamptz + interval '1 hour', false, $4)`,
      [id, route, from, named],
    );
  await contract('all');
}, 60_000);
afterAll(() => store?.remove());

test('work belongs to one of the contracts that are about it: to the one that names its route, then to the later one', async () => {
  expect(await owners('all')).toEqual({ first: 'all', second: 'all', named: 'all', last: 'all' });
  await contract('routes', { routes: ['r1'] });
  expect(await owners('all', 'routes')).toEqual({ first: 'routes', second: 'all', named: 'all', last: 'routes' });
  await contract('autumn', { from: '2026-10-15' });
  expect(await owners('all', 'routes', 'autumn')).toEqual({
    ...{ first: 'routes', second: 'autumn', named: 'all', last: 'routes' },
  });
  await contract('autumn', { from: '2026-10-15', to: '2026-10-19' });
  expect(await owners('all', 'routes', 'autumn')).toMatchObject({ second: 'all' });
});

test('what a claim of one contract charges stays with it, whatever contracts are written later', async () => {
  await claim('issued', 'all', 'issued', ['first']);
  await claim('away', 'all', 'cancelled', ['last']);
  expect(await owners('all', 'routes', 'autumn')).toEqual({
    ...{ first: 'all', second: 'all', named: 'all', last: 'routes' },
  });
});
