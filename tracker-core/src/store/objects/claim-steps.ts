import { instantOf, type ClaimEntry, type ClaimState } from '@sweepline/contract';
import { stepOf, type ClaimStep } from '../../claims/states.ts';
import type { Db } from '../db.ts';

export interface NewClaimEntry {
  readonly at_ms: number;
  readonly by: string;
  readonly action: ClaimEntry['action'];
  readonly line?: number;
  readonly text?: string | null;
}

/** Appends to the claim's history. */
export const addClaimEntry = (db: Db, claim: string, entry: NewClaimEntry): Promise<unknown> =>
  db.query(
    `insert into claim_entry (claim, seq, at, by, action, line, text)
     select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6 from claim_entry where claim = $1`,
    [claim, instantOf(entry.at_ms), entry.by, entry.action, entry.line ?? null, entry.text ?? null],
  );

/** Holds the claim until the transaction ends, and answers its state. */
export async function holdClaim(db: Db, id: string): Promise<ClaimState | null> {
  const [row] = await db.query<{ state: ClaimState }>('select state from claim where id = $1 for update', [id]);
  return row?.state ?? null;
}

/** Takes the step, with its entry; false where the claim's state forbids it. Call in a transaction. */
export async function stepClaim(
  db: Db,
  id: string,
  step: ClaimStep,
  { at_ms, by, text = null }: { readonly at_ms: number; readonly by: string; readonly text?: string | null },
): Promise<boolean> {
  const { from, to, entry } = stepOf(step);
  const moved = await db.query('update claim set state = $3 where id = $1 and state = any($2) returning id', [
    id,
    from,
    to,
  ]);
  if (moved.length === 0) return false;
  await addClaimEntry(db, id, { at_ms, by, action: entry, text });
  return true;
}

/** The instants that belong to steps; absent ones stay. */
export interface ClaimInstants {
  readonly issued_ms?: number;
  readonly answer_by_ms?: number;
  readonly answered_ms?: number;
  readonly decide_by_ms?: number;
  readonly decided_ms?: number;
  readonly closed_ms?: number;
}

const maybe = (epoch_ms: number | undefined): string | null => (epoch_ms === undefined ? null : instantOf(epoch_ms));

export const setInstants = (db: Db, id: string, instants: ClaimInstants): Promise<unknown> =>
  db.query(
    `update claim set issued_at = coalesce($2, issued_at), answer_by = coalesce($3, answer_by),
       answered_at = coalesce($4, answered_at), decide_by = coalesce($5, decide_by),
       decided_at = coalesce($6, decided_at), closed_at = coalesce($7, closed_at) where id = $1`,
    [
      id,
      maybe(instants.issued_ms),
      maybe(instants.answer_by_ms),
      maybe(instants.answered_ms),
      maybe(instants.decide_by_ms),
      maybe(instants.decided_ms),
      maybe(instants.closed_ms),
    ],
  );

export const setDigest = (db: Db, id: string, digest: string): Promise<unknown> =>
  db.query('update claim set digest = $2 where id = $1', [id, digest]);

/** What a new revision takes the place of. */
export const setReplaced = (db: Db, id: string, by: string): Promise<unknown> =>
  db.query('update claim set replaced_by = $2 where id = $1', [id, by]);

/** Sums the lines as they stand now: without what was dropped, after what was decided. Call in a transaction. */
export const sumClaim = (db: Db, id: string): Promise<unknown> =>
  db.query(
    `update claim set totals = totals || (
       select jsonb_build_object(
         'nonPayment', coalesce(sum(amount) filter (where kind = 'non-payment' and state = 'standing'), 0),
         'penalty', coalesce(sum(amount) filter (where kind = 'penalty' and state = 'standing'), 0),
         'bonus', coalesce(sum(amount) filter (where kind = 'bonus' and state = 'standing'), 0),
         'total', coalesce(sum(amount) filter (where state = 'standing'), 0),
         'held', coalesce(sum(amount) filter (where state = 'held'), 0))
       from (select kind, state, coalesce(decision_amount, amount) as amount from claim_line where claim = $1) as l)
     where id = $1`,
    [id],
  );
