import { instantOf, type ClaimTotals, type IncidentKind } from '@sweepline/contract';
import type { ClaimIncident, DraftSetup } from '../../claims/setup.ts';
import type { Db } from '../db.ts';
import { milliseconds, textColumn, texts } from '../series/columns.ts';

/** What a drafting job works on. */
export interface DraftOrder {
  readonly id: string;
  readonly contract: string;
  readonly municipality: string;
  readonly from: string;
  readonly to: string;
  readonly paymentDate: string;
  readonly by: string;
  readonly replaces: string | null;
}

const ORDER = `id, contract, municipality, from_date as "from", to_date as "to", payment_date as "paymentDate",
  made_by as by, replaces`;

/** Those that are to be drafted, the oldest first. */
export const draftOrders = (db: Db): Promise<DraftOrder[]> =>
  db.query<DraftOrder>(`select ${ORDER} from claim where state = 'drafting' order by no`);

/** Claims that were stopped before they were drafted, and of which something was written all the same. */
export const strayDrafts = async (db: Db): Promise<string[]> =>
  (
    await db.query<{ id: string }>(
      `select id from claim where state = 'stopped' and setup is null and (exists (select from claim_line where claim = id)
         or exists (select from claim_stake where claim = id) or exists (select from claim_work where claim = id)) order by no`,
    )
  ).map(({ id }) => id);

export const noteProgress = (db: Db, id: string, done: number, works: number): Promise<unknown> =>
  db.query(`update claim set done = $2, works = $3 where id = $1 and state = 'drafting'`, [id, done, works]);

/** Keeps what a draft came to. */
export const keepDraft = (
  db: Db,
  id: string,
  draft: { readonly setup: DraftSetup; readonly totals: ClaimTotals; readonly unsealed: readonly string[] },
): Promise<unknown> =>
  db.query('update claim set setup = $2::json, totals = $3::jsonb, unsealed = $4, done = works where id = $1', [
    id,
    JSON.stringify(draft.setup),
    JSON.stringify(draft.totals),
    draft.unsealed,
  ]);

/** What a claim was drafted under; null before it is. */
export const draftSetup = async (db: Db, id: string): Promise<DraftSetup | null> =>
  (await db.query<{ setup: DraftSetup | null }>('select setup from claim where id = $1', [id]))[0]?.setup ?? null;

interface IncidentRow {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly assignment: string | null;
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number | null;
}

/** Cases that nobody dismissed: of these assignments, and of these vehicles' local dates [from, to) without an assignment. */
export async function standingCases(
  db: Db,
  ask: {
    readonly municipality: string;
    readonly timezone: string;
    readonly from: string;
    readonly to: string;
    readonly assignments: readonly string[];
    readonly vehicles: readonly string[];
  },
): Promise<ClaimIncident[]> {
  const rows = await db.query<IncidentRow>(
    `select id, kind, assignment, vehicle, ${milliseconds('from_at')} as from_ms, ${milliseconds('to_at')} as to_ms
     from incident where municipality = $1 and state <> 'dismissed' and (assignment = any(${texts(5)})
       or (assignment is null and vehicle = any(${texts(6)}) and from_at >= $3::timestamp at time zone $2
         and from_at < $4::timestamp at time zone $2))
     order by from_at, id`,
    [ask.municipality, ask.timezone, ask.from, ask.to, textColumn(ask.assignments), textColumn(ask.vehicles)],
  );
  return rows.map(({ from_ms, to_ms, ...row }) => ({
    ...row,
    from: instantOf(from_ms),
    to: to_ms === null ? null : instantOf(to_ms),
  }));
}

/** Claims that wait for an answer and whose contractor was not reminded. */
export const unremindedClaims = (
  db: Db,
): Promise<{ readonly id: string; readonly issued_ms: number; readonly answer_by_ms: number }[]> =>
  db.query(
    `select id, issued_at as issued_ms, answer_by as answer_by_ms from claim where state = 'issued' and not reminded order by no`,
  );

/** False where it was answered or reminded meanwhile. Call in a transaction. */
export const noteReminded = async (db: Db, id: string): Promise<boolean> =>
  (
    await db.query(
      `update claim set reminded = true where id = $1 and state = 'issued' and not reminded returning id`,
      [id],
    )
  ).length > 0;
