import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addDays,
  type Claim,
  type ClaimLine,
  type ClaimOutline,
  type ClaimSummary,
  type Contract,
  type CoverageAnswer,
  type DryRunAnswer,
  type Notice,
  type PageOf,
  type TermsVersion,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { contractBody, makeClaimTown, period, terms } from './claim-town.ts';
import type { Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';

const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), Buffer.alloc(200_000, 'photo')]);

let service: ServiceProcess;
let town: Town;
let operator: Api;
let auditor: Api;
let own: Api;
let rival: Api;
let stranger: Api;

beforeAll(async () => {
  ({ service, town, operator, auditor, own, rival, stranger } = await makeClaimTown());
}, 200_000);
afterAll(() => service?.remove());

const claimOf = (id: string, by: Api = auditor): Promise<Claim> => by.get(`/claims/${id}`);
const linesOf = async (id: string, query = '', by: Api = auditor): Promise<readonly ClaimLine[]> =>
  (await by.get<PageOf<ClaimLine>>(`/claims/${id}/lines?limit=1000${query}`)).items;
const drafted = (id: string): Promise<Claim> =>
  until(
    'the draft',
    () => claimOf(id),
    ({ state }) => state !== 'drafting',
  );
const noticesOf = async (by: Api): Promise<readonly Notice[]> => (await by.get<PageOf<Notice>>('/notices')).items;
const actionsOf = ({ history }: Claim): string[] => history.map(({ action }) => action);

describe('a contract', () => {
  test('is written by an auditor, read by those concerned, and refused with words that help', async () => {
    for (const by of [operator, own])
      expectRefused(await by.request('PUT', '/contracts/winter', contractBody(town.contractor)), 'forbidden');
    const made = await auditor.put<Contract>('/contracts/winter', contractBody(town.contractor));
    expect(made).toMatchObject({ id: 'winter', contractorName: 'Contractor of town', routes: null, termsVersion: 0 });
    await auditor.put('/contracts/rivals', { ...contractBody('rival'), number: '7' });
    expect(await own.get('/contracts/winter')).toEqual(made);
    for (const by of [rival, stranger])
      for (const path of ['', '/terms'])
        expectRefused(await by.request('GET', `/contracts/winter${path}`), 'not-found');
    const seen = async (by: Api) => (await by.get<PageOf<Contract>>('/contracts')).items.map(({ id }) => id);
    expect([await seen(operator), await seen(own), await seen(stranger)]).toEqual([
      ['rivals', 'winter'],
      ['winter'],
      [],
    ]);
    expectRefused(await stranger.request('PUT', '/contracts/winter', contractBody(town.contractor)), 'id-taken');
    expectRefused(await auditor.request('PUT', '/contracts/winter', contractBody('rival')), 'id-taken');
  });

  test.each<[string, object, string]>([
    ['no price', { price: undefined }, 'price'],
    ['a day that is none', { to: '2026-02-30' }, 'no day of the calendar'],
    ['an end before its begin', { to: addDays(period.from, -40) }, 'must not be before from'],
    ['a currency of nobody', { currency: 'ZZZ' }, 'ZZZ'],
    ['a route of nobody', { routes: ['nowhere'] }, 'nowhere'],
    ['a contractor of nobody', { contractor: 'nobody' }, 'nobody'],
  ])('%s is refused', async (_what, part, said) => {
    const reply = await auditor.request('PUT', '/contracts/bad', { ...contractBody(town.contractor), ...part });
    expect(expectRefused(reply, 'invalid', 'unknown-reference')).toContain(said);
  });

  test('has terms in versions', async () => {
    const path = '/contracts/winter/terms';
    expect(expectRefused(await auditor.request('POST', '/contracts/winter/claims', period), 'wrong-state')).toContain(
      'no terms',
    );
    expectRefused(await own.request('POST', path, terms()), 'forbidden');
    const bad = { ...terms(), prices: [{ operation: 'sweep', perMetre: '1' }] };
    expect(expectRefused(await auditor.request('POST', path, bad), 'invalid')).toContain('plough');
    expectRefused(await auditor.request('POST', path, { ...terms(), overlap: 'both' }), 'invalid');
    const first = await auditor.post<TermsVersion>(path, { ...terms(), rules: [] });
    const second = await auditor.post<TermsVersion>(path, terms());
    expect([first, second]).toMatchObject([
      { version: 1, by: 'auditor-1' },
      { version: 2, terms: terms() },
    ]);
    expect((await own.get<PageOf<TermsVersion>>(path)).items).toEqual([second, first]);
    const page = await own.get<PageOf<TermsVersion>>(`${path}?limit=1`);
    expect((await own.get<PageOf<TermsVersion>>(`${path}?after=${page.next}`)).items).toEqual([first]);
    expect((await auditor.get<Contract>('/contracts/winter')).termsVersion).toBe(2);
  });

  test('that an assignment names must fit; other texts stay what they are', async () => {
    const body = {
      route: 'work-route',
      vehicle: town.vehicles[0],
      from: '2030-01-01T06:00:00Z',
      to: '2030-01-01T07:00:00Z',
    };
    const put = (contract: string) => operator.request('PUT', '/assignments/far', { ...body, contract });
    expect((await put('winter')).status).toBe(200);
    expect((await put('some-paper')).status).toBe(200);
    expect(expectRefused(await put('rivals'), 'invalid')).toContain('rival');
  });
});

test('a dry run says what a period would cost, and stores nothing', async () => {
  const cheaper = { ...terms(), prices: [{ operation: 'plough' as const, perMetre: '0.01' }], rules: [] };
  const body = { ...period, terms: cheaper };
  const run = await auditor.post<DryRunAnswer>('/contracts/winter/dry-run', body);
  expect(run.unsealed).toEqual(['later']);
  expect(run.current!.totals.nonPayment).toBeGreaterThan(50 * run.draft.totals.nonPayment);
  expect(run.draft.totals.penalty).toBe(0);
  expect(run.draft.lines.length).toBeGreaterThan(0);
  expectRefused(await operator.request('POST', '/contracts/winter/dry-run', body), 'forbidden');
  expectRefused(await stranger.request('POST', '/contracts/winter/dry-run', body), 'not-found');
  expectRefused(await auditor.request('POST', '/contracts/winter/dry-run', { ...body, to: body.from }), 'invalid');
  expect((await auditor.get<PageOf<ClaimSummary>>('/claims')).items).toEqual([]);
});

let claim: Claim;

describe('a claim', () => {
  test('is drafted from what is sealed', async () => {
    const path = '/contracts/winter/claims';
    for (const by of [operator, own]) expectRefused(await by.request('POST', path, period), 'forbidden');
    expectRefused(await auditor.request('POST', path, { from: period.to, to: period.from }), 'invalid');
    expectRefused(await auditor.request('POST', path, { from: '2019-01-01', to: '2019-02-01' }), 'invalid');
    expectRefused(await auditor.request('POST', path, { ...period, paymentDate: '2026-02-30' }), 'invalid');
    const begun = await auditor.post<Claim>(path, period);
    expect(begun).toMatchObject({ number: `${period.from.slice(0, 7)}/118-25-1`, revision: 1, digest: null });
    claim = await drafted(begun.id);
    expect(claim).toMatchObject({ state: 'draft', unsealed: ['later'], progress: null, issuedAt: null });
    const lines = await linesOf(claim.id);
    expect(lines.map(({ no }) => no)).toEqual(lines.map((_, i) => i + 1));
    expect(claim.totals.lines).toBe(lines.length);
    const coverage = await auditor.get<CoverageAnswer>('/assignments/work/coverage');
    const undone = lines.filter(({ kind }) => kind === 'non-payment');
    const owed_cm = Math.round((coverage.planned_m - coverage.covered_m) * 100);
    expect(Math.round(undone.reduce((sum, { metres }) => sum + metres!, 0) * 100)).toBe(owed_cm);
    expect(claim.totals.nonPayment).toBe(undone.reduce((sum, { amount }) => sum + amount, 0));
    expect(undone[0]!.result).toMatchObject({ revision: 1, digest: coverage.digest });
    // The period is taken.
    const again = await auditor.request('POST', path, period);
    expect(expectRefused(again, 'wrong-state')).toContain(claim.number);
  });

  test("is nobody else's business while it is a draft", async () => {
    expect(await operator.get(`/claims/${claim.id}`)).toEqual(claim);
    for (const by of [own, rival, stranger]) {
      for (const path of ['', '/lines', '/lines/1'])
        expectRefused(await by.request('GET', `/claims/${claim.id}${path}`), 'not-found');
      expect((await by.get<PageOf<ClaimSummary>>('/claims')).items).toEqual([]);
    }
    expectRefused(await operator.request('POST', `/claims/${claim.id}/issue`), 'forbidden');
    expectRefused(await stranger.request('POST', `/claims/${claim.id}/issue`), 'not-found');
  });

  test('loses lines with a reason, and gets them back', async () => {
    const [line] = await linesOf(claim.id, '&state=standing&kind=non-payment');
    const path = `/claims/${claim.id}/lines/${line!.no}`;
    for (const it of [{}, { reason: ' \n ' }])
      expect(expectRefused(await auditor.request('POST', `${path}/drop`, it), 'invalid')).toMatch('reason is missing');
    expectRefused(await auditor.request('POST', `${path}/restore`), 'wrong-state');
    expect(await auditor.post(`${path}/drop`, { reason: 'snow lay there' })).toMatchObject({
      state: 'dropped',
      why: 'snow lay there',
    });
    expectRefused(await auditor.request('POST', `${path}/drop`, { reason: 'again' }), 'wrong-state');
    expect((await claimOf(claim.id)).total).toBe(claim.total - line!.amount);
    expect(await auditor.post(`${path}/restore`)).toEqual({ ...line, changed: [] });
    expect((await claimOf(claim.id)).totals).toEqual(claim.totals);
    expectRefused(await auditor.request('POST', `/claims/${claim.id}/lines/99999/drop`, { reason: 'x' }), 'not-found');
    expectRefused(await auditor.request('POST', `/claims/${claim.id}/lines/x/drop`, { reason: 'x' }), 'not-found');
    await auditor.post(`${path}/drop`, { reason: 'snow lay there' });
  });

  test('is issued with a digest and a deadline, and told to the contractor', async () => {
    const issued = await auditor.post<Claim>(`/claims/${claim.id}/issue`);
    expect(issued).toMatchObject({ state: 'issued', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const day = issued.issuedAt!.slice(0, 10);
    expect([issued.answerBy, issued.decideBy]).toEqual([
      `${addDays(day, 6)}T00:00:00.000Z`,
      `${addDays(day, 16)}T00:00:00.000Z`,
    ]);
    expectRefused(await auditor.request('POST', `/claims/${claim.id}/issue`), 'wrong-state');
    const drop = await auditor.request('POST', `/claims/${claim.id}/lines/2/drop`, { reason: 'late' });
    expectRefused(drop, 'wrong-state');
    expect(await claimOf(claim.id, own)).toEqual(issued);
    expectRefused(await rival.request('GET', `/claims/${claim.id}`), 'not-found');
    const [notice] = await noticesOf(own);
    expect(notice).toMatchObject({ kind: 'claim-issued', claim: claim.id, number: claim.number, readAt: null });
    expect(await noticesOf(rival)).toEqual([]);
    expectRefused(await rival.request('POST', `/notices/${notice!.id}/read`), 'not-found');
    const read = await own.post<Notice>(`/notices/${notice!.id}/read`);
    expect(read.readAt).not.toBeNull();
    expect(await own.post(`/notices/${notice!.id}/read`)).toEqual(read);
    expect((await own.get<PageOf<Notice>>('/notices?unread=true')).items).toEqual([]);
    expectRefused(await own.request('GET', '/notices?unread=perhaps'), 'bad-request');
    claim = issued;
  });

  test('is found by its number, state, contractor and period', async () => {
    const found = async (query: string) =>
      (await auditor.get<PageOf<ClaimSummary>>(`/claims?${query}`)).items.map(({ id }) => id);
    for (const query of [
      'q=118-25',
      `q=${encodeURIComponent('ЗИМНЯЯ')}`,
      'state=issued,draft',
      `contractor=${town.contractor}`,
      `from=${period.from}&to=${period.to}`,
    ])
      expect(await found(query)).toEqual([claim.id]);
    for (const query of ['q=nothing', 'state=paid', 'contractor=rival', `from=${period.to}`, 'municipality=other'])
      expect(await found(query)).toEqual([]);
    expectRefused(await auditor.request('GET', '/claims?state=lost'), 'bad-request');
    expectRefused(await auditor.request('GET', `/claims/${claim.id}/lines?kind=fine`), 'bad-request');
  });

  test('has an outline of all its lines, and its lines come by their numbers', async () => {
    const lines = await linesOf(claim.id);
    const { groups } = await own.get<ClaimOutline>(`/claims/${claim.id}/outline`);
    expect(groups.flatMap(({ nos }) => nos).sort((a, b) => a - b)).toEqual(lines.map(({ no }) => no));
    for (const { name, nos, amount } of groups) {
      expect(nos).toEqual(nos.toSorted((a, b) => a - b));
      const of = lines.filter(({ no }) => nos.includes(no));
      expect(amount).toBe(of.reduce((sum, line) => sum + line.amount, 0));
      for (const { kind, state } of of)
        expect(state === 'standing' ? kind : state === 'cured' || state === 'covered' ? 'settled' : state).toBe(name);
    }
    const dropped = await auditor.get<ClaimOutline>(`/claims/${claim.id}/outline?state=dropped`);
    expect(dropped.groups.map(({ name }) => name)).toEqual(['dropped']);
    expect(await linesOf(claim.id, '&no=2,1')).toEqual(lines.slice(0, 2));
    expect(await linesOf(claim.id, '&no=99999')).toEqual([]);
    for (const no of ['x', '0', '1.5', Array.from({ length: 501 }, (_, n) => n + 1).join(',')])
      expectRefused(await own.request('GET', `/claims/${claim.id}/lines?no=${no}`), 'bad-request');
    for (const by of [rival, stranger])
      expectRefused(await by.request('GET', `/claims/${claim.id}/outline`), 'not-found');
  });

  test('is answered line by line, with a photo', async () => {
    const [first, second] = await linesOf(claim.id, '&state=standing&kind=non-payment');
    const path = `/claims/${claim.id}/answer`;
    const refuse = async (line: object, by: Api = own) => by.request('POST', path, { lines: [line] });
    expectRefused(await refuse({ no: first!.no, answer: 'accept' }, auditor), 'forbidden');
    expectRefused(await refuse({ no: first!.no, answer: 'accept' }, rival), 'not-found');
    expect(expectRefused(await refuse({ no: first!.no, answer: 'object' }), 'invalid')).toContain('reason');
    expectRefused(await refuse({ no: first!.no, answer: 'object', reason: '   ' }), 'invalid');
    expectRefused(await refuse({ no: 99_999, answer: 'accept' }), 'invalid');
    const more = { no: first!.no, answer: 'object', reason: 'x', metres: first!.metres! + 1 };
    expectRefused(await refuse(more), 'invalid');
    const [dropped] = await linesOf(claim.id, '&state=dropped');
    expectRefused(await refuse({ no: dropped!.no, answer: 'accept' }), 'invalid');
    expectRefused(await upload(own, first!.no), 'wrong-state');

    const metres = 50;
    const objection = { no: first!.no, answer: 'object', reason: 'машины стояли у бордюра', metres };
    const partly = await own.post<Claim>(path, { lines: [objection] });
    expect(partly).toMatchObject({ state: 'issued', answers: { objected: 1 }, undecided: 1 });
    const sent = await upload(own, first!.no);
    expect(sent.status).toBe(200);
    const [attachment] = (sent.body as ClaimLine).answer!.attachments;
    expect(attachment).toMatchObject({ sha256: createHash('sha256').update(PHOTO).digest('hex') });
    expectRefused(await upload(rival, first!.no), 'not-found');
    for (const [by, status] of [
      [auditor, 200],
      [rival, 404],
      [stranger, 404],
    ] as const)
      expect((await download(by, first!.no, attachment!.id)).status).toBe(status);
    const bytes = await (await download(auditor, first!.no, attachment!.id)).arrayBuffer();
    expect(Buffer.from(bytes).equals(PHOTO)).toBe(true);
    const early = await auditor.request('POST', `/claims/${claim.id}/decide`, { lines: [], send: true });
    expect(expectRefused(early, 'wrong-state')).toContain(claim.answerBy);

    const answered = await own.post<Claim>(path, { lines: [{ no: second!.no, answer: 'accept' }], send: true });
    expect(answered).toMatchObject({ state: 'answered', answers: { objected: 1, accepted: 1 } });
    expectRefused(await own.request('POST', path, { lines: [] }), 'wrong-state');
    expectRefused(await upload(own, first!.no), 'wrong-state');
    expect((await noticesOf(auditor))[0]).toMatchObject({ kind: 'claim-answered', claim: claim.id });
    expect(await linesOf(claim.id, '&answer=undecided')).toMatchObject([
      { no: first!.no, answer: { answer: 'object', metres, by: 'own', attachments: [{ id: attachment!.id }] } },
    ]);
  });

  test('is decided with reasons', async () => {
    const [line] = await linesOf(claim.id, '&answer=undecided');
    const path = `/claims/${claim.id}/decide`;
    const reason = 'the photo shows it';
    const refuse = (decision: object) =>
      auditor.request('POST', path, { lines: [{ no: line!.no, reason, ...decision }] });
    expectRefused(await auditor.request('POST', path, { lines: [], send: true }), 'invalid');
    expectRefused(await refuse({ decision: 'reduce' }), 'invalid');
    expectRefused(await refuse({ decision: 'reduce', excused_m: line!.metres! + 1 }), 'invalid');
    expectRefused(await refuse({ decision: 'reduce', amount: line!.amount }), 'invalid');
    expectRefused(await refuse({ decision: 'lift', amount: 1 }), 'invalid');
    const [other] = await linesOf(claim.id, '&answer=accept');
    expectRefused(await refuse({ no: other!.no, decision: 'lift' }), 'invalid');
    expectRefused(await own.request('POST', path, { lines: [] }), 'forbidden');
    const lines = [{ no: line!.no, decision: 'reduce', excused_m: 50, reason }];
    const decided = await auditor.post<Claim>(path, { lines, send: true });
    const left = Math.round((Math.round(line!.metres! * 100 - 5_000) * 185) / 100);
    expect(decided).toMatchObject({ state: 'decided', undecided: 0, digest: claim.digest });
    expect(decided.total).toBe(claim.total - line!.amount + left);
    expect((await linesOf(claim.id, `&q=${line!.no}`))[0]!.decision).toMatchObject({
      amount: left,
      excused_m: 50,
      reason,
    });
    expect((await noticesOf(own))[0]).toMatchObject({ kind: 'claim-decided' });
  });

  test('is revised: the new one takes its place once it is issued', async () => {
    expectRefused(await operator.request('POST', `/claims/${claim.id}/revise`), 'forbidden');
    const revised = await drafted((await auditor.post<Claim>(`/claims/${claim.id}/revise`)).id);
    expect(revised).toMatchObject({ number: claim.number, revision: 2, replaces: claim.id, state: 'draft' });
    expectRefused(await auditor.request('POST', `/claims/${claim.id}/revise`), 'wrong-state');
    // What a person dropped stays dropped.
    expect(await linesOf(revised.id, '&state=dropped')).toMatchObject([{ why: 'snow lay there' }]);
    expect(revised.total).toBe(claim.total);
    expect((await auditor.post<Claim>(`/claims/${revised.id}/issue`)).state).toBe('issued');
    expect(await claimOf(claim.id, own)).toMatchObject({ state: 'replaced', replacedBy: revised.id });
    expect(actionsOf(await claimOf(claim.id))).toEqual([
      'drafted',
      'dropped',
      'restored',
      'dropped',
      'issued',
      'attached',
      'answered',
      'decided',
      'replaced',
    ]);
    expectRefused(await auditor.request('POST', `/claims/${claim.id}/close`, { outcome: 'paid' }), 'wrong-state');
    const close = (body: object) => auditor.request('POST', `/claims/${revised.id}/close`, body);
    expectRefused(await close({ outcome: 'paid' }), 'wrong-state');
    expect(expectRefused(await close({ outcome: 'cancelled' }), 'invalid')).toContain('reason');
    expect((await close({ outcome: 'cancelled', note: 'settled in court' })).body).toMatchObject({
      state: 'cancelled',
    });
    expect((await noticesOf(own))[0]).toMatchObject({ kind: 'claim-closed' });
  });

  test('that was cancelled leaves its period to another; a draft can be put away', async () => {
    const next = await drafted((await auditor.post<Claim>('/contracts/winter/claims', period)).id);
    expect(next.number).toBe(`${period.from.slice(0, 7)}/118-25-2`);
    expect(await auditor.post(`/claims/${next.id}/stop`)).toMatchObject({ state: 'stopped' });
    expect(await linesOf(next.id)).toEqual([]);
    expectRefused(await own.request('GET', `/claims/${next.id}`), 'not-found');
    const paid = await drafted((await auditor.post<Claim>('/contracts/winter/claims', period)).id);
    await auditor.post(`/claims/${paid.id}/issue`);
    await own.post(`/claims/${paid.id}/answer`, { lines: [], send: true });
    await auditor.post(`/claims/${paid.id}/decide`, { lines: [], send: true });
    const closed = await auditor.post<Claim>(`/claims/${paid.id}/close`, { outcome: 'paid' });
    expect(closed).toMatchObject({ state: 'paid', total: paid.total, answers: { objected: 0 } });
    expectRefused(await auditor.request('POST', `/claims/${paid.id}/revise`), 'wrong-state');
  });

  test('leaves its steps in the audit log', async () => {
    const { items } =
      await service.api.get<PageOf<{ action: string; login: string; object: string }>>('/audit?limit=300');
    for (const [action, login] of [
      ['PUT /contracts/{id}', 'auditor-1'],
      ['POST /contracts/{id}/terms', 'auditor-1'],
      ['POST /contracts/{id}/claims', 'auditor-1'],
      ['POST /claims/{id}/lines/{no}/drop', 'auditor-1'],
      ['POST /claims/{id}/issue', 'auditor-1'],
      ['POST /claims/{id}/answer', 'own'],
      ['POST /claims/{id}/lines/{no}/attachments', 'own'],
      ['POST /claims/{id}/decide', 'auditor-1'],
      ['POST /claims/{id}/close', 'auditor-1'],
    ])
      expect(items).toContainEqual(expect.objectContaining({ action, login }));
  });
});

async function upload(by: Api, no: number) {
  const answer = await fetch(`${service.http}/api/v1/claims/${claim.id}/lines/${no}/attachments?name=kerb.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}`, 'content-type': 'image/jpeg' },
    body: PHOTO,
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

const download = (by: Api, no: number, attachment: string) =>
  fetch(`${service.http}/api/v1/claims/${claim.id}/lines/${no}/attachments/${attachment}`, {
    headers: { authorization: `Bearer ${by.token}` },
  });
