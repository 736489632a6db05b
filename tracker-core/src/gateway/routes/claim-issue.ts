import { createHash } from 'node:crypto';
import {
  addDays,
  canonicalJson,
  Claim,
  type ClaimLine,
  instantOf,
  instantOfLocal,
  LineDropAnswer,
  LineDropBody,
  localOf,
  says,
} from '@sweepline/contract';
import { endOfDayAfter } from '../../claims/deadlines.ts';
import type { DraftSetup } from '../../claims/setup.ts';
import { termsOn } from '../../claims/terms/terms-of.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { draftSetup } from '../../store/objects/claim-drafts.ts';
import { eachLine, findLine } from '../../store/objects/claim-lines.ts';
import { keepNames, presentNames } from '../../store/objects/claim-names.ts';
import { dropAndRestore, isOvertaken } from '../../store/objects/claim-stakes.ts';
import { addClaimEntry, holdClaim, setDigest, setInstants, setReplaced } from '../../store/objects/claim-steps.ts';
import { findClaim, holdContract } from '../../store/objects/claims.ts';
import { addNotices } from '../../store/objects/notices.ts';
import { putHold } from '../../store/series/holds.ts';
import { route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { AUDITORS, checkStep, seenClaim, seenLine, takeStep } from './claims.ts';

const CHANGED_TOLD = 1_000;

async function checkDraft(db: Db, claim: string): Promise<void> {
  const state = await holdClaim(db, claim);
  if (state !== 'draft')
    throw new Refused('wrong-state', says('claim-state', { claim: state ?? 'gone' }), {
      state,
    });
}

/** What a person may take out: what is charged, warned of or held back. */
const DROPPABLE: readonly ClaimLine['state'][] = ['standing', 'held'];

/** Takes a line out (with the reason) or puts it back (null), and settles what hung on it. */
async function changeLine(call: Call<LineDropBody | unknown, Session>, reason: string | null): Promise<LineDropAnswer> {
  const { db, session, now, write } = call;
  const {
    claim: { id, municipality },
    line: { no },
  } = await seenLine(call);
  const action = reason === null ? 'restored' : 'dropped';
  const changed = await write({ object: `${id} ${no}`, municipality }, async (within) => {
    await checkDraft(within, id);
    const { state } = (await findLine(within, id, no))!;
    if (reason === null ? state !== 'dropped' : !DROPPABLE.includes(state))
      throw new Refused('wrong-state', says('line-state', { no, line: state }), { state });
    const settled = await dropAndRestore(within, id, (await draftSetup(within, id))!, new Map([[no, reason]]));
    await addClaimEntry(within, id, { at_ms: now(), by: session.user.login, line: no, action, text: reason });
    return settled.changed;
  });
  return { ...(await findLine(db, id, no))!, changed: changed.filter((other) => other !== no).slice(0, CHANGED_TOLD) };
}

/** SHA-256 over the RFC 8785 JSON of `{contract, lines, terms}`, as the lines stand before anybody answers. */
async function digestOf(
  db: Db,
  id: string,
  { contract, terms }: DraftSetup,
): Promise<{ digest: string; stand: boolean }> {
  const hash = createHash('sha256').update(`{"contract":${canonicalJson(contract)},"lines":[`);
  let first = true;
  let stand = false;
  for await (const line of eachLine(db, id)) {
    hash.update(`${first ? '' : ','}${canonicalJson(line)}`);
    first = false;
    stand ||= line.state === 'standing';
  }
  return { digest: hash.update(`],"terms":${canonicalJson(terms)}}`).digest('hex'), stand };
}

/** Longer than a fix may be late; and what was made good later, in all usual terms. */
const HELD_BEFORE_DAYS = 32;
const HELD_AFTER_DAYS = 32;

/** The fixes that a claim rests on, with all of the days on which they were received: kept as long as the claim is. */
const heldBy = ({ timezone, from, to, delaysTo }: DraftSetup): { from_ms: number; to_ms: number } => ({
  from_ms: instantOfLocal(timezone, addDays(from, -HELD_BEFORE_DAYS), 0),
  to_ms: instantOfLocal(timezone, addDays(delaysTo > to ? delaysTo : to, HELD_AFTER_DAYS), 0),
});

async function issue(call: Call<unknown, Session>): Promise<Claim> {
  const { db, now, write } = call;
  const claim = await seenClaim(call);
  checkStep(claim, 'issued');
  const { id, municipality, contractor } = claim;
  const setup = (await draftSetup(db, id))!;
  const { digest, stand } = await digestOf(db, id, setup);
  if (!stand) throw new Refused('wrong-state', says('nothing-to-issue'));
  const issued_ms = now();
  const { timezone } = setup;
  const { deadlines } = termsOn(setup.terms, localOf(timezone, issued_ms).date).terms;
  const answer_by_ms = endOfDayAfter(timezone, issued_ms, deadlines.answerDays);
  // Answered later it is decided later; never answered, the time to decide begins with the end of the time to answer.
  const decide_by_ms = endOfDayAfter(timezone, answer_by_ms - 1, deadlines.decisionDays);
  await write({ object: id, municipality, body: { digest } }, async (within) => {
    await holdContract(within, claim.contract);
    await holdClaim(within, id);
    const held = (await findClaim(within, id))!;
    if (held.history.length !== claim.history.length) throw new Refused('wrong-state', says('changed-meanwhile'));
    if (await isOvertaken(within, claim, setup)) throw new Refused('wrong-state', says('claim-overtaken'));
    await takeStep(within, call, claim, 'issued');
    await setInstants(within, id, { issued_ms, answer_by_ms, decide_by_ms });
    await setDigest(within, id, digest);
    await keepNames(within, id, await presentNames(within, id, setup));
    await putHold(within, { claim: id, municipality, ...heldBy(setup) });
    if (claim.replaces !== null) {
      const replaced = (await findClaim(within, claim.replaces))!;
      checkStep(replaced, 'replaced');
      await takeStep(within, call, replaced, 'replaced', `${claim.number}, ${claim.revision}`);
      await setReplaced(within, replaced.id, id);
    }
    await addNotices(
      within,
      { contractor },
      {
        at_ms: issued_ms,
        municipality,
        kind: 'claim-issued',
        claim: id,
        facts: { ...factsOf(held), timezone, by: instantOf(answer_by_ms) },
      },
    );
  });
  return (await findClaim(db, id))!;
}

/** What notices tell of a claim. */
export const factsOf = ({ number, contractorName, from, to, total, currency }: Claim) => ({
  number,
  contractor: contractorName,
  from,
  to,
  total,
  currency,
});

export const claimIssueRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/claims/{id}/lines/{no}/drop',
    tag: 'claims',
    summary: 'Take a line out of a draft, with the reason; what it covered or left no room for is charged again',
    roles: AUDITORS,
    body: LineDropBody,
    answer: LineDropAnswer,
    handle: (call) => changeLine(call, call.body.reason),
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/lines/{no}/restore',
    tag: 'claims',
    summary: 'Put a dropped line back, and settle what hung on it',
    roles: AUDITORS,
    answer: LineDropAnswer,
    handle: (call) => changeLine(call, null),
  }),
  route({
    method: 'POST',
    path: '/claims/{id}/issue',
    tag: 'claims',
    summary: 'Send the claim to the contractor: from now on it is never changed, only answered, decided or replaced',
    roles: AUDITORS,
    answer: Claim,
    handle: issue,
  }),
];
