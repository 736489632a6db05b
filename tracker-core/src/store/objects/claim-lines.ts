import {
  instantOf,
  type Attachment,
  type ClaimLine,
  type LineAnswer,
  type LineAnswerWord,
  type LineDecision,
  type LineDecisionWord,
  type LineState,
  type PageOf,
} from '@sweepline/contract';
import type { Settled } from '../../claims/lines/settled.ts';
import type { Db } from '../db.ts';
import { numberColumn, textColumn, texts, withoutNul } from '../series/columns.ts';
import { pageOf, type PageWish } from './scope.ts';

interface LineRow {
  readonly no: number;
  readonly state: LineState;
  readonly why: string | null;
  readonly occurrence: number | null;
  readonly body: Omit<ClaimLine, 'no' | 'state' | 'why' | 'answer' | 'decision'>;
  readonly answer: LineAnswerWord | null;
  readonly answer_m: number | null;
  readonly answer_reason: string | null;
  readonly answer_by: string;
  readonly answer_ms: number;
  readonly decision: LineDecisionWord | null;
  readonly decision_m: number | null;
  readonly decision_amount: number;
  readonly decision_reason: string;
  readonly decision_by: string;
  readonly decision_ms: number;
  readonly attachments: readonly (Omit<Attachment, 'at'> & { readonly at_ms: number })[] | null;
}

const COLUMNS = `l.no, l.state, l.why, l.occurrence, l.body, l.answer, l.answer_m, l.answer_reason, l.answer_by, l.answer_at as answer_ms,
  l.decision, l.decision_m, l.decision_amount, l.decision_reason, l.decision_by, l.decision_at as decision_ms,
  case when l.answer is not null then (select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'type', f.type,
    'bytes', f.bytes, 'sha256', f.sha256, 'by', f.by, 'at_ms', round(extract(epoch from f.at) * 1000)) order by f.at, f.id)
    from attachment f where f.claim = l.claim and f.line = l.no) end as attachments`;

const answerOf = (row: LineRow): LineAnswer | null =>
  row.answer === null
    ? null
    : {
        answer: row.answer,
        metres: row.answer_m,
        reason: row.answer_reason,
        by: row.answer_by,
        at: instantOf(row.answer_ms),
        attachments: (row.attachments ?? []).map(({ at_ms, ...one }) => ({ ...one, at: instantOf(at_ms) })),
      };

const decisionOf = (row: LineRow): LineDecision | null =>
  row.decision === null
    ? null
    : {
        decision: row.decision,
        excused_m: row.decision_m,
        amount: row.decision_amount,
        reason: row.decision_reason,
        by: row.decision_by,
        at: instantOf(row.decision_ms),
      };

const lineOf = (row: LineRow): ClaimLine => ({
  no: row.no,
  state: row.state,
  why: row.why,
  ...row.body,
  occurrence: row.occurrence,
  answer: answerOf(row),
  decision: decisionOf(row),
});

/** Lines of a claim that is being drafted are not all there; those of one that was put away are nobody's. */
export const UNWRITTEN = `('drafting', 'stopped')`;

export async function findLine(db: Db, claim: string, no: number): Promise<ClaimLine | null> {
  const [row] = await db.query<LineRow>(
    `select ${COLUMNS} from claim_line l join claim m on m.id = l.claim
     where l.claim = $1 and l.no = $2 and m.state not in ${UNWRITTEN}`,
    [claim, no],
  );
  return row === undefined ? null : lineOf(row);
}

/** Those of these numbers that there are, in order. */
export const findLines = async (db: Db, claim: string, nos: readonly number[]): Promise<ClaimLine[]> =>
  (
    await db.query<LineRow>(
      `select ${COLUMNS} from claim_line l where l.claim = $1 and l.no = any($2::integer[]) order by l.no`,
      [claim, numberColumn(nos)],
    )
  ).map(lineOf);

export interface LineFilter {
  readonly kinds: readonly string[] | null;
  readonly states: readonly string[] | null;
  /** `open`: not answered; `undecided`: objected to and not decided. */
  readonly answers: readonly string[] | null;
  /** Part of a street, route, vehicle, assignment or rule, or the number. */
  readonly q: string | null;
  /** Only these numbers. */
  readonly nos: readonly number[] | null;
}

export const ALL_LINES: LineFilter = { kinds: null, states: null, answers: null, q: null, nos: null };

/** Condition on lines `l`; the filter's values begin at this parameter. */
export const narrowedFrom = (at: number): string =>
  `($${at}::text[] is null or l.kind = any($${at})) and ($${at + 1}::text[] is null or l.state = any($${at + 1}))
   and ($${at + 2}::text[] is null or coalesce(l.answer, 'open') = any($${at + 2})
     or ('undecided' = any($${at + 2}) and l.answer = 'object' and l.decision is null))
   and ($${at + 3}::text is null or strpos(l.search, $${at + 3}) > 0 or l.no::text = $${at + 3})
   and ($${at + 4}::integer[] is null or l.no = any($${at + 4}))`;

export const narrowing = ({ kinds, states, answers, q, nos }: LineFilter): readonly unknown[] => [
  kinds,
  states,
  answers,
  q?.toLowerCase() ?? null,
  nos === null ? null : numberColumn(nos),
];

/** In the order of their numbers. */
export async function listLines(db: Db, claim: string, filter: LineFilter, page: PageWish): Promise<PageOf<ClaimLine>> {
  const rows = await db.query<LineRow>(
    `select ${COLUMNS} from claim_line l join claim m on m.id = l.claim
     where l.claim = $1 and m.state not in ${UNWRITTEN} and ($2::integer is null or l.no > $2)
       and ${narrowedFrom(4)}
     order by l.no limit $3`,
    [claim, page.after, page.limit + 1, ...narrowing(filter)],
  );
  return pageOf(rows, page.limit, ({ no }) => String(no), lineOf);
}

const LINES_AT_ONCE = 1_000;

/** All lines of a claim in order, never all at once. */
export async function* eachLine(db: Db, claim: string): AsyncGenerator<ClaimLine, void, void> {
  for (let after: string | null = null; ;) {
    const { items, next }: PageOf<ClaimLine> = await listLines(db, claim, ALL_LINES, { after, limit: LINES_AT_ONCE });
    yield* items;
    if (next === null) return;
    after = next;
  }
}

const searchOf = ({ streets, route, vehicle, assignment, rule }: ClaimLine): string =>
  [...streets, route, vehicle, assignment, rule]
    .filter((word) => word !== null)
    .join(' ')
    .toLowerCase();

/** A column of texts of which some are null. */
const nullable = (values: readonly (string | null)[]): string => textColumn(values.map((value) => value ?? ''));
const orNull = (column: string): string => `nullif(${column}, '')`;

const INSERT = `
insert into claim_line (claim, no, kind, state, why, rule, date, assignment, route, vehicle, reason,
  amount, search, body, occurrence)
select $1, no, kind, state, ${orNull('why')}, ${orNull('rule')}, date, ${orNull('assignment')},
  ${orNull('route')}, ${orNull('vehicle')}, ${orNull('reason')}, amount, search, body::json, occurrence
from unnest($2::integer[], ${texts(3)}, ${texts(4)}, ${texts(5)}, ${texts(6)}, ${texts(7)}, ${texts(8)}, ${texts(9)},
  ${texts(10)}, ${texts(11)}, $12::bigint[], ${texts(13)}, ${texts(14)}, $15::integer[])
  as line (no, kind, state, why, rule, date, assignment, route, vehicle, reason, amount, search, body, occurrence)`;

const bodies = (lines: readonly ClaimLine[]): string =>
  textColumn(
    lines.map(({ no: _, state: __, why: ___, answer: ____, decision: _____, ...body }) =>
      withoutNul(JSON.stringify(body)),
    ),
  );

/** Writes lines of a draft. */
export async function addLines(db: Db, claim: string, lines: readonly ClaimLine[]): Promise<void> {
  if (lines.length === 0) return;
  await db.query(INSERT, [
    claim,
    numberColumn(lines.map(({ no }) => no)),
    textColumn(lines.map(({ kind }) => kind)),
    textColumn(lines.map(({ state }) => state)),
    nullable(lines.map(({ why }) => why)),
    nullable(lines.map(({ rule }) => rule)),
    textColumn(lines.map(({ date }) => date)),
    nullable(lines.map(({ assignment }) => assignment)),
    nullable(lines.map(({ route }) => route)),
    nullable(lines.map(({ vehicle }) => vehicle)),
    nullable(lines.map(({ reason }) => reason)),
    numberColumn(lines.map(({ amount }) => amount)),
    // A column of one empty text is one of none.
    textColumn(lines.map((line) => ` ${withoutNul(searchOf(line)).replaceAll('\x1f', ' ')}`)),
    bodies(lines),
    lines.map(({ occurrence }) => occurrence),
  ]);
}

/** What was written of a draft that is not finished. */
export const clearLines = (db: Db, claim: string): Promise<unknown> =>
  db.query('delete from claim_line where claim = $1', [claim]);

const PUT = `
update claim_line l set kind = line.kind, state = line.state, why = ${orNull('line.why')}, amount = line.amount,
  body = line.body::json, occurrence = line.occurrence
from unnest($2::integer[], ${texts(3)}, ${texts(4)}, ${texts(5)}, $6::bigint[], ${texts(7)}, $8::integer[])
  as line (no, kind, state, why, amount, body, occurrence)
where l.claim = $1 and l.no = line.no`;

/** Writes what became of lines of a draft that are there. */
export async function putLines(db: Db, claim: string, lines: readonly ClaimLine[]): Promise<void> {
  if (lines.length === 0) return;
  await db.query(PUT, [
    claim,
    numberColumn(lines.map(({ no }) => no)),
    textColumn(lines.map(({ kind }) => kind)),
    textColumn(lines.map(({ state }) => state)),
    // A person may have written anything.
    nullable(lines.map(({ why }) => why && withoutNul(why).replaceAll('\x1f', ' '))),
    numberColumn(lines.map(({ amount }) => amount)),
    bodies(lines),
    lines.map(({ occurrence }) => occurrence),
  ]);
}

const COUNT = `
update claim_line l set occurrence = line.occurrence from unnest($2::integer[], $3::integer[]) as line (no, occurrence)
where l.claim = $1 and l.no = line.no`;

/** Numbers lines anew within their rule's month; nothing else of them changes. */
export async function putOccurrences(
  db: Db,
  claim: string,
  lines: readonly Pick<Settled, 'no' | 'occurrence'>[],
): Promise<void> {
  if (lines.length === 0) return;
  await db.query(COUNT, [claim, numberColumn(lines.map(({ no }) => no)), lines.map(({ occurrence }) => occurrence)]);
}

export interface NewLineAnswer {
  readonly no: number;
  readonly answer: LineAnswerWord;
  readonly metres: number | null;
  readonly reason: string | null;
}

export const answerLines = async (
  db: Db,
  claim: string,
  answers: readonly NewLineAnswer[],
  by: string,
  at_ms: number,
): Promise<void> => {
  if (answers.length === 0) return;
  await db.query(
    `update claim_line l set answer = a.answer, answer_m = nullif(a.metres, 0), answer_reason = ${orNull('a.reason')},
       answer_by = $2, answer_at = $3
     from unnest($4::integer[], ${texts(5)}, $6::double precision[], ${texts(7)}) as a (no, answer, metres, reason)
     where l.claim = $1 and l.no = a.no`,
    [
      claim,
      by,
      instantOf(at_ms),
      numberColumn(answers.map(({ no }) => no)),
      textColumn(answers.map(({ answer }) => answer)),
      numberColumn(answers.map(({ metres }) => metres ?? 0)),
      nullable(answers.map(({ reason }) => (reason === null ? null : withoutNul(reason).replaceAll('\x1f', ' ')))),
    ],
  );
};

export interface NewLineDecision {
  readonly no: number;
  readonly decision: LineDecisionWord;
  readonly excused_m: number | null;
  readonly amount: number;
  readonly reason: string;
}

export const decideLines = async (
  db: Db,
  claim: string,
  decisions: readonly NewLineDecision[],
  by: string,
  at_ms: number,
): Promise<void> => {
  for (const { no, decision, excused_m, amount, reason } of decisions)
    await db.query(
      `update claim_line set decision = $3, decision_m = $4, decision_amount = $5, decision_reason = $6, decision_by = $7,
         decision_at = $8 where claim = $1 and no = $2`,
      [claim, no, decision, excused_m, amount, reason, by, instantOf(at_ms)],
    );
};

/** The first of the standing lines that were objected to and not decided. */
export const undecidedLines = async (db: Db, claim: string, limit: number): Promise<number[]> =>
  (
    await db.query<{ no: number }>(
      `select no from claim_line where claim = $1 and state = 'standing' and answer = 'object' and decision is null
       order by no limit $2`,
      [claim, limit],
    )
  ).map(({ no }) => no);

/** A line that a person took out or lifted, with the reason. */
export type LineTakenOut = LineRow['body'] & { readonly why: string };

/** What people found not to be owed at all: what was dropped of the draft, what was lifted after an objection. */
export const linesTakenOut = async (db: Db, claim: string): Promise<LineTakenOut[]> =>
  (
    await db.query<{ why: string; body: LineRow['body'] }>(
      `select case when state = 'dropped' then why else decision_reason end as why, body from claim_line
       where claim = $1 and (state = 'dropped' or decision = 'lift') order by no`,
      [claim],
    )
  ).map(({ why, body }) => ({ ...body, why }));
