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
/** Contracts by the one sealed assignment that each of them is about. */
const WORK = { one: 'work', two: 'second', three: 'third' } as const;
type Name = keyof typeof WORK;
const CONTRACTS = Object.keys(WORK) as Name[];

let made: ClaimTown;
const expected = new Map<Name, readonly ClaimLine[]>();
beforeAll(async () => {
  made = await makeClaimTown();
  const { service, auditor, town } = made;
  const { from, to } = await service.api.get<Assignment>('/assignments/work');
  const window = { from_ms: Date.parse(from), to_ms: Date.parse(to) };
  for (const id of [WORK.two, WORK.three]) await plan(service.api, town, id, window);
  for (const id of [WORK.two, WORK.three]) await sealed(id);
  for (const id of CONTRACTS) {
    const body = { ...contractBody(town.contractor), number: id, routes: [`${WORK[id]}-route`] };
    await auditor.put(`/contracts/${id}`, body);
    await auditor.post(`/contracts/${id}/terms`, terms());
    const claim = await drafted((await draft(id)).id);
    expected.set(id, await linesOf(claim.id));
    expect(expected.get(id)!.length).toBeGreaterThan(0);
    await auditor.post(`/claims/${claim.id}/stop`);
  }
}, 300_000);
afterAll(() => made?.service.remove());

const sealed = (assignment: string): Promise<CoverageAnswer> =>
  until(
    'the seal',
    () => made.service.api.get<CoverageAnswer>(`/assignments/${assignment}/coverage`),
    ({ status }) => status === 'sealed',
    100_000,
  );
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
  for (const [i, { id }] of asked.entries()) {
    expect(await drafted(id)).toMatchObject({ state: 'draft', progress: null });
    expect(await linesOf(id)).toEqual(expected.get(CONTRACTS[i]!));
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
  expect(await linesOf(next.id)).toEqual(expected.get('one'));
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
    for (const [i, { id }] of asked.entries()) {
      expect(await drafted(id)).toMatchObject({ state: 'draft', history: [{ action: 'drafted' }] });
      expect(await linesOf(id)).toEqual(expected.get(CONTRACTS[i]!));
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
  await sealed('before');
  // One cap over both days, whatever months they are of. Of the contracts about `work` it began last: it is this one's.
  const from = addDays(period.from, -29);
  const routes = ['before-route', 'work-route'];
  await auditor.put('/contracts/capped', { ...contractBody(town.contractor), from, number: 'capped', routes });
  await auditor.post('/contracts/capped/terms', { ...terms(), from, cap: { contract: 60_000 } });
  const draftOf = async (date: string) =>
    drafted((await auditor.post<Claim>('/contracts/capped/claims', { from: date, to: addDays(date, 1) })).id);
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
