import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../db.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { listAudit, type AuditFilter } from './audit.ts';

const RECORDS = 20_000;
const EVERYTHING: AuditFilter = {
  login: null,
  object: null,
  municipality: null,
  action: null,
  from_ms: null,
  to_ms: null,
};
const PAGE = { after: null, limit: 50 };

let store: TemporaryStore;
beforeAll(async () => {
  store = await openTemporaryStore();
  await store.db.query(
    `insert into audit (at, login, action, object, municipality, body)
     select timestamptz '2026-01-01' + n * interval '1 minute', case n when 7 then 'once' else 'user' || n % 20 end,
       'PUT /vehicles/{id}', 'v' || n % 3000, 'm' || n % 3, null from generate_series(1, ${RECORDS}) n`,
  );
  await store.db.query('analyze audit');
}, 60_000);
afterAll(() => store?.remove());

async function planOf(filter: Partial<AuditFilter>): Promise<string> {
  let plan = '';
  const explaining: Db = {
    ...store.db,
    query: async (sql, parameters) => {
      const rows = await store.db.query<Record<string, string>>(`explain ${sql}`, parameters);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return [];
    },
  };
  await listAudit(explaining, { ...EVERYTHING, ...filter }, PAGE);
  return plan;
}

test('what one person wrote, and what was written of one object, is found newest first without reading the rest', async () => {
  const { items } = await listAudit(store.db, { ...EVERYTHING, login: 'once' }, PAGE);
  expect(items).toMatchObject([{ login: 'once', object: 'v7' }]);
  const ofOne = await listAudit(store.db, { ...EVERYTHING, object: 'v7' }, PAGE);
  expect(ofOne.items.map(({ no }) => no)).toEqual([18_007, 15_007, 12_007, 9_007, 6_007, 3_007, 7]);
  expect(await planOf({ login: 'once' })).toContain('audit_login');
  expect(await planOf({ object: 'v7' })).toContain('audit_object');
  expect(await planOf({ municipality: 'm1', login: 'nobody' })).toMatch(/audit_(login|municipality)/);
});
