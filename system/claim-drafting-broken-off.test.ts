import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type Claim, type ClaimLine, type PageOf, type PlanFactMonths } from '@sweepline/contract';
import type { Api } from './api.ts';
import { namedStreets, terms } from './claim-town.ts';
import { iso, makeStreetTown, routeBody } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
/** Results are read two hundred at once, lines are written five hundred at once: several times of each. */
const RESULTS = 450;
/** So many more are of the other contract. */
const OTHERS = 30;
/** A draft may be done before it is looked at: then another one is looked at. */
const TRIES = 12;
const day = addDays(iso(Date.now()).slice(0, 10), -1);
const period = { from: day, to: addDays(day, 1) };

let service: ServiceProcess;
let auditor: Api;
let expected: readonly ClaimLine[];
let expectedOfOther: readonly ClaimLine[];
beforeAll(async () => {
  service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1' });
  const { api } = service;
  const town = await makeStreetTown(api, 'town', 1);
  await api.put('/municipalities/town/network', namedStreets(), 'application/geo+json');
  for (const route of ['r-one', 'r-two']) await api.put(`/routes/${route}`, routeBody('town', [0, 1, 2]));
  const midnight_ms = Date.parse(`${day}T00:00:00Z`);
  for (let n = 0; n < RESULTS + OTHERS; n++) {
    const [from, to] = [iso(midnight_ms + 2 * n * MINUTE_MS), iso(midnight_ms + (2 * n + 1) * MINUTE_MS)];
    const route = n < RESULTS ? 'r-one' : 'r-two';
    await api.put(`/assignments/a-${n}`, { route, vehicle: town.vehicles[0], from, to });
  }
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  for (const id of ['one', 'two']) {
    const span = { from: addDays(day, -10), to: addDays(day, 10) };
    const parties = { municipality: 'town', contractor: town.contractor, number: id, currency: 'MDL', price: 100_000 };
    await auditor.put(`/contracts/${id}`, { ...parties, ...span, operations: ['plough'], routes: [`r-${id}`] });
    await auditor.post(`/contracts/${id}/terms`, {
      ...terms(),
      from: span.from,
      rules: [
        {
          id: 'leg',
          kind: 'penalty',
          on: { fact: 'undone', per: 'leg' },
          charge: { sum: 'fixed', amount: 500 },
          cure_h: 24,
        },
      ],
    });
  }
  await until(
    'the seals',
    () => api.get<PlanFactMonths>(`/municipalities/town/plan-fact?from=${period.from}&to=${period.to}&by=month`),
    ({ months }) => months[0]?.sealed === RESULTS + OTHERS,
    100_000,
  );
  const { id, unsealed } = await drafted((await draft('one')).id);
  expect(unsealed).toEqual([]);
  expected = await linesOf(id);
  expect(expected.length).toBeGreaterThan(2 * RESULTS);
  await put(id);
  const other = await drafted((await draft('two')).id);
  expectedOfOther = await linesOf(other.id);
  expect(expectedOfOther.length).toBeGreaterThan(2 * OTHERS);
  await put(other.id);
}, 250_000);
afterAll(() => service?.remove());

const draft = (contract: string): Promise<Claim> => auditor.post(`/contracts/${contract}/claims`, period);
const claimOf = (id: string): Promise<Claim> => auditor.get(`/claims/${id}`);
const drafted = (id: string): Promise<Claim> =>
  until(
    'the draft',
    () => claimOf(id),
    ({ state }) => state !== 'drafting',
  );
/** Puts the draft away: its period is free for the next one. */
const put = (id: string): Promise<Claim> => auditor.post(`/claims/${id}/stop`);

async function linesOf(id: string): Promise<readonly ClaimLine[]> {
  const lines: ClaimLine[] = [];
  for (let after = ''; ;) {
    const page = await auditor.get<PageOf<ClaimLine>>(`/claims/${id}/lines?limit=1000${after}`);
    lines.push(...page.items);
    if (page.next === null) return lines;
    after = `&after=${page.next}`;
  }
}

/** A drafting claim that stands where it is wanted: it is looked at again and again, and drafted anew where that came too late. */
async function caught(contract: string, wanted: (done: number, total: number) => boolean): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { id } = await draft(contract);
    for (;;) {
      const { state, progress } = await claimOf(id);
      if (state !== 'drafting') break;
      if (progress !== null && progress.total > 0 && wanted(progress.done, progress.total)) return id;
    }
    await put(id);
  }
  throw new Error(`${TRIES} drafts were done before they were looked at`);
}

const STANDS: readonly (readonly [string, (done: number, total: number) => boolean])[] = [
  ['is read in part', (done, total) => done >= 200 && done < total],
  ['is read whole and written in part', (done, total) => done === total],
];

test.each(STANDS)(
  'a draft over which the service dies while it %s is begun again, and ends in the same lines',
  { timeout: 120_000 },
  async (_what, wanted) => {
    const id = await caught('one', wanted);
    const other = (await draft('two')).id;
    await service.stop('SIGKILL');
    await service.restart();
    for (const [claim, lines] of [
      [id, expected],
      [other, expectedOfOther],
    ] as const) {
      expect(await drafted(claim)).toMatchObject({ state: 'draft', history: [{ action: 'drafted' }] });
      expect(await linesOf(claim)).toEqual(lines);
      await put(claim);
    }
  },
);

test('a draft over which the service is stopped in order goes on at the next start', { timeout: 120_000 }, async () => {
  const id = await caught('one', (done, total) => done >= 200 && done < total);
  expect(await service.stop()).toBe(0);
  await service.restart();
  expect(await drafted(id)).toMatchObject({ state: 'draft', history: [{ action: 'drafted' }] });
  expect(await linesOf(id)).toEqual(expected);
  await put(id);
});

test.each(STANDS)(
  'a draft that is cancelled while it %s leaves nothing, and lets the next one begin',
  { timeout: 120_000 },
  async (_what, wanted) => {
    const id = await caught('one', wanted);
    const other = (await draft('two')).id;
    const stopped = await put(id);
    expect(stopped).toMatchObject({ state: 'stopped', progress: null, total: 0 });
    expectRefused(await auditor.request('POST', `/claims/${id}/issue`), 'wrong-state');
    await drafted(other);
    expect(await linesOf(other)).toEqual(expectedOfOther);
    expect(await linesOf(id)).toEqual([]);
    await put(other);
    const next = await drafted((await draft('one')).id);
    expect(await linesOf(next.id)).toEqual(expected);
    await put(next.id);
  },
);

test(
  'of a draft that was cancelled just before the service died nothing is left after the start',
  { timeout: 120_000 },
  async () => {
    const id = await caught('one', (done, total) => done === total);
    await put(id);
    await service.stop('SIGKILL');
    await service.restart();
    expect(await claimOf(id)).toMatchObject({ state: 'stopped', progress: null });
    await until(
      'its lines go',
      () => linesOf(id),
      ({ length }) => length === 0,
    );
    const next = await drafted((await draft('one')).id);
    expect(await linesOf(next.id)).toEqual(expected);
  },
);
