import { randomUUID } from 'node:crypto';
import {
  Claim,
  CLAIM_SORT_KEYS,
  CLAIM_SORTS,
  CLAIM_STATES,
  ClaimBody,
  ClaimLine,
  ClaimOutline,
  ClaimSummary,
  LINE_ANSWERS,
  LINE_KINDS,
  LINE_STATES,
  Page,
  type Contract,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { allows, stepOf, type ClaimStep } from '../../claims/states.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { findLine, listLines, type LineFilter } from '../../store/objects/claim-lines.ts';
import { outlineOf } from '../../store/objects/claim-outline.ts';
import { placeOf } from '../../store/objects/claim-order.ts';
import type { PageWish } from '../../store/objects/scope.ts';
import { stepClaim } from '../../store/objects/claim-steps.ts';
import {
  addClaim,
  claimOver,
  claimsNumbered,
  findClaim,
  holdContract,
  lastRevision,
  listClaims,
} from '../../store/objects/claims.ts';
import { allTerms } from '../../store/objects/contracts.ts';
import { present, within, wrongField } from '../access.ts';
import { numbered } from '../http/pages.ts';
import { NUMBERS_AT_ONCE, numbersOf, oneOf, wordsAmong } from '../http/query.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { checkDate, checkPeriod, paymentDateOf, seenContract } from './contracts.ts';

export const AUDITORS = ['administrator', 'auditor'] as const;

/** The claim of a path. @throws Refused `not-found` where the user does not see it. */
export const seenClaim = async ({ db, scope, params }: Call<unknown, Session>): Promise<Claim> =>
  present(await findClaim(db, params['id']!, scope), 'claim', params['id']!);

/** The line of a path, of a claim that is seen. */
export async function seenLine(call: Call<unknown, Session>): Promise<{ claim: Claim; line: ClaimLine }> {
  const claim = await seenClaim(call);
  const text = call.params['no']!;
  const no = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
  return { claim, line: present(await findLine(call.db, claim.id, no), 'line', text) };
}

/** @throws Refused `wrong-state` where the step does not lead on from the claim's state. */
export function checkStep(claim: Claim, step: ClaimStep): void {
  if (allows(claim.state, step)) return;
  const { from } = stepOf(step);
  const saying = says('claim-state', { claim: claim.state });
  const message = `the claim is ${claim.state}: it must be ${from.join(' or ')} to be ${step}`;
  throw new Refused('wrong-state', { ...saying, message }, { state: claim.state });
}

/** Takes the step within a write. @throws Refused `wrong-state` where somebody was faster. */
export async function takeStep(
  db: Db,
  { session, now }: Pick<Call<unknown, Session>, 'session' | 'now'>,
  claim: Claim,
  step: ClaimStep,
  text: string | null = null,
): Promise<void> {
  if (!(await stepClaim(db, claim.id, step, { at_ms: now(), by: session.user.login, text })))
    throw new Refused('wrong-state', says('changed-meanwhile'), { state: claim.state });
}

/** By what lines are narrowed. */
const NARROWED = {
  kind: Type.Optional(Type.String({ description: `with commas: ${LINE_KINDS.join(', ')}` })),
  state: Type.Optional(Type.String({ description: `with commas: ${LINE_STATES.join(', ')}` })),
  answer: Type.Optional(Type.String({ description: `with commas: open, ${LINE_ANSWERS.join(', ')}, undecided` })),
  q: Type.Optional(Type.String({ description: 'part of a street, route, vehicle, assignment or rule; or a number' })),
};

const filterOf = (query: Readonly<Record<string, string | undefined>>): Omit<LineFilter, 'nos'> => ({
  kinds: wordsAmong('kind', query['kind'], LINE_KINDS),
  states: wordsAmong('state', query['state'], LINE_STATES),
  answers: wordsAmong('answer', query['answer'], ['open', ...LINE_ANSWERS, 'undecided']),
  q: query['q'] ?? null,
});

/** In which order, and from where on. @throws Refused `bad-request`. */
function placed(text: string | undefined, { after, limit }: PageWish) {
  const sort = text === undefined ? null : oneOf('sort', text, CLAIM_SORTS);
  const place = after === null ? null : placeOf(after, sort);
  if (after !== null && place === null) throw new Refused('bad-request', says('no-such-page'));
  return { sort, after: place, limit };
}

/** The month of the period, the contract's number as an address can carry it, and how many there were before. */
async function numberOf(db: Db, contract: Contract, from: string): Promise<string> {
  const written = contract.number.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  const begin = `${from.slice(0, 7)}/${written === '' ? contract.id : written}-`;
  return `${begin}${(await claimsNumbered(db, contract.id, begin)) + 1}`;
}

async function add(
  db: Db,
  contract: Contract,
  claim: {
    readonly from: string;
    readonly to: string;
    readonly paymentDate: string;
    readonly number?: string;
    readonly by: string;
    readonly replaces: string | null;
  },
): Promise<string> {
  await holdContract(db, contract.id);
  const other = await claimOver(db, contract.id, claim, claim.replaces);
  if (other !== null) {
    throw new Refused('wrong-state', says('period-claimed', { number: other.number, claim: other.state }), {
      claim: other.id,
      state: other.state,
    });
  }
  const id = randomUUID();
  const { municipality, contractor, contractorName, currency, title } = contract;
  const number = claim.number ?? (await numberOf(db, contract, claim.from));
  const revision = (await lastRevision(db, contract.id, number)) + 1;
  const search = [number, contractorName, contract.number, title ?? '', contractor].join(' ');
  await addClaim(db, {
    ...claim,
    id,
    contract: contract.id,
    municipality,
    contractor,
    number,
    revision,
    currency,
    search,
  });
  return id;
}

async function draft(call: Call<ClaimBody, Session>): Promise<Claim> {
  const { db, body, session, write, ports } = call;
  const contract = await seenContract(call);
  checkPeriod(body);
  const { from, to } = body;
  if (to <= contract.from || from > contract.to) {
    throw wrongField('/from', says('outside-contract', { from: contract.from, to: contract.to }));
  }
  if (body.paymentDate !== undefined) checkDate('/paymentDate', body.paymentDate);
  const first = from < contract.from ? contract.from : from;
  const terms = await allTerms(db, contract.id);
  if (!terms.some((one) => one.terms.from <= first))
    throw new Refused('wrong-state', says('no-terms', { date: first }), { from: first });
  const paymentDate = await paymentDateOf(call, contract.municipality);
  const by = session.user.login;
  const id = await write({ object: contract.id, municipality: contract.municipality }, (within) =>
    add(within, contract, { from, to, paymentDate, by, replaces: null }),
  );
  ports.claims.resume();
  return (await findClaim(db, id))!;
}

/** A new draft of the same period from what is sealed now; it takes the claim's place once it is issued. */
async function revise(call: Call<unknown, Session>): Promise<Claim> {
  const { db, session, write, ports } = call;
  const claim = await seenClaim(call);
  checkStep(claim, 'replaced');
  const contract = await seenContract({ ...call, params: { id: claim.contract } });
  const { from, to, paymentDate, number } = claim;
  const by = session.user.login;
  const id = await write({ object: claim.id, municipality: claim.municipality }, (within) =>
    add(within, contract, { from, to, paymentDate, number, by, replaces: claim.id }),
  );
  ports.claims.resume();
  return (await findClaim(db, id))!;
}

export const claimRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/contracts/{id}/claims',
    tag: 'claims',
    summary: 'Draft a claim over [from, to) from what is sealed; it is ready once its state is draft',
    roles: AUDITORS,
    body: ClaimBody,
    answer: Claim,
    handle: draft,
  }),
  route({
    method: 'GET',
    path: '/claims',
    tag: 'claims',
    summary: 'The claims that the user sees, newest first or sorted; a contractor sees what was issued to it',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      municipality: Type.Optional(Type.String()),
      contractor: Type.Optional(Type.String()),
      contract: Type.Optional(Type.String()),
      state: Type.Optional(Type.String({ description: `with commas: ${CLAIM_STATES.join(', ')}` })),
      q: Type.Optional(Type.String({ description: 'part of the number, of the contractor or of the contract' })),
      from: Type.Optional(Type.String({ description: 'local date: of periods that end after it' })),
      to: Type.Optional(Type.String({ description: 'local date: of periods that begin before it' })),
      sort: Type.Optional(
        Type.String({
          description: `one of ${CLAIM_SORT_KEYS.join(', ')}; downwards with - before it; else newest first`,
        }),
      ),
    }),
    answer: Page(ClaimSummary),
    handle: ({ db, scope, query, page }) => {
      const { contractor = null, contract = null, q = null, from = null, to = null } = query;
      const states = wordsAmong('state', query['state'], CLAIM_STATES);
      const filter = { contractor, contract, states, q, from, to };
      return listClaims(db, within(scope, query['municipality']), filter, placed(query['sort'], page));
    },
  }),
  route({
    method: 'GET',
    path: '/claims/{id}',
    tag: 'claims',
    summary: 'One claim with its sums, its deadlines and its history',
    roles: EVERY_ROLE,
    answer: Claim,
    handle: seenClaim,
  }),
  route({
    method: 'GET',
    path: '/claims/{id}/lines',
    tag: 'claims',
    summary: 'Its lines in order, each with its arithmetic',
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      ...NARROWED,
      no: Type.Optional(Type.String({ description: `only these numbers, with commas, at most ${NUMBERS_AT_ONCE}` })),
    }),
    answer: Page(ClaimLine),
    handle: async (call) => {
      const { id } = await seenClaim(call);
      const { db, query, page } = call;
      return listLines(db, id, { ...filterOf(query), nos: numbersOf('no', query['no']) }, numbered(page));
    },
  }),
  route({
    method: 'GET',
    path: '/claims/{id}/outline',
    tag: 'claims',
    summary: 'Which lines there are: their numbers by groups, and what each group comes to',
    roles: EVERY_ROLE,
    query: Type.Object(NARROWED),
    answer: ClaimOutline,
    handle: async (call) => {
      const { id } = await seenClaim(call);
      return outlineOf(call.db, id, { ...filterOf(call.query), nos: null });
    },
  }),
  route({
    method: 'GET',
    path: '/claims/{id}/lines/{no}',
    tag: 'claims',
    summary: 'One line',
    roles: EVERY_ROLE,
    answer: ClaimLine,
    handle: async (call) => (await seenLine(call)).line,
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/stop',
    tag: 'claims',
    summary: 'Break off the drafting, or put a draft away that is not to be issued',
    roles: AUDITORS,
    answer: Claim,
    handle: async (call) => {
      const { db, write, ports } = call;
      const claim = await seenClaim(call);
      checkStep(claim, 'stopped');
      await write({ object: claim.id, municipality: claim.municipality }, (within) =>
        takeStep(within, call, claim, 'stopped'),
      );
      ports.claims.stopped(claim.id);
      return (await findClaim(db, claim.id))!;
    },
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/revise',
    tag: 'claims',
    summary: 'Draft the claim anew from what is sealed now; issued, it takes the place of this one',
    roles: AUDITORS,
    answer: Claim,
    handle: revise,
  }),
];
