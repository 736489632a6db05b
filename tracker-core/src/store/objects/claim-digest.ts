import type { LineKind, LineState } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { UNWRITTEN } from './claim-lines.ts';

/** What lines of one kind and state come to: after decisions, in minor units. */
export interface LineSum {
  readonly kind: LineKind;
  readonly state: LineState;
  readonly lines: number;
  readonly amount: number;
}

/** What a document to print tells of a claim's lines, though it lists the weightiest alone: their bodies are not read. */
export interface LinesDigest {
  readonly sums: readonly LineSum[];
  /** Spans of numbers of what was accepted without more. */
  readonly accepted: readonly (readonly [from: number, to: number])[];
  /** Numbers of so many lines: what is argued about, then what is claimed, each by its sum. */
  readonly weightiest: readonly number[];
  /** Of how many assignments there are lines. */
  readonly assignments: number;
}

const LINES = `claim_line l join claim m on m.id = l.claim where l.claim = $1 and m.state not in ${UNWRITTEN}`;

export async function digestLines(db: Db, claim: string, most: number): Promise<LinesDigest> {
  const sums = await db.query<LineSum>(
    `select l.kind, l.state, count(*) as lines, sum(coalesce(l.decision_amount, l.amount))::bigint as amount
     from ${LINES} group by l.kind, l.state`,
    [claim],
  );
  const accepted = await db.query<{ first: number; last: number }>(
    `select min(no) as first, max(no) as last from (
       select l.no, l.no - row_number() over (order by l.no) as span from ${LINES} and l.answer = 'accept'
         and l.decision is null) as one
     group by span order by first`,
    [claim],
  );
  const weightiest = await db.query<{ no: number }>(
    `select l.no from ${LINES}
     order by (coalesce(l.answer, '') = 'object' or l.decision is not null) desc,
       case l.state when 'standing' then 0 when 'held' then 1 else 2 end, abs(l.amount) desc, l.no
     limit $2`,
    [claim, most],
  );
  const [of] = await db.query<{ assignments: number }>(
    `select count(distinct l.assignment) as assignments from ${LINES}`,
    [claim],
  );
  return {
    sums,
    accepted: accepted.map(({ first, last }) => [first, last] as const),
    weightiest: weightiest.map(({ no }) => no),
    assignments: of!.assignments,
  };
}

/** Versions of the terms that judged lines. Reads every body: ask where there are several. */
export const termsOfLines = async (db: Db, claim: string): Promise<Set<number>> =>
  new Set(
    (
      await db.query<{ version: number }>(`select distinct (l.body ->> 'terms')::integer as version from ${LINES}`, [
        claim,
      ])
    ).map(({ version }) => version),
  );
