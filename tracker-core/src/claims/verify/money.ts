import { addDays, canonicalJson, localOf, type ClaimLine, type CoverageAnswer } from '@sweepline/contract';
import { createHash } from 'node:crypto';
import type { Basis } from '../../pipeline/proof/basis.ts';
import { beginDraft, DRAFT_VERSION } from '../draft.ts';
import { CLAIM, planName, type PackedClaim, type PackedPlan } from '../pack/content.ts';
import type { DraftSetup, SealedWork } from '../setup.ts';
import { totalsOf, type TotalMetres } from '../money/totals.ts';
import type { Findings } from './finding.ts';
import type { OpenPack } from './members.ts';

/** A result of a pack as its claim reads it; assignment, window and route come from what the result follows from. */
export function workOf(
  { assignment }: Basis,
  answer: CoverageAnswer,
  plan: PackedPlan,
  timezone: string,
  streets: SealedWork['streets'],
): SealedWork {
  const { id, route, vehicle, from, to, retroactive } = assignment;
  return {
    ...{ assignment: id, route, vehicle, from, to, streets, answer },
    date: localOf(timezone, Date.parse(from)).date,
    operation: plan.operation,
    retroactive: retroactive ?? false,
  };
}

const inOrder = (a: SealedWork, b: SealedWork): number =>
  Date.parse(a.from) - Date.parse(b.from) || (a.assignment < b.assignment ? -1 : 1);

/** A line as it was issued: what people made of it since is theirs. */
const issued = (line: ClaimLine): ClaimLine => ({ ...line, answer: null, decision: null });

/** What people took out, with their reasons: the others are settled without it. */
const droppedOf = (lines: readonly ClaimLine[]): Map<number, string> =>
  new Map(lines.flatMap(({ no, state, why }) => (state === 'dropped' && why !== null ? [[no, why]] : [])));

/** Drafts the claim again from the results, and compares every line, the totals and the digest. */
export function checkMoney(pack: OpenPack, packed: PackedClaim, works: SealedWork[], findings: Findings): void {
  const { claim, setup, lines } = packed;
  compareHead(pack, packed, findings);
  const totals = totalsOf(lines, ofThisVersion(setup, findings) ? compareLines(packed, works, findings) : claim.totals);
  if (canonicalJson(totals) !== canonicalJson(claim.totals))
    findings.fault(
      'money',
      CLAIM,
      `the totals are ${canonicalJson(claim.totals)}, the lines give ${canonicalJson(totals)}`,
    );
  const total = totals.total;
  if (claim.total !== total)
    findings.fault('money', CLAIM, `the claim is over ${claim.total}, its lines come to ${total}`);
  if (claim.digest !== null && claim.digest !== digestOf(setup, lines))
    findings.fault('money', CLAIM, 'the digest of the issued claim is not that of contract, terms and lines');
  const { incidents, earlier } = setup;
  const given = `${incidents.length} cases and earlier penalties of ${earlier.penalties} are taken as the pack gives them`;
  const nothing = incidents.length === 0 && earlier.penalties === 0 && Object.keys(earlier.rules).length === 0;
  findings.done('money', lines.length, 'lines', nothing ? null : given);
}

/** Drafted by other rules than these the lines may be right and come out otherwise: this is said, and not guessed at. */
function ofThisVersion({ draftVersion = '1' }: DraftSetup, findings: Findings): boolean {
  if (draftVersion === DRAFT_VERSION) return true;
  findings.fault(
    'money',
    CLAIM,
    `was drafted by another version of the service (drafts ${draftVersion}): verify its lines by that version, this is ${DRAFT_VERSION}`,
  );
  return false;
}

/** Answers the metres of the results. */
function compareLines({ setup, lines }: PackedClaim, works: SealedWork[], findings: Findings): TotalMetres {
  const draft = beginDraft(setup);
  for (const work of works.sort(inOrder)) draft.add(work);
  const again = draft.finish(droppedOf(lines));
  const left = new Map(again.lines.map((line) => [line.no, line]));
  for (const line of lines) {
    const other = left.get(line.no);
    left.delete(line.no);
    const where = `line ${line.no}`;
    if (other === undefined) findings.fault('money', where, 'does not follow from the results');
    else if (canonicalJson(issued(line)) !== canonicalJson(other))
      findings.fault(
        'money',
        where,
        `is ${line.kind} of ${line.amount}, the results give ${other.kind} of ${other.amount}, or other facts`,
      );
    if (line.decision && line.answer?.answer !== 'object')
      findings.fault('money', where, 'was decided on though nobody objected to it');
  }
  for (const no of left.keys()) findings.fault('money', `line ${no}`, 'is left out');
  return again.totals;
}

function compareHead({ manifest }: OpenPack, { claim, setup, works }: PackedClaim, findings: Findings): void {
  for (const [field, told, other] of [
    ['id', manifest.claim, claim.id],
    ['number', manifest.number, claim.number],
    ['revision', manifest.revision, claim.revision],
    ['state', manifest.state, claim.state],
    ['contract', claim.contract, setup.contract.id],
    ['currency', claim.currency, setup.contract.currency],
    ['from', claim.from, setup.from],
    ['to', claim.to, setup.to],
    ['paymentDate', claim.paymentDate, setup.paymentDate],
    ['works', new Set(works.map(({ assignment }) => assignment)).size, works.length],
  ] as const)
    if (told !== other) findings.fault('money', CLAIM, `${field} is ${told} in one place and ${other} in another`);
  const { to, delaysTo, paymentDate } = setup;
  if (delaysTo > to && delaysTo > addDays(paymentDate, 1))
    findings.fault('money', CLAIM, `delays are counted to ${delaysTo}, which is past the payment date`);
}

/** SHA-256 over the RFC 8785 JSON of `{contract, lines, terms}`, as the claim was issued. */
function digestOf({ contract, terms }: DraftSetup, lines: readonly ClaimLine[]): string {
  return createHash('sha256')
    .update(canonicalJson({ contract, lines: lines.map(issued), terms }))
    .digest('hex');
}

/** The plan by which an assignment's operation is known. */
export const planOfWork = (pack: OpenPack, { assignment }: Basis): PackedPlan =>
  JSON.parse(pack.text(planName(assignment.route, assignment.routeVersion))) as PackedPlan;
