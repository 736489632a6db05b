import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addDays,
  type Assignment,
  type Claim,
  type ClaimLine,
  type CoverageAnswer,
  type DryRunAnswer,
  type PageOf,
  type Rule,
} from '@sweepline/contract';
import { contractBody, makeClaimTown, period, terms, type ClaimTown } from './claim-town.ts';
import { plan } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { until } from './until.ts';

/** So many of the drafts that were asked for are done when the service is killed. */
const DONE_BEFORE = [0, 1];
const CONTRACTS = ['one', 'two', 'three'];

let made: ClaimTown;
let expected: readonly ClaimLine[];
beforeAll(async () => {
  made = await makeClaimTown();
  const { auditor, town } = made;
  for (const id of CONTRACTS) {
    await auditor.put(`/contracts/${id}`, { ...contractBody(town.contractor), number: id });
    await auditor.post(`/contracts/${id}/terms`, terms());
  }
  const { id } = await drafted((await draft('one')).id);
  expected = await linesOf(id);
  await auditor.post(`/claims/${id}/stop`);
}, 200_000);
afterAll(() => made?.service.remove());

const draft = (contract: string): Promise<Claim> => made.auditor.post(`/contracts/${contract}/claims`, period);
const claimOf = (id: string): Promise<Claim> => made.auditor.get(`/claims/${id}`);
const drafted = (id: string): Promise<Claim> =>
  until(
    'the draft',
    () => claimOf(id),
    ({ state }) => state !== 'drafting',
  );
const linesOf = async (id: string): Promise<readonly ClaimLine[]> =>
  (await made.auditor.get<PageOf<ClaimLine>>(`/claims/${id}/lines?limit=1000`)).items;

test('no day of delay is counted that is still to come', async () => {
  const late: Rule = {
    id: 'late',
    kind: 'penalty',
    clause: '6.4',
    on: { fact: 'late' },
    charge: { sum: 'per-delay', unit: 'hour', amount: 100 },
  };
  const body = { from: period.from, to: addDays(period.to, 20), terms: { ...terms(), rules: [late] } };
  const { draft } = await made.auditor.post<DryRunAnswer>('/contracts/one/dry-run', body);
  expect(draft.lines.length).toBeGreaterThan(0);
  const hours = draft.lines.flatMap(({ arithmetic }) =>
    arithmetic.terms.flat().flatMap(({ unit, value }) => (unit === 'hours' ? [Number(value)] : [])),
  );
  expect(Math.max(0, ...hours)).toBeLessThanOrEqual(24);
});

test('claims of several contracts that are asked for at once are each drafted; of one contract one is', async () => {
  const asked = await Promise.all(CONTRACTS.map(draft));
  expect(new Set(asked.map(({ id }) => id)).size).toBe(CONTRACTS.length);
  for (const { id } of asked) {
    expect(await drafted(id)).toMatchObject({ state: 'draft', progress: null });
    expect(await linesOf(id)).toEqual(expected);
    await made.auditor.post(`/claims/${id}/stop`);
  }
  const path = '/contracts/one/claims';
  const replies = await Promise.all([1, 2, 3].map(() => made.auditor.request('POST', path, period)));
  const taken = replies.filter(({ status }) => status === 200);
  expect(taken).toHaveLength(1);
  for (const reply of replies) if (reply.status !== 200) expectRefused(reply, 'wrong-state');
  const { id } = await drafted((taken[0]!.body as Claim).id);
  await made.auditor.post(`/claims/${id}/stop`);
});

test('a draft that is stopped at once leaves nothing, and its period to another', async () => {
  const { auditor } = made;
  const { id } = await draft('one');
  expect(await auditor.post(`/claims/${id}/stop`)).toMatchObject({ state: 'stopped', progress: null });
  expect(await linesOf(id)).toEqual([]);
  expectRefused(await auditor.request('POST', `/claims/${id}/issue`), 'wrong-state');
  const next = await drafted((await draft('one')).id);
  expect(next.state).toBe('draft');
  expect(await linesOf(next.id)).toEqual(expected);
  expect(await claimOf(id)).toMatchObject({ state: 'stopped' });
  await auditor.post(`/claims/${next.id}/stop`);
});

test.each(DONE_BEFORE)(
  'drafts over which the service dies when %i of them are done are begun again, and end in the same lines',
  { timeout: 120_000 },
  async (done) => {
    const { service, auditor } = made;
    const asked = await Promise.all(CONTRACTS.map(draft));
    for (const { id } of asked.slice(0, done)) await drafted(id);
    await service.stop('SIGKILL');
    await service.restart();
    for (const { id } of asked) {
      expect(await drafted(id)).toMatchObject({ state: 'draft', history: [{ action: 'drafted' }] });
      expect(await linesOf(id)).toEqual(expected);
      await auditor.post(`/claims/${id}/stop`);
    }
  },
);

/** The last: another assignment is among the results from here on. */
test('a draft that another claim of the contract overtook is not issued, drafted again it is', async () => {
  const { service, auditor, town } = made;
  const { from: windowFrom } = await service.api.get<Assignment>('/assignments/work');
  const day = new Date(Date.parse(windowFrom)).toISOString().slice(0, 10);
  const before_ms = Date.parse(`${addDays(day, -1)}T11:00:00Z`);
  await plan(service.api, town, 'before', { from_ms: before_ms, to_ms: before_ms + 3_600_000 });
  await until(
    'the seal',
    () => service.api.get<CoverageAnswer>('/assignments/before/coverage'),
    ({ status }) => status === 'sealed',
    100_000,
  );
  // One cap over both days, whatever months they are of.
  await auditor.put('/contracts/capped', { ...contractBody(town.contractor), number: 'capped' });
  await auditor.post('/contracts/capped/terms', { ...terms(), cap: { contract: 60_000 } });
  const draftOf = async (from: string) =>
    drafted((await auditor.post<Claim>('/contracts/capped/claims', { from, to: addDays(from, 1) })).id);
  const [earlier, later] = [await draftOf(addDays(day, -1)), await draftOf(day)];
  expect(earlier.totals.penalty).toBeGreaterThan(0);
  await auditor.post(`/claims/${earlier.id}/issue`);
  const refused = await auditor.request('POST', `/claims/${later.id}/issue`);
  expectRefused(refused, 'wrong-state');
  expect(refused.body).toMatchObject({ reason: 'claim-overtaken' });
  expect(await claimOf(later.id)).toMatchObject({ state: 'draft' });
  await auditor.post(`/claims/${later.id}/stop`);
  const again = await draftOf(day);
  expect(earlier.totals.penalty + again.totals.penalty).toBeLessThanOrEqual(60_000);
  expect(await auditor.post<Claim>(`/claims/${again.id}/issue`)).toMatchObject({ state: 'issued' });
});
