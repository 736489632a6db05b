import { LINE_GROUPS, type ClaimOutline, type LineGroupName } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { narrowedFrom, narrowing, type LineFilter } from './claim-lines.ts';

/** Numbers of the lines by groups. The lines' bodies, which are most of the table, are not read. */
export async function outlineOf(db: Db, claim: string, filter: LineFilter): Promise<ClaimOutline> {
  const rows = await db.query<{ name: LineGroupName; amount: number; nos: number[] }>(
    `select case when l.state in ('held', 'dropped') then l.state when l.state in ('covered', 'cured') then 'settled'
         else l.kind end as name,
       sum(coalesce(l.decision_amount, l.amount))::bigint as amount, json_agg(l.no order by l.no) as nos
     from claim_line l join claim m on m.id = l.claim
     where l.claim = $1 and m.state not in ('drafting', 'stopped') and ${narrowedFrom(2)}
     group by 1`,
    [claim, ...narrowing(filter)],
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  return { groups: LINE_GROUPS.flatMap((name) => found.get(name) ?? []) };
}
