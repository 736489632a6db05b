import {
  instantOf,
  UNCOVERED_REASONS,
  type Claim,
  type ClaimEntry,
  type ClaimSort,
  type ClaimState,
  type ClaimSummary,
  type ClaimTotals,
  type PageOf,
} from '@sweepline/contract';
import { HOLDING, UNISSUED } from '../../claims/states.ts';
import type { Db } from '../db.ts';
import { orderOf, placeText, type ClaimPlace } from './claim-order.ts';
import { EVERYTHING, pageOf, type Scope } from './scope.ts';

const INSTANTS = ['issuedAt', 'answerBy', 'answeredAt', 'decideBy', 'decidedAt', 'closedAt'] as const;
type InstantName = (typeof INSTANTS)[number];

type SummaryRow = Omit<ClaimSummary, InstantName> & Readonly<Record<InstantName, number | null>> & { no: number };
interface ClaimRow extends Omit<SummaryRow, 'total'> {
  readonly totals: ClaimTotals | null;
  readonly total: number;
  readonly paymentDate: string;
  readonly done: number;
  readonly works: number;
  readonly unsealed: string[];
  readonly open: number;
  readonly accepted: number;
  readonly objected: number;
  readonly undecided: number;
  readonly digest: string | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly history: readonly {
    readonly at_ms: number;
    readonly by: string;
    readonly action: ClaimEntry['action'];
    readonly line: number | null;
    readonly text: string | null;
  }[];
}

const UNSEEN = UNISSUED.map((state) => `'${state}'`).join(', ');
const SUMMARY = `m.id, m.no, m.municipality, m.contract, coalesce(m.names ->> 'contractNumber', k.number) as "contractNumber", m.contractor,
  coalesce(m.names ->> 'contractor', c.name) as "contractorName",
  m.number, m.revision, m.from_date as "from", m.to_date as "to", m.currency, m.state,
  m.total, m.issued_at as "issuedAt", m.answer_by as "answerBy",
  m.answered_at as "answeredAt", m.decide_by as "decideBy", m.decided_at as "decidedAt", m.closed_at as "closedAt"`;
const WHOLE = `${SUMMARY}, m.payment_date as "paymentDate", m.totals, m.done, m.works, m.unsealed, m.digest, m.replaces,
  m.replaced_by as "replacedBy", counts.*,
  (select coalesce(jsonb_agg(jsonb_build_object('at_ms', round(extract(epoch from e.at) * 1000), 'by', e.by,
    'action', e.action, 'line', e.line, 'text', e.text) order by e.seq), '[]'::jsonb)
    from claim_entry e where e.claim = m.id) as history`;
/** Nobody answers what was not issued, and a draft is asked after again and again while its lines are written. */
const COUNTS = `cross join lateral (select count(*) filter (where l.answer is null) as open,
    count(*) filter (where l.answer = 'accept') as accepted, count(*) filter (where l.answer = 'object') as objected,
    count(*) filter (where l.answer = 'object' and l.decision is null) as undecided
  from claim_line l where m.state not in (${UNSEEN}) and l.claim = m.id and l.state = 'standing') as counts`;
const FROM = 'claim m join contract k on k.id = m.contract join contractor c on c.id = m.contractor';
/** A contractor sees what was issued to it. */
const SEEN = `($1::text[] is null or m.municipality = any($1)) and ($2::text is null or (m.contractor = $2
  and m.state not in (${UNSEEN})))`;

const instantOrNull = (epoch_ms: number | null): string | null => (epoch_ms === null ? null : instantOf(epoch_ms));

function summaryOf(row: SummaryRow): ClaimSummary {
  const { no: _, ...rest } = row;
  return {
    ...rest,
    issuedAt: instantOrNull(row.issuedAt),
    answerBy: instantOrNull(row.answerBy),
    answeredAt: instantOrNull(row.answeredAt),
    decideBy: instantOrNull(row.decideBy),
    decidedAt: instantOrNull(row.decidedAt),
    closedAt: instantOrNull(row.closedAt),
  };
}

const NOTHING: ClaimTotals = {
  nonPayment: 0,
  penalty: 0,
  bonus: 0,
  total: 0,
  held: 0,
  lines: 0,
  planned_m: 0,
  covered_m: 0,
  excused_m: 0,
  uncovered_m: Object.fromEntries(UNCOVERED_REASONS.map((reason) => [reason, 0])) as ClaimTotals['uncovered_m'],
};

function claimOf(row: ClaimRow): Claim {
  const { totals, done, works, open, accepted, objected, undecided, history, unsealed, ...rest } = row;
  const { paymentDate, digest, replaces, replacedBy, ...summary } = rest;
  return {
    ...summaryOf(summary),
    paymentDate,
    totals: totals ?? NOTHING,
    progress: row.state === 'drafting' ? { done, total: works } : null,
    unsealed,
    answers: { open, accepted, objected },
    undecided,
    digest,
    replaces,
    replacedBy,
    history: history.map(({ at_ms, by, action, line, text }) => ({
      at: instantOf(at_ms),
      by,
      action,
      ...(line === null ? {} : { line }),
      ...(text === null ? {} : { text }),
    })),
  };
}

export async function findClaim(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Claim | null> {
  const [row] = await db.query<ClaimRow>(`select ${WHOLE} from ${FROM} ${COUNTS} where ${SEEN} and m.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : claimOf(row);
}

export interface ClaimFilter {
  readonly contractor: string | null;
  readonly contract: string | null;
  readonly states: readonly ClaimState[] | null;
  /** Part of the number, the contractor's name or the contract's number or title. */
  readonly q: string | null;
  /** Local dates: claims whose period touches [from, to). */
  readonly from: string | null;
  readonly to: string | null;
}

/** In an order of its own, or newest first. */
export async function listClaims(
  db: Db,
  scope: Scope,
  filter: ClaimFilter,
  {
    sort,
    after,
    limit,
  }: { readonly sort: ClaimSort | null; readonly after: ClaimPlace | null; readonly limit: number },
): Promise<PageOf<ClaimSummary>> {
  const order = orderOf(sort);
  // Of one municipality the order is that of an index.
  const within = scope.municipalities?.length === 1 ? 'm.municipality = ($1::text[])[1]' : 'true';
  const rows = await db.query<SummaryRow & { readonly key: string }>(
    `select ${SUMMARY}, ${order.key} as key from ${FROM} where ${SEEN} and ${within}
       and ($3::integer is null or ${order.after('$11', '$3')})
       and ($5::text is null or m.contractor = $5) and ($6::text is null or m.contract = $6)
       and ($7::text[] is null or m.state = any($7)) and ($8::text is null or strpos(m.search, $8) > 0)
       and ($9::text is null or m.to_date > $9) and ($10::text is null or m.from_date < $10)
     order by ${order.by} limit $4`,
    [
      scope.municipalities,
      scope.contractor,
      after?.no ?? null,
      limit + 1,
      filter.contractor,
      filter.contract,
      filter.states,
      filter.q?.toLowerCase() ?? null,
      filter.from,
      filter.to,
      ...(sort === null ? [] : [after?.key ?? null]),
    ],
  );
  return pageOf(
    rows,
    limit,
    (row) => placeText(row, sort),
    ({ key: _, ...row }) => summaryOf(row),
  );
}

export interface NewClaim {
  readonly id: string;
  readonly contract: string;
  readonly municipality: string;
  readonly contractor: string;
  readonly number: string;
  readonly revision: number;
  readonly from: string;
  readonly to: string;
  readonly paymentDate: string;
  readonly currency: string;
  readonly by: string;
  readonly search: string;
  readonly replaces: string | null;
}

export async function addClaim(db: Db, claim: NewClaim): Promise<void> {
  const { id, contract, municipality, contractor, number, revision, from, to, paymentDate, currency } = claim;
  await db.query(
    `insert into claim (id, contract, municipality, contractor, number, revision, from_date, to_date, payment_date, currency,
       state, made_by, search, replaces, contractor_order, contract_order)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'drafting', $11, $12, $13,
       (select natural_order(name) from contractor where id = $4), (select natural_order(number) from contract where id = $2))`,
    [
      id,
      contract,
      municipality,
      contractor,
      number,
      revision,
      from,
      to,
      paymentDate,
      currency,
      claim.by,
      claim.search.toLowerCase(),
      claim.replaces,
    ],
  );
}

/** Keeps others from making claims of the contract until the transaction ends. */
export const holdContract = (db: Db, contract: string): Promise<unknown> =>
  db.query('select id from contract where id = $1 for update', [contract]);

/** A claim of the contract that holds part of [from, to); `but` is left out. */
export async function claimOver(
  db: Db,
  contract: string,
  { from, to }: { readonly from: string; readonly to: string },
  but: string | null,
): Promise<{ readonly id: string; readonly number: string; readonly state: ClaimState } | null> {
  const [row] = await db.query<{ id: string; number: string; state: ClaimState }>(
    `select id, number, state from claim where contract = $1 and from_date < $3 and to_date > $2
       and state = any($4) and ($5::text is null or id <> $5) order by no limit 1`,
    [contract, from, to, HOLDING, but],
  );
  return row ?? null;
}

/** Numbers that begin so were given to so many claims of a contract, whatever became of them. */
export async function claimsNumbered(db: Db, contract: string, begin: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(distinct number) as count from claim where contract = $1 and starts_with(number, $2)`,
    [contract, begin],
  );
  return row!.count;
}

/** The newest revision under a number. */
export async function lastRevision(db: Db, contract: string, number: string): Promise<number> {
  const [row] = await db.query<{ revision: number }>(
    'select coalesce(max(revision), 0) as revision from claim where contract = $1 and number = $2',
    [contract, number],
  );
  return row!.revision;
}
