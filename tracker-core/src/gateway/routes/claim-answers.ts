import {
  Claim,
  ClaimAnswerBody,
  ClaimCloseBody,
  ClaimDecisionBody,
  instantOf,
  localOf,
  type ClaimLine,
  says,
} from '@sweepline/contract';
import { endOfDayAfter } from '../../claims/deadlines.ts';
import { isByMetres, reducedAmount } from '../../claims/money/reduced.ts';
import { termsOn } from '../../claims/terms/terms-of.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { draftSetup } from '../../store/objects/claim-drafts.ts';
import {
  answerLines,
  decideLines,
  findLines,
  undecidedLines,
  type NewLineAnswer,
  type NewLineDecision,
} from '../../store/objects/claim-lines.ts';
import { holdClaim, setInstants, sumClaim } from '../../store/objects/claim-steps.ts';
import { findClaim } from '../../store/objects/claims.ts';
import { addNotices } from '../../store/objects/notices.ts';
import { route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { factsOf } from './claim-issue.ts';
import { AUDITORS, checkStep, seenClaim, takeStep } from './claims.ts';
import { wrongField } from '../access.ts';

/** The lines of a body, each once, in its order. @throws Refused `invalid` for one that there is not. */
async function linesOf<Wish extends { readonly no: number }>(
  db: Db,
  claim: string,
  wishes: readonly Wish[],
): Promise<{ wish: Wish; line: ClaimLine; path: string }[]> {
  const found = new Map(
    (
      await findLines(
        db,
        claim,
        wishes.map(({ no }) => no),
      )
    ).map((line) => [line.no, line]),
  );
  const seen = new Set<number>();
  return wishes.map((wish, at) => {
    const path = `/lines/${at}`;
    const line = found.get(wish.no);
    if (line === undefined) throw wrongField(`${path}/no`, says('no-line-of-claim', { no: wish.no }));
    if (seen.has(wish.no)) throw wrongField(`${path}/no`, says('line-again', { no: wish.no }));
    seen.add(wish.no);
    return { wish, line, path };
  });
}

type AnswerWish = ClaimAnswerBody['lines'][number];

function answerOf({ wish, line, path }: { wish: AnswerWish; line: ClaimLine; path: string }): NewLineAnswer {
  const { no, answer, metres, reason } = wish;
  if (line.state !== 'standing') throw wrongField(`${path}/no`, says('line-state', { no, line: line.state }));
  if (answer === 'object' && reason === undefined) throw wrongField(`${path}/reason`, says('missing'));
  if (metres !== undefined) {
    if (answer !== 'object') throw wrongField(`${path}/metres`, says('metres-of-objection'));
    if (line.metres === null) throw wrongField(`${path}/metres`, says('line-without-metres', { no }));
    if (metres === 0 || metres > line.metres)
      throw wrongField(`${path}/metres`, says('more-than-the-line', { metres: line.metres! }));
  }
  return { no, answer, metres: metres ?? null, reason: reason ?? null };
}

/** @throws Refused `wrong-state` once the time to answer is over. */
export function checkAnswerable(claim: Claim, now_ms: number): void {
  checkStep(claim, 'answered');
  if (now_ms >= Date.parse(claim.answerBy!))
    throw new Refused('wrong-state', says('answer-time-over', { at: claim.answerBy! }), { answerBy: claim.answerBy });
}

/** Who brought the claim out, and so is told what comes of it. */
const issuersOf = ({ history }: Claim): string[] => [
  ...new Set(history.filter(({ action }) => action === 'issued').map(({ by }) => by)),
];

async function answer(call: Call<ClaimAnswerBody, Session>): Promise<Claim> {
  const { db, body, session, now, write } = call;
  const claim = await seenClaim(call);
  const at_ms = now();
  checkAnswerable(claim, at_ms);
  const { id, municipality } = claim;
  const answers = (await linesOf(db, id, body.lines)).map(answerOf);
  const { timezone, terms } = (await draftSetup(db, id))!;
  await write({ object: id, municipality }, async (within) => {
    if ((await holdClaim(within, id)) !== 'issued') throw new Refused('wrong-state', says('changed-meanwhile'));
    await answerLines(within, id, answers, session.user.login, at_ms);
    if (body.send !== true) return;
    await takeStep(within, call, claim, 'answered');
    const { decisionDays } = termsOn(terms, localOf(timezone, at_ms).date).terms.deadlines;
    const decide_by_ms = endOfDayAfter(timezone, at_ms, decisionDays);
    await setInstants(within, id, { answered_ms: at_ms, decide_by_ms });
    const facts = { ...factsOf(claim), timezone, by: instantOf(decide_by_ms) };
    const notice = { at_ms, municipality, kind: 'claim-answered' as const, claim: id, facts };
    await addNotices(within, { auditorsAnd: issuersOf(claim) }, notice);
  });
  return (await findClaim(db, id))!;
}

type DecisionWish = ClaimDecisionBody['lines'][number];

/** What is left of a line that is reduced. */
function reduced(
  { wish, line, path }: { wish: DecisionWish; line: ClaimLine; path: string },
  currency: string,
): number {
  const { excused_m, amount } = wish;
  if ((excused_m === undefined) === (amount === undefined)) throw wrongField(path, says('one-reduction'));
  if (amount !== undefined) {
    const [least, most] = line.amount < 0 ? [line.amount, 0] : [0, line.amount];
    if (amount <= least || amount >= most) throw wrongField(`${path}/amount`, says('between-amounts', { least, most }));
    return amount;
  }
  if (!isByMetres(line)) throw wrongField(`${path}/excused_m`, says('line-without-metres', { no: line.no }));
  if (excused_m! === 0 || excused_m! > line.metres!)
    throw wrongField(`${path}/excused_m`, says('more-than-the-line', { metres: line.metres! }));
  return reducedAmount(line, excused_m!, currency);
}

function decisionOf(one: { wish: DecisionWish; line: ClaimLine; path: string }, currency: string): NewLineDecision {
  const { wish, line, path } = one;
  const { no, decision, reason } = wish;
  if (line.state !== 'standing' || line.answer?.answer !== 'object')
    throw wrongField(`${path}/no`, says('line-not-objected', { no }));
  if (decision !== 'reduce' && (wish.excused_m !== undefined || wish.amount !== undefined))
    throw wrongField(path, says('reduction-only'));
  const left = { uphold: () => line.amount, lift: () => 0, reduce: () => reduced(one, currency) };
  return { no, decision, excused_m: wish.excused_m ?? null, amount: left[decision](), reason };
}

/** @throws Refused `wrong-state` while the contractor can still answer. */
function checkDecidable(claim: Claim, now_ms: number): void {
  checkStep(claim, 'decided');
  if (claim.state === 'issued' && now_ms < Date.parse(claim.answerBy!))
    throw new Refused('wrong-state', says('answer-time-runs', { at: claim.answerBy! }), {
      answerBy: claim.answerBy,
    });
}

const NAMED = 20;

async function decide(call: Call<ClaimDecisionBody, Session>): Promise<Claim> {
  const { db, body, session, now, write } = call;
  const claim = await seenClaim(call);
  const at_ms = now();
  checkDecidable(claim, at_ms);
  const { id, municipality, contractor, currency } = claim;
  const decisions = (await linesOf(db, id, body.lines)).map((one) => decisionOf(one, currency));
  const { timezone } = (await draftSetup(db, id))!;
  await write({ object: id, municipality }, async (within) => {
    if ((await holdClaim(within, id)) !== claim.state) throw new Refused('wrong-state', says('changed-meanwhile'));
    await decideLines(within, id, decisions, session.user.login, at_ms);
    await sumClaim(within, id);
    if (body.send !== true) return;
    const undecided = await undecidedLines(within, id, NAMED);
    if (undecided.length > 0)
      throw new Refused('invalid', says('lines-undecided', { lines: undecided.join(', ') }), [
        { path: '/lines', message: `decide ${undecided.join(', ')}` },
      ]);
    await takeStep(within, call, claim, 'decided');
    await setInstants(within, id, { decided_ms: at_ms });
    const facts = { ...factsOf((await findClaim(within, id))!), timezone };
    await addNotices(within, { contractor }, { at_ms, municipality, kind: 'claim-decided', claim: id, facts });
  });
  return (await findClaim(db, id))!;
}

async function close(call: Call<ClaimCloseBody, Session>): Promise<Claim> {
  const { db, body, now, write } = call;
  const claim = await seenClaim(call);
  const { outcome, note } = body;
  checkStep(claim, outcome);
  if (outcome === 'cancelled' && note === undefined) throw wrongField('/note', says('missing'));
  const at_ms = now();
  const { id, municipality, contractor } = claim;
  const { timezone } = (await draftSetup(db, id))!;
  await write({ object: id, municipality }, async (within) => {
    await takeStep(within, call, claim, outcome, note ?? null);
    await setInstants(within, id, { closed_ms: at_ms });
    const facts = { ...factsOf(claim), timezone, outcome };
    await addNotices(within, { contractor }, { at_ms, municipality, kind: 'claim-closed', claim: id, facts });
  });
  return (await findClaim(db, id))!;
}

export const claimAnswerRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/claims/{id}/answer',
    tag: 'claims',
    summary: 'Accept lines or object to them, in as many steps as it takes; `send` ends them',
    roles: ['administrator', 'contractor'],
    body: ClaimAnswerBody,
    answer: Claim,
    handle: answer,
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/decide',
    tag: 'claims',
    summary: 'Decide lines that were objected to, with reasons; `send` ends it, and what nobody objected to stands',
    roles: AUDITORS,
    body: ClaimDecisionBody,
    answer: Claim,
    handle: decide,
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/close',
    tag: 'claims',
    summary: 'Note how a decided claim ended, or cancel one that was issued',
    roles: AUDITORS,
    body: ClaimCloseBody,
    answer: Claim,
    handle: close,
  }),
];
