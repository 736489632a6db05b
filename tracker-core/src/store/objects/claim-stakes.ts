import { canonicalJson, type Claim, type ClaimLine, says } from '@sweepline/contract';
import { settle } from '../../claims/lines/settle.ts';
import { differing, renumbered, settledLine } from '../../claims/lines/settled.ts';
import { packStake, unpackStakes, type PackedStake, type Stake } from '../../claims/lines/stake.ts';
import { totalsOf } from '../../claims/money/totals.ts';
import type { DraftSetup } from '../../claims/setup.ts';
import { MetreSums } from '../../claims/work/metres.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../db.ts';
import { findLines, putLines, putOccurrences } from './claim-lines.ts';
import { earlierCharges } from './earlier-charges.ts';

const STAKES_A_PART = 2_000;

/** Keeps what the lines of a draft are settled by; of a draft without such lines, that there are none. */
export async function addStakes(db: Db, claim: string, stakes: readonly Stake[]): Promise<void> {
  for (let at = 0; at === 0 || at < stakes.length; at += STAKES_A_PART)
    await db.query('insert into claim_stake (claim, part, stakes) values ($1, $2, $3::json)', [
      claim,
      at / STAKES_A_PART,
      JSON.stringify(stakes.slice(at, at + STAKES_A_PART).map(packStake)),
    ]);
}

export const clearStakes = (db: Db, claim: string): Promise<unknown> =>
  db.query('delete from claim_stake where claim = $1', [claim]);

/** @throws Refused `wrong-state` for a draft of a version of the service that kept none */
export async function readStakes(db: Db, claim: string, { terms }: DraftSetup): Promise<Stake[]> {
  const parts = await db.query<{ stakes: PackedStake[] }>(
    'select stakes from claim_stake where claim = $1 order by part',
    [claim],
  );
  if (parts.length === 0) throw new Refused('wrong-state', says('claim-of-older-version'));
  return unpackStakes(
    parts.flatMap(({ stakes }) => stakes),
    terms,
  );
}

/** Reasons of the lines that people took out of a claim, by number. */
export const droppedLines = async (db: Db, claim: string): Promise<Map<number, string>> =>
  new Map(
    (
      await db.query<{ no: number; why: string }>(
        `select no, why from claim_line where claim = $1 and state = 'dropped' order by no`,
        [claim],
      )
    ).map(({ no, why }) => [no, why]),
  );

export interface Resettled {
  /** Numbers of all lines that came out differently, in order; those that were only numbered anew within their rule's month are not. */
  readonly changed: readonly number[];
}

/** Adds to the claim's totals what lines come to now, and takes away what they came to. */
async function addToTotals(db: Db, claim: string, was: readonly ClaimLine[], are: readonly ClaimLine[]): Promise<void> {
  const [before, after] = [totalsOf(was, NO_METRES), totalsOf(are, NO_METRES)];
  const sums = (['nonPayment', 'penalty', 'bonus', 'total', 'held'] as const).map((key) => ({
    key,
    change: after[key] - before[key],
  }));
  await db.query(
    `update claim set totals = totals || (
       select jsonb_object_agg(change ->> 'key', (totals ->> (change ->> 'key'))::bigint + (change ->> 'change')::bigint)
       from jsonb_array_elements($2::jsonb) as change)
     where id = $1`,
    [claim, JSON.stringify(sums)],
  );
}

const NO_METRES = new MetreSums().totals();

/**
 * Takes lines out of a draft (with the reason) or puts them back (null), and settles what hung on them: afterwards the claim
 * is what it would be were it drafted without them, in its totals too.
 * Call in a transaction that holds the claim.
 */
export async function dropAndRestore(
  db: Db,
  claim: string,
  setup: DraftSetup,
  wishes: ReadonlyMap<number, string | null>,
): Promise<Resettled> {
  const stakes = await readStakes(db, claim, setup);
  const dropped = await droppedLines(db, claim);
  const before = settle(stakes, new Set(dropped.keys()), setup.earlier);
  for (const [no, reason] of wishes)
    if (reason === null) dropped.delete(no);
    else dropped.set(no, reason);
  const after = settle(stakes, new Set(dropped.keys()), setup.earlier);
  const settled = new Map(differing(before, after).map((i) => [stakes[i]!.no, [stakes[i]!, after[i]!] as const]));
  const changed = [...new Set([...settled.keys(), ...wishes.keys()])].sort((a, b) => a - b);
  const was = await findLines(db, claim, changed);
  const lines = was.map((line): ClaimLine => {
    const one = settled.get(line.no);
    if (one !== undefined) return settledLine(line, ...one, dropped.get(line.no));
    const why = dropped.get(line.no);
    // The price of what was not done hangs on no other line.
    return why === undefined ? { ...line, state: 'standing', why: null } : { ...line, state: 'dropped', why };
  });
  await addToTotals(db, claim, was, lines);
  await putLines(db, claim, lines);
  await putOccurrences(
    db,
    claim,
    renumbered(before, after).filter(({ no }) => !settled.has(no)),
  );
  return { changed };
}

/**
 * Whether lines of a draft would come out differently under what other claims of the contract charge by now. Call in a
 * transaction that holds the contract, so that none is issued meanwhile.
 */
export async function isOvertaken(
  db: Db,
  { id, contract, replaces }: Pick<Claim, 'id' | 'contract' | 'replaces'>,
  setup: DraftSetup,
): Promise<boolean> {
  const earlier = await earlierCharges(db, contract, setup, replaces);
  if (canonicalJson(earlier) === canonicalJson(setup.earlier)) return false;
  const stakes = await readStakes(db, id, setup);
  const dropped = new Set((await droppedLines(db, id)).keys());
  return differing(settle(stakes, dropped, setup.earlier), settle(stakes, dropped, earlier)).length > 0;
}
