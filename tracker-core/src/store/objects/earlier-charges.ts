import { addDays } from '@sweepline/contract';
import { ruleMonth, type Earlier } from '../../claims/money/earlier.ts';
import { CHARGING } from '../../claims/states.ts';
import type { Db } from '../db.ts';

interface MonthRow {
  readonly rule: string;
  readonly month: string;
  readonly penalty: number;
  readonly charged: number;
  readonly facts: number;
}

/** Of the contract's claims that were issued and stand, those that touch the local months of a period, by rule and month. */
const MONTHS = `
select l.rule, left(l.date, 7) as month,
  coalesce(sum(coalesce(l.decision_amount, l.amount)) filter (where l.kind = 'penalty' and l.state = 'standing'), 0) as penalty,
  coalesce(sum(abs(coalesce(l.decision_amount, l.amount))) filter (where l.state = 'standing'), 0) as charged,
  count(*) filter (where l.kind <> 'bonus' and l.state in ('standing', 'covered') and l.decision is distinct from 'lift') as facts
from claim m join claim_line l on l.claim = m.id
where m.contract = $1 and m.state = any($2) and ($3::text is null or m.id <> $3)
  and left(m.to_date, 7) >= left($4, 7) and left(m.from_date, 7) <= left($5, 7)
  and l.rule is not null and left(l.date, 7) between left($4, 7) and left($5, 7)
group by l.rule, left(l.date, 7) order by 1, 2`;

const PENALTIES = `
select coalesce(sum((totals ->> 'penalty')::bigint), 0) as sum from claim
where contract = $1 and state = any($2) and ($3::text is null or id <> $3)`;

/** What the contract's claims that stand charge already, without the one that is to be replaced. */
export async function earlierCharges(
  db: Db,
  contract: string,
  { from, to }: { readonly from: string; readonly to: string },
  but: string | null,
): Promise<Earlier> {
  const rows = await db.query<MonthRow>(MONTHS, [contract, CHARGING, but, from, addDays(to, -1)]);
  const [all] = await db.query<{ sum: number }>(PENALTIES, [contract, CHARGING, but]);
  const months: Record<string, number> = {};
  const rules: Record<string, { charged: number; facts: number }> = {};
  for (const { rule, month, penalty, charged, facts } of rows) {
    if (penalty > 0) months[month] = (months[month] ?? 0) + penalty;
    if (charged > 0 || facts > 0) rules[ruleMonth(rule, month)] = { charged, facts };
  }
  return { penalties: all!.sum, months, rules };
}
