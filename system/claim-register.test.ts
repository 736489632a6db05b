import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addDays,
  CLAIM_SORT_KEYS,
  CLAIM_STATES,
  type Claim,
  type ClaimSummary,
  type PageOf,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { contractBody, makeClaimTown, period, terms } from './claim-town.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';

let service: ServiceProcess;
let auditor: Api;
let own: Api;

beforeAll(async () => {
  const made = await makeClaimTown();
  ({ service, auditor, own } = made);
  await auditor.put('/contracts/winter', contractBody(made.town.contractor));
  await auditor.put('/contracts/rivals', { ...contractBody('rival'), number: '7' });
  for (const contract of ['winter', 'rivals']) await auditor.post(`/contracts/${contract}/terms`, terms());
}, 200_000);
afterAll(() => service?.remove());

const natural = new Intl.Collator('en', { numeric: true }).compare;
const inOrder = (a: string | number, b: string | number): number =>
  typeof a === 'number' || typeof b === 'number' ? Number(a) - Number(b) : natural(a, b);

const drafted = (id: string): Promise<Claim> =>
  until(
    'the draft',
    () => auditor.get<Claim>(`/claims/${id}`),
    ({ state }) => state !== 'drafting',
  );

test('the register stands in the order that is asked for, page by page', async () => {
  const span = (from: number, to: number) => ({ from: addDays(period.from, from), to: addDays(period.from, to) });
  const drafts = [
    await auditor.post<Claim>('/contracts/winter/claims', period),
    await auditor.post<Claim>('/contracts/winter/claims', span(-29, -20)),
    await auditor.post<Claim>('/contracts/rivals/claims', span(-28, -10)),
    await auditor.post<Claim>('/contracts/rivals/claims', span(-9, -2)),
  ];
  for (const { id } of drafts) await drafted(id);
  const issued = await auditor.post<Claim>(`/claims/${drafts[0]!.id}/issue`);
  const paged = async (sort: string, limit: number): Promise<ClaimSummary[]> => {
    const found: ClaimSummary[] = [];
    for (let after = ''; ;) {
      const page = await auditor.get<PageOf<ClaimSummary>>(
        `/claims?municipality=town&limit=${limit}${sort}${after === '' ? '' : `&after=${after}`}`,
      );
      found.push(...page.items);
      if (page.next === null) return found;
      expect(page.items).toHaveLength(limit);
      after = page.next;
    }
  };
  const newest = await paged('', 100);
  expect(await paged('', 1)).toEqual(newest);
  expect(newest).toHaveLength(4);
  const late = '9999';
  const due = ({ state, answerBy, decideBy }: ClaimSummary) =>
    (state === 'issued' ? answerBy : state === 'answered' ? decideBy : null) ?? late;
  const keys: Record<string, (claim: ClaimSummary) => string | number> = {
    number: ({ number }) => number,
    contractor: ({ contractorName }) => contractorName.toLowerCase(),
    contract: ({ contractNumber }) => contractNumber.toLowerCase(),
    period: ({ from }) => from,
    state: ({ state }) => CLAIM_STATES.indexOf(state),
    due,
    sum: ({ total }) => total,
  };
  expect(Object.keys(keys)).toEqual([...CLAIM_SORT_KEYS]);
  for (const [name, keyOf] of Object.entries(keys)) {
    const up = await paged(`&sort=${name}`, 100);
    const values = up.map(keyOf);
    expect(values).toEqual(values.toSorted(inOrder));
    expect(up.map(({ id }) => id).sort()).toEqual(newest.map(({ id }) => id).sort());
    const down = await paged(`&sort=-${name}`, 100);
    // What waits for nobody is the last in both directions.
    const waits = (claims: readonly ClaimSummary[]) => claims.filter((one) => name !== 'due' || due(one) !== late);
    expect(waits(down)).toEqual(waits(up).toReversed());
    expect(down.slice(0, waits(down).length)).toEqual(waits(down));
    for (const limit of [1, 2, 3]) {
      expect(await paged(`&sort=${name}`, limit)).toEqual(up);
      expect(await paged(`&sort=-${name}`, limit)).toEqual(down);
    }
  }
  expect((await own.get<PageOf<ClaimSummary>>('/claims?sort=-sum')).items.map(({ id }) => id)).toEqual([issued.id]);
  expectRefused(await auditor.request('GET', '/claims?sort=colour'), 'bad-request');
  const { next } = await auditor.get<PageOf<ClaimSummary>>('/claims?sort=sum&limit=1');
  expectRefused(await auditor.request('GET', `/claims?sort=due&after=${next}`), 'bad-request');
  expectRefused(await auditor.request('GET', `/claims?after=${next}`), 'bad-request');
  const forged = Buffer.from(JSON.stringify(['due', 1, '2026-99-99 00:00:00+00'])).toString('base64url');
  expectRefused(await auditor.request('GET', `/claims?sort=due&after=${forged}`), 'bad-request');
});
