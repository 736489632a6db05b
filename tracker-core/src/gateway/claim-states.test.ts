import { addDays, CLAIM_STATES, type Claim, type ClaimState, type Contract, type Role } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixed, one, penalty, undone } from '../claims/testing/rules.ts';
import { draftOf, setupOf, termsOf } from '../claims/testing/works.ts';
import { keepDraft } from '../store/objects/claim-drafts.ts';
import { addLines } from '../store/objects/claim-lines.ts';
import { addStakes } from '../store/objects/claim-stakes.ts';
import { setInstants } from '../store/objects/claim-steps.ts';
import { addClaim } from '../store/objects/claims.ts';
import { done, makeTown, makeUsers, NOON_MS, startTestGateway, type Client, type TestGateway } from './testing/town.ts';

const HOUR_MS = 3_600_000;
const REASON = { reason: 'the street was closed' };

/** What is asked of a claim as a whole or of a line; line 2 is dropped already. */
const ACTIONS = {
  drop: ['auditor', '/lines/1/drop', REASON],
  restore: ['auditor', '/lines/2/restore', {}],
  issue: ['auditor', '/issue', {}],
  stop: ['auditor', '/stop', {}],
  revise: ['auditor', '/revise', {}],
  answer: ['contractor', '/answer', { lines: [], send: true }],
  decide: ['auditor', '/decide', { lines: [], send: true }],
  paid: ['auditor', '/close', { outcome: 'paid' }],
  withheld: ['auditor', '/close', { outcome: 'withheld' }],
  cancelled: ['auditor', '/close', { outcome: 'cancelled', note: 'settled otherwise' }],
} as const satisfies Record<string, readonly [by: 'auditor' | 'contractor', path: string, body: object]>;
type Action = keyof typeof ACTIONS;

/** The state to which an action leads; an empty field: it is refused and changes nothing. */
const TABLE = `
            drop   restore  issue   stop     revise     answer    decide   paid  withheld  cancelled
drafting    -      -        -       stopped  -          -         -        -     -         -
stopped     -      -        -       -        -          -         -        -     -         -
draft       draft  draft    issued  stopped  -          -         -        -     -         -
issued      -      -        -       -        issued     answered  decided  -     -         cancelled
answered    -      -        -       -        answered   -         decided  -     -         cancelled
decided     -      -        -       -        decided    -         -        paid  withheld  cancelled
paid        -      -        -       -        -          -         -        -     -         -
withheld    -      -        -       -        -          -         -        -     -         -
cancelled   -      -        -       -        -          -         -        -     -         -
replaced    -      -        -       -        -          -         -        -     -         -
`;
const [heads, ...rows] = TABLE.trim()
  .split('\n')
  .map((row) => row.trim().split(/\s+/));
const CASES = rows.flatMap(([state, ...leads]) =>
  leads.map((to, i) => [state as ClaimState, heads![i] as Action, to === '-' ? null : (to as ClaimState)] as const),
);

/** What the contractor never saw is not found by it; lines that are not written, or put away, are found by nobody. */
const HIDDEN: readonly ClaimState[] = ['drafting', 'stopped', 'draft'];
const WITHOUT_LINES: readonly ClaimState[] = ['drafting', 'stopped'];
const refusalOf = (state: ClaimState, action: Action): number =>
  (ACTIONS[action][0] === 'contractor' && HIDDEN.includes(state)) ||
  (ACTIONS[action][1].startsWith('/lines') && WITHOUT_LINES.includes(state))
    ? 404
    : 409;

let test: TestGateway;
let contract: Contract;
let clients: Record<Role, Client>;
let made = 0;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'north');
  clients = await makeUsers(test, 'north');
  const body = { municipality: 'north', contractor: 'c-north-1', number: '118/25', currency: 'MDL', price: 1_000_000 };
  const path = '/contracts/k-north-1';
  const dates = { from: '2026-01-01', to: '2026-12-31', operations: ['sweep'] };
  contract = (await done(test.admin.call('PUT', path, { ...body, ...dates }))).body as Contract;
}, 60_000);
afterAll(() => test?.close());

/** A claim over a day of its own in a state, with a line of a metre's price and two of rules, of which the second is dropped. */
async function claimIn(state: ClaimState, answer_by_ms: number): Promise<string> {
  const { db } = test.store;
  const id = `claim-${++made}`;
  const from = addDays('2026-01-01', made);
  const period = { from, to: addDays(from, 1), paymentDate: '2026-11-20' };
  const party = { contract: contract.id, municipality: 'north', contractor: contract.contractor, currency: 'MDL' };
  await addClaim(db, { id, ...party, ...period, by: 'auditor-north', number: id, revision: 1, search: id, replaces: null }); // prettier-ignore
  const rules = [penalty('p', undone('leg'), fixed(100)), penalty('q', undone('route'), fixed(900))];
  const setup = setupOf(termsOf(rules), { ...period, contract, delaysTo: period.to });
  const work = one('a', [['gear-off', 50]], { date: from });
  const { lines, totals, stakes } = draftOf(setup, [work], new Map([[2, 'dropped before']]));
  await addLines(db, id, lines);
  await addStakes(db, id, stakes);
  await keepDraft(db, id, { setup, totals, unsealed: [] });
  await setInstants(db, id, { issued_ms: NOON_MS - 48 * HOUR_MS, answer_by_ms, decide_by_ms: NOON_MS + HOUR_MS });
  await db.query('update claim set state = $2 where id = $1', [id, state]);
  return id;
}

const claimOf = async (id: string): Promise<Claim> =>
  (await done(test.admin.call('GET', `/claims/${id}`))).body as Claim;

describe('a claim', () => {
  it('is in a state of the table', () => {
    expect(rows.map(([state]) => state)).toEqual([...CLAIM_STATES]);
    expect(heads).toEqual(Object.keys(ACTIONS));
  });

  it.each(CASES)('that is %s: %s leads to %s', async (state, action, to) => {
    const [by, path, body] = ACTIONS[action];
    const id = await claimIn(state, action === 'answer' ? NOON_MS + HOUR_MS : NOON_MS - HOUR_MS);
    const before = await claimOf(id);
    const reply = await clients[by].call('POST', `/claims/${id}${path}`, body);
    if (to === null) {
      expect([reply.status, reply.text]).toEqual([refusalOf(state, action), expect.any(String)]);
      if (reply.status === 409) expect(reply.body).toMatchObject({ code: 'wrong-state' });
      expect(await claimOf(id)).toEqual(before);
    } else {
      expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
      expect((await claimOf(id)).state).toBe(to);
    }
  });
});

describe('the time to answer', () => {
  const decide = (id: string, lines: readonly object[] = []) =>
    clients.auditor.call('POST', `/claims/${id}/decide`, { lines, send: true });

  it('is the contractor’s while it runs', async () => {
    const id = await claimIn('issued', NOON_MS + 1);
    const early = await decide(id);
    expect([early.status, early.body]).toMatchObject([409, { code: 'wrong-state' }]);
    const answer = await clients.contractor.call('POST', `/claims/${id}/answer`, {
      lines: [{ no: 1, answer: 'accept' }],
    });
    expect(answer.status).toBe(200);
  });

  it('once it is over unanswered, leaves the claim to be decided as it stands', async () => {
    const id = await claimIn('issued', NOON_MS);
    const late = await clients.contractor.call('POST', `/claims/${id}/answer`, {
      lines: [{ no: 1, answer: 'accept' }],
    });
    expect([late.status, late.body]).toMatchObject([409, { code: 'wrong-state' }]);
    const { total } = await claimOf(id);
    const lift = await decide(id, [{ no: 1, decision: 'lift', reason: 'nobody objected' }]);
    expect(lift.status).toBe(422);
    expect((await decide(id)).status).toBe(200);
    expect(await claimOf(id)).toMatchObject({
      ...{ state: 'decided', total, answeredAt: null, undecided: 0, answers: { open: 2, accepted: 0, objected: 0 } },
      decidedAt: new Date(NOON_MS).toISOString(),
    });
    const paid = await clients.auditor.call('POST', `/claims/${id}/close`, { outcome: 'paid' });
    expect(paid.body).toMatchObject({ state: 'paid', total });
  });
});

it('answers a drop with the line, and with those that were worked out anew with it', async () => {
  const id = await claimIn('draft', NOON_MS);
  const post = (path: string, body: object) => done(clients.auditor.call('POST', `/claims/${id}${path}`, body));
  // 900 took the metres from 100, which a person had dropped; without it nothing is left of them.
  const dropped = (await post('/lines/3/drop', REASON)).body;
  expect(dropped).toMatchObject({ no: 3, state: 'dropped', why: REASON.reason, changed: [] });
  expect((await claimOf(id)).totals).toMatchObject({ nonPayment: 10_000, penalty: 0, total: 10_000 });
  expect((await post('/lines/2/restore', {})).body).toMatchObject({
    no: 2,
    state: 'standing',
    amount: 100,
    changed: [],
  });
  expect((await claimOf(id)).totals).toMatchObject({ penalty: 100, total: 10_100 });
  expect((await post('/lines/3/restore', {})).body).toMatchObject({ no: 3, state: 'standing', changed: [2] });
  expect((await claimOf(id)).totals).toMatchObject({ penalty: 900, total: 10_900 });
  expect((await done(test.admin.call('GET', `/claims/${id}/lines/2`))).body).toMatchObject({
    state: 'covered',
    why: '3',
  });
  const covered = await clients.auditor.call('POST', `/claims/${id}/lines/2/drop`, REASON);
  expect([covered.status, covered.body]).toMatchObject([409, { code: 'wrong-state' }]);
});
