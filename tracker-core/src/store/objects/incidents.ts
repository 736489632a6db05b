import { instantOf, type Incident, type IncidentEntry, type IncidentState, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { numberColumn } from '../series/columns.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

/** An incident with what decides who sees it. */
export interface StoredIncident extends Incident {
  readonly contractor: string;
  /** Made of the facts. */
  readonly key: string;
}

export interface IncidentRow extends Omit<StoredIncident, 'from' | 'to' | 'history'> {
  readonly from_ms: number;
  readonly to_ms: number | null;
  readonly history: readonly (Omit<IncidentEntry, 'at' | 'text'> & { at_ms: number; text: string | null })[];
}

const HISTORY = `(select coalesce(jsonb_agg(jsonb_build_object('at_ms', round(extract(epoch from e.at) * 1000),
    'by', e.by, 'action', e.action, 'text', e.text) order by e.seq), '[]'::jsonb)
  from incident_entry e where e.incident = i.id) as history`;
export const INCIDENT_COLUMNS = `i.id, i.no, i.key, i.municipality, i.contractor, i.vehicle, i.assignment, i.kind, i.severity,
  i.from_at as from_ms, i.to_at as to_ms, i.lat, i.lon, i.edge, i.figures, i.note, i.state, i.assignee, ${HISTORY}`;
const SEEN = '($1::text[] is null or i.municipality = any($1)) and ($2::text is null or i.contractor = $2)';

export function incidentOf(row: IncidentRow): StoredIncident {
  const { from_ms, to_ms, history, ...rest } = row;
  return {
    ...rest,
    from: instantOf(from_ms),
    to: to_ms === null ? null : instantOf(to_ms),
    history: history.map(({ at_ms, by, action, text }) => ({
      at: instantOf(at_ms),
      by,
      action,
      ...(text === null ? {} : { text }),
    })),
  };
}

/** As answers and live messages carry it. */
export function outwardIncident(stored: StoredIncident): Incident {
  const { contractor: _, key: __, ...incident } = stored;
  return incident;
}

/** Closed by the service itself, because later fixes showed that it never was. */
export const isWithdrawn = ({
  state,
  history,
}: {
  readonly state: IncidentState;
  readonly history: readonly Pick<IncidentEntry, 'action' | 'by'>[];
}): boolean => state === 'dismissed' && history.findLast(({ action }) => action === 'dismissed')?.by === null;

export async function findIncident(db: Db, id: string, scope: Scope = EVERYTHING): Promise<StoredIncident | null> {
  const [row] = await db.query<IncidentRow>(`select ${INCIDENT_COLUMNS} from incident i where ${SEEN} and i.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : incidentOf(row);
}

export interface IncidentFilter {
  readonly municipality: string | null;
  readonly states: readonly IncidentState[] | null;
  readonly kinds: readonly string[] | null;
  readonly vehicle: string | null;
  readonly assignment: string | null;
  readonly nos: readonly number[] | null;
  /** Cases whose time overlaps [from, to). */
  readonly from_ms: number | null;
  readonly to_ms: number | null;
}

export const EVERY_CASE: IncidentFilter = {
  municipality: null,
  states: null,
  kinds: null,
  vehicle: null,
  assignment: null,
  nos: null,
  from_ms: null,
  to_ms: null,
};

const maybeInstant = (epoch_ms: number | null): string | null => (epoch_ms === null ? null : instantOf(epoch_ms));

/** Newest first. */
export async function listIncidents(
  db: Db,
  scope: Scope,
  filter: IncidentFilter,
  page: PageWish,
): Promise<PageOf<StoredIncident>> {
  const rows = await db.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from incident i
     where ${SEEN} and ($3::integer is null or i.no < $3)
       and ($5::text is null or i.municipality = $5) and ($6::text[] is null or i.state = any($6))
       and ($7::text[] is null or i.kind = any($7)) and ($8::text is null or i.vehicle = $8)
       and ($9::text is null or i.assignment = $9)
       and ($10::timestamptz is null or i.to_at is null or i.to_at > $10 or i.from_at >= $10)
       and ($11::timestamptz is null or i.from_at < $11) and ($12::integer[] is null or i.no = any($12))
     order by i.no desc limit $4`,
    [
      scope.municipalities,
      scope.contractor,
      page.after,
      page.limit + 1,
      filter.municipality,
      filter.states,
      filter.kinds,
      filter.vehicle,
      filter.assignment,
      maybeInstant(filter.from_ms),
      maybeInstant(filter.to_ms),
      filter.nos === null ? null : numberColumn(filter.nos),
    ],
  );
  return pageOf(rows, page.limit, (row) => String(row.no), incidentOf);
}

/** What still wants a person, and what happened since the instant: the cases of a live snapshot. */
export const standingIncidents = async (db: Db, since_ms: number): Promise<StoredIncident[]> =>
  (
    await db.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from incident i
       where i.state in ('open', 'acknowledged', 'assigned') or coalesce(i.to_at, i.from_at) >= $1 order by i.no`,
      [instantOf(since_ms)],
    )
  ).map(incidentOf);

/** Appends to the case's history. */
export async function addIncidentEntry(
  db: Db,
  incident: string,
  entry: { at_ms: number; by: string | null; action: IncidentEntry['action']; text?: string | null },
): Promise<void> {
  await db.query(
    `insert into incident_entry (incident, seq, at, by, action, text)
     select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 from incident_entry where incident = $1`,
    [incident, instantOf(entry.at_ms), entry.by, entry.action, entry.text ?? null],
  );
}
