import { CLAIM_SORTS, CLAIM_STATES, type ClaimSummary } from '@sweepline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../db.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { placeOf, type ClaimPlace } from './claim-order.ts';
import { addClaim, listClaims, type ClaimFilter } from './claims.ts';
import { putContractor } from './contractors.ts';
import { putContract } from './contracts.ts';

const CLAIMS = 1_200;
const CONTRACTORS = 12;
const EVERY: ClaimFilter = { contractor: null, contract: null, states: null, q: null, from: null, to: null };
const scope = { municipalities: ['town'], contractor: null };
let store: TemporaryStore;

const putParty = async (db: Db, n: number, name: string, number: string): Promise<void> => {
  await putContractor(db, { id: `c${n}`, name, municipality: 'town' });
  await putContract(db, {
    ...{ id: `k${n}`, municipality: 'town', contractor: `c${n}`, number, title: null, currency: 'MDL', price: 1 },
    ...{ from: '2020-01-01', to: '2030-01-01', operations: ['sweep'], routes: null },
  });
};

beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await db.query(
    `insert into municipality (id, name, timezone, locale, drives_on) values ('town', 'Town', 'Europe/Chisinau', 'en', 'right')`,
  );
  for (let n = 1; n <= CONTRACTORS; n++) await putParty(db, n, `Contractor ${n}`, `${n}/25`);
  await db.transaction(async (within) => {
    for (let n = 0; n < CLAIMS; n++) {
      const of = 1 + (n % CONTRACTORS);
      const month = `2025-${String(1 + (n % 9)).padStart(2, '0')}`;
      await addClaim(within, {
        ...{ id: `claim-${n}`, contract: `k${of}`, municipality: 'town', contractor: `c${of}`, currency: 'MDL' },
        ...{ number: `${month}/${of}-25-${Math.floor(n / CONTRACTORS)}`, revision: 1, from: `${month}-01` },
        ...{ to: `${month}-28`, paymentDate: '2026-01-01', by: 'a', search: `claim ${n}`, replaces: null },
      });
    }
    await within.query(
      `update claim set state = ($1::text[])[1 + no % ${CLAIM_STATES.length}], totals = jsonb_build_object('total', no * 37 % 101),
         answer_by = timestamptz '2026-01-01' + no % 5 * interval '1 day', decide_by = timestamptz '2026-02-01'`,
      [CLAIM_STATES],
    );
  });
  await db.query('analyze claim');
}, 60_000);
afterAll(() => store?.remove());

const all = async (sort: (typeof CLAIM_SORTS)[number] | null, limit: number): Promise<ClaimSummary[]> => {
  const found: ClaimSummary[] = [];
  for (let after: ClaimPlace | null = null; ;) {
    const { items, next } = await listClaims(store.db, scope, EVERY, { sort, after, limit });
    found.push(...items);
    if (next === null) return found;
    after = placeOf(next, sort);
    expect(after).not.toBeNull();
  }
};

test('numbers in names stand in their order: 2 before 10', async () => {
  const natural = new Intl.Collator('en', { numeric: true }).compare;
  for (const [sort, shown] of [
    ['number', ({ number }: ClaimSummary) => number],
    ['contractor', ({ contractorName }: ClaimSummary) => contractorName],
    ['contract', ({ contractNumber }: ClaimSummary) => contractNumber],
  ] as const) {
    const texts = (await all(sort, 500)).map(shown);
    expect(texts).toEqual(texts.toSorted(natural));
    expect(new Set(texts).size).toBeGreaterThanOrEqual(CONTRACTORS);
  }
});

test('states stand in the order in which a claim goes through them', async () => {
  const states = (await all('state', 500)).map(({ state }) => CLAIM_STATES.indexOf(state));
  expect(states).toEqual(states.toSorted((a, b) => a - b));
  expect(new Set(states).size).toBe(CLAIM_STATES.length);
});

test('pages of any size give each claim once, in one order', async () => {
  for (const sort of [null, ...CLAIM_SORTS]) {
    const once = (await all(sort, CLAIMS)).map(({ id }) => id);
    expect(new Set(once).size).toBe(CLAIMS);
    expect((await all(sort, 173)).map(({ id }) => id)).toEqual(once);
  }
});

test('an index serves every order: nothing is sorted for a page', async () => {
  for (const sort of [null, ...CLAIM_SORTS]) {
    const { next } = await listClaims(store.db, scope, EVERY, { sort, after: null, limit: 50 });
    const plans: string[] = [];
    const explaining: Db = {
      ...store.db,
      query: async (sql, parameters) => {
        const rows = await store.db.query<Record<string, string>>(`explain ${sql}`, parameters);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return [];
      },
    };
    for (const after of [null, placeOf(next!, sort)])
      await listClaims(explaining, scope, EVERY, { sort, after, limit: 50 });
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).toMatch(/Index Scan (Backward )?using claim_\w+ on claim m/);
      expect(plan).not.toMatch(/\bSort\b/);
    }
  }
});

test('who is renamed is found in the place of the new name, and claims that keep the old one stay', async () => {
  const { db } = store;
  const firstOf = async (sort: 'contractor' | 'contract') =>
    (await listClaims(db, scope, EVERY, { sort, after: null, limit: 1 })).items[0]!;
  await db.query(
    `update claim set names = '{"contractor": "Contractor 12", "contractNumber": "12/25"}' where id = 'claim-11'`,
  );
  await putParty(db, 12, 'A cleaner', '0/25');
  expect((await firstOf('contractor')).contractorName).toBe('A cleaner');
  expect((await firstOf('contract')).contractNumber).toBe('0/25');
  const names = (await all('contractor', 500)).map(({ contractorName }) => contractorName);
  expect(names.lastIndexOf('A cleaner')).toBe(CLAIMS / CONTRACTORS - 2);
  expect(names.at(-1)).toBe('Contractor 12');
});
