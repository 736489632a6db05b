import { USUAL_DEADLINES, type CaseDeadlines, type CaseDeadlinesBody, type IncidentKind } from '@sweepline/contract';
import type { HandledCase } from '../../incidents/lateness.ts';
import type { Db } from '../db.ts';
import { instant, milliseconds } from '../series/columns.ts';

/** The deadlines of a municipality: its own, and the usual ones for the other kinds. */
export async function caseDeadlines(db: Db, municipality: string): Promise<CaseDeadlines> {
  const rows = await db.query<{ kind: IncidentKind; acknowledge_min: number; close_min: number }>(
    'select kind, acknowledge_min, close_min from case_deadline where municipality = $1',
    [municipality],
  );
  return { ...USUAL_DEADLINES, ...Object.fromEntries(rows.map(({ kind, ...deadline }) => [kind, deadline])) };
}

export async function putCaseDeadlines(db: Db, municipality: string, body: CaseDeadlinesBody): Promise<void> {
  for (const [kind, deadline] of Object.entries(body)) {
    if (deadline === null) {
      await db.query('delete from case_deadline where municipality = $1 and kind = $2', [municipality, kind]);
      continue;
    }
    await db.query(
      `insert into case_deadline (municipality, kind, acknowledge_min, close_min) values ($1, $2, $3, $4)
       on conflict (municipality, kind) do update set acknowledge_min = $3, close_min = $4`,
      [municipality, kind, deadline.acknowledge_min, deadline.close_min],
    );
  }
}

// Whoever opened it did so once: what the service sees again is reopened.
const HANDLED = `
select i.kind, ${milliseconds('opened.at')} as opened_ms,
  ${milliseconds("min(e.at) filter (where e.by is not null and e.action in ('acknowledged', 'assigned', 'resolved', 'dismissed'))")} as seen_ms,
  case when i.state in ('resolved', 'dismissed')
    then ${milliseconds("max(e.at) filter (where e.by is not null and e.action in ('resolved', 'dismissed'))")} end as closed_ms
from incident_entry opened
join incident i on i.id = opened.incident
join incident_entry e on e.incident = i.id
where opened.action = 'opened' and opened.at >= ${instant('$2::float8')} and opened.at < ${instant('$3::float8')}
  and i.municipality = $1 and ($4::text is null or i.contractor = $4)
group by i.id, opened.at
having not (i.state = 'dismissed' and (array_agg(e.by order by e.seq desc) filter (where e.action = 'dismissed'))[1] is null)
order by i.kind`;

/** The cases that were opened in [from, to), as people handled them; without those that the service itself took back. */
export const handledCases = (
  db: Db,
  municipality: string,
  contractor: string | null,
  from_ms: number,
  to_ms: number,
): Promise<HandledCase[]> => db.query<HandledCase>(HANDLED, [municipality, from_ms, to_ms, contractor]);
