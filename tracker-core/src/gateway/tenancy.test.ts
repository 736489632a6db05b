import type { Contract, Role } from '@sweepline/contract';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING_EARLIER } from '../claims/money/earlier.ts';
import { totalsOf } from '../claims/money/totals.ts';
import { MetreSums } from '../claims/work/metres.ts';
import { keepDraft } from '../store/objects/claim-drafts.ts';
import { addClaim } from '../store/objects/claims.ts';
import { setInstants, stepClaim } from '../store/objects/claim-steps.ts';
import { upsertIncidents } from '../store/objects/incident-facts.ts';
import { ROUTES } from './routes/index.ts';
import { done, makeTown, makeUsers, startTestGateway, type Client, type TestGateway } from './testing/town.ts';

const TOWNS = ['north', 'south'] as const;
const RANGE = '?from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z';

let test: TestGateway;
const users: { name: string; client: Client; role: Role; foreign: RegExp }[] = [];
const incidents: Record<string, string> = {};

beforeAll(async () => {
  test = await startTestGateway();
  for (const town of TOWNS) {
    await makeTown(test, town);
    await incident(town, 1);
    await incident(town, 2);
    for (const n of [1, 2]) await contractAndClaim(town, n);
  }
  for (const town of TOWNS) {
    const clients = await makeUsers(test, town);
    const other = town === 'north' ? 'south' : 'north';
    for (const role of ['operator', 'auditor', 'contractor'] as const) {
      const foreign = role === 'contractor' ? new RegExp(`${other}|${town}-2`) : new RegExp(other);
      users.push({ name: `${role} of ${town}`, client: clients[role], role, foreign });
    }
  }
}, 120_000);
afterAll(() => test.close());

async function incident(town: string, n: number): Promise<void> {
  const [made] = await test.store.db.transaction((db) =>
    upsertIncidents(
      db,
      [
        {
          key: `idle ${town}-${n}`,
          municipality: town,
          contractor: `c-${town}-${n}`,
          kind: 'idle',
          severity: 'warning',
          vehicle: `v-${town}-${n}`,
          assignment: `a-${town}-${n}`,
          from_ms: 0,
          to_ms: null,
          lat: null,
          lon: null,
          edge: `edge-${town}`,
          figures: { duration_s: 600 },
          note: null,
        },
      ],
      0,
    ),
  );
  incidents[`i-${town}-${n}`] = made!.id;
}

/** A contract with each contractor, and a claim of it that was issued; ids as a contractor's. */
async function contractAndClaim(town: string, n: number): Promise<void> {
  const id = `c-${town}-${n}`;
  const body = {
    municipality: town,
    contractor: id,
    number: `${town}-${n}`,
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'MDL',
    price: 1_000_000,
    operations: ['sweep'],
  };
  const contract = (await done(test.admin.call('PUT', `/contracts/${id}`, body))).body as Contract;
  await test.store.db.transaction(async (db) => {
    const period = { from: '2026-10-01', to: '2026-11-01', paymentDate: '2026-11-20' };
    const party = { contract: id, municipality: town, contractor: id, currency: 'MDL', by: `auditor-${town}` };
    await addClaim(db, { id, ...party, ...period, number: `${town}-${n}`, revision: 1, search: id, replaces: null });
    const setup = {
      contract,
      terms: [],
      timezone: 'Europe/Chisinau',
      ...period,
      incidents: [],
      delaysTo: period.to,
      earlier: NOTHING_EARLIER,
    };
    await keepDraft(db, id, { setup, totals: totalsOf([], new MetreSums().totals()), unsealed: [] });
    await stepClaim(db, id, 'drafted', { at_ms: 0, by: party.by });
    await stepClaim(db, id, 'issued', { at_ms: 0, by: party.by });
    await setInstants(db, id, { issued_ms: 0, answer_by_ms: 1, decide_by_ms: 2 });
  });
}

/** Every id a path could name, of both towns and of nothing. */
const idsFor = (path: string): string[] => {
  const kind = /^\/(\w+)\/\{/.exec(path)?.[1];
  if (kind === 'municipalities') return [...TOWNS, 'nowhere'];
  if (kind === 'users') return [...TOWNS.map((town) => `operator-${town}`), 'nobody'];
  const letter = kind![0]!;
  return [...TOWNS.flatMap((town) => [1, 2].map((n) => `${letter}-${town}-${n}`)), `${letter}-nowhere`];
};

const reads = ROUTES.filter(({ method, path }) => method === 'GET' && path !== '/session').flatMap(({ path }) =>
  path.includes('{') ? idsFor(path).map((id) => ({ path, id })) : [{ path, id: '' }],
);

/** An answer's text without the id that was asked for: what is left must not tell a foreign object from none. */
const withoutId = (text: string, id: string): string => text.replaceAll(id, '…');

describe('no read of one tenant returns a byte of another', () => {
  it.each(reads)('GET $path $id', async ({ path, id }) => {
    const real = incidents[id] ?? id;
    const address = (of: string): string => path.replace(/\{\w+\}/, of) + RANGE;
    for (const { client, foreign } of users) {
      const reply = await client.call('GET', address(real));
      const nothing = await client.call('GET', address('x-nowhere'));
      const leaks = reply.status === 200 && foreign.test(reply.text);
      const toldApart =
        reply.status !== nothing.status || withoutId(reply.text, real) !== withoutId(nothing.text, 'x-nowhere');
      expect({ leaks, toldApart: foreign.test(id) && toldApart }).toEqual({ leaks: false, toldApart: false });
    }
  });

  it('a list asked for another town is empty', async () => {
    for (const { client, foreign } of users) {
      for (const list of [
        'contractors',
        'vehicles',
        'devices',
        'routes',
        'assignments',
        'incidents',
        'contracts',
        'claims',
      ]) {
        for (const town of TOWNS) {
          const { text } = await client.call('GET', `/${list}?municipality=${town}`);
          expect(text).not.toMatch(foreign);
        }
      }
    }
  });
});

/** Everything a town owns, as the database has it. */
async function stateOf(town: string): Promise<string> {
  const rows: unknown[] = [];
  for (const [table, key] of [
    ['contractor', 'id'],
    ['vehicle', 'id'],
    ['device', 'id'],
    ['route', 'id'],
    ['assignment', 'id'],
    ['incident', 'id'],
    ['contract', 'id'],
    ['claim', 'id'],
  ] as const) {
    rows.push(await test.store.db.query(`select * from ${table} where municipality = $1 order by ${key}`, [town]));
  }
  rows.push(
    await test.store.db.query('select * from device_binding where vehicle like $1 order by device, since', [
      `%-${town}-%`,
    ]),
  );
  rows.push(
    await test.store.db.query('select * from route_version where route like $1 order by route, version', [
      `%-${town}-%`,
    ]),
  );
  rows.push(
    await test.store.db.query(
      `select e.* from incident_entry e join incident i on i.id = e.incident where i.municipality = $1 order by 1, 2`,
      [town],
    ),
  );
  return JSON.stringify(rows);
}

const town = fc.constantFrom(...TOWNS, 'nowhere');
const number = fc.constantFrom(1, 2);
const id = (letter: string) => fc.tuple(town, number).map(([t, n]) => `${letter}-${t}-${n}`);
const writes = fc.oneof(
  fc.record({
    method: fc.constant('PUT'),
    path: id('c').map((c) => `/contractors/${c}`),
    body: fc.record({ name: fc.constant('mine'), municipality: town }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: id('v').map((v) => `/vehicles/${v}`),
    body: fc.record({
      plate: fc.constant('MINE'),
      municipality: town,
      contractor: id('c'),
      operations: fc.constant(['sweep']),
      gearSensors: fc.constant([]),
    }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: id('d').map((d) => `/devices/${d}`),
    body: fc.record({ vehicle: id('v') }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: id('r').map((r) => `/routes/${r}`),
    body: fc.record({
      municipality: town,
      name: fc.constant('mine'),
      operation: fc.constant('sweep'),
      legs: fc.constant([{ edge: 'e', side: 'left' }]),
    }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: id('a').map((a) => `/assignments/${a}`),
    body: fc.record({
      route: id('r'),
      vehicle: id('v'),
      from: fc.constant('2026-11-23T06:00:00Z'),
      to: fc.constant('2026-11-23T07:00:00Z'),
    }),
  }),
  fc.record({ method: fc.constant('POST'), path: id('d').map((d) => `/devices/${d}/rotate`), body: fc.constant({}) }),
  fc.record({ method: fc.constant('DELETE'), path: id('d').map((d) => `/devices/${d}`), body: fc.constant({}) }),
  fc.record({
    method: fc.constant('POST'),
    path: fc
      .tuple(id('i'), fc.constantFrom('acknowledge', 'assign', 'comment', 'resolve', 'dismiss'))
      .map(([i, action]) => `/incidents/${i}/${action}`),
    body: fc.record({
      text: fc.constant('mine'),
      to: fc.constantFrom('operator-north', 'operator-south'),
      reason: fc.constant('mine'),
    }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: id('c').map((c) => `/contracts/${c}`),
    body: fc.record({
      municipality: town,
      contractor: id('c'),
      number: fc.constant('mine'),
      from: fc.constant('2026-01-01'),
      to: fc.constant('2026-12-31'),
      currency: fc.constant('MDL'),
      price: fc.constant(1),
      operations: fc.constant(['sweep']),
    }),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc
      .tuple(id('c'), fc.constantFrom('stop', 'issue', 'answer', 'decide', 'close', 'revise', 'lines/1/drop'))
      .map(([c, step]) => `/claims/${c}/${step}`),
    body: fc.record({
      lines: fc.constant([]),
      outcome: fc.constant('cancelled'),
      note: fc.constant('mine'),
      reason: fc.constant('mine'),
    }),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: id('v').map((v) => `/vehicles/${v}/commands`),
    body: fc.constant({ kind: 'message', text: 'mine' }),
  }),
);

describe('no write of one tenant touches another', () => {
  it('whatever it names', async () => {
    const mine = users.filter(({ name }) => name.endsWith('north'));
    const before = await stateOf('south');
    const outcomes = { done: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(writes, fc.constantFrom(...mine), async ({ method, path, body }, { client, foreign }) => {
        const real = path.replace(/i-\w+-\d/, (name) => incidents[name] ?? name);
        const reply = await client.call(method, real, body);
        outcomes[reply.status < 300 ? 'done' : 'refused'] += 1;
        expect(reply.status < 300 && foreign.test(reply.text)).toBe(false);
        expect([200, 204, 403, 404, 409, 422]).toContain(reply.status);
      }),
      { numRuns: 250 },
    );
    expect(await stateOf('south')).toBe(before);
    expect(Math.min(outcomes.done, outcomes.refused)).toBeGreaterThan(5);
    expect(test.logged).toEqual([]);
  }, 60_000);
});
