import { createHash } from 'node:crypto';
import type { Incident, IncidentEntry } from '@sweepline/contract';
import { instantOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import {
  addIncidentEntry,
  INCIDENT_COLUMNS,
  incidentOf,
  isWithdrawn,
  type IncidentRow,
  type StoredIncident,
} from './incidents.ts';

/** What the pipeline found; the same fixes give the same `key`. */
export interface IncidentFact extends Pick<
  Incident,
  'municipality' | 'kind' | 'severity' | 'vehicle' | 'assignment' | 'lat' | 'lon' | 'edge' | 'figures' | 'note'
> {
  readonly key: string;
  readonly contractor: string;
  readonly from_ms: number;
  /** Null while the cause lasts. */
  readonly to_ms: number | null;
}

/** The id that a case with this key has in every installation and after every rebuild. */
export const incidentId = (key: string): string => `i${createHash('sha256').update(key).digest('hex').slice(0, 20)}`;

/**
 * Writes what the pipeline found and answers the cases that were made or changed by it. What people did to a case stays.
 * Call in a transaction.
 */
export async function upsertIncidents(
  db: Db,
  facts: readonly IncidentFact[],
  at_ms: number,
): Promise<StoredIncident[]> {
  const known = await rowsOf(
    db,
    facts.map((fact) => fact.key),
  );
  const changed: string[] = [];
  for (const fact of facts) {
    const row = known.get(fact.key);
    if (row === undefined) await insert(db, fact, at_ms);
    else if (!isSame(row, fact) || isWithdrawn(row)) await update(db, row, fact, at_ms);
    else continue;
    changed.push(fact.key);
  }
  if (changed.length === 0) return [];
  const rows = await rowsOf(db, changed);
  return changed.map((key) => incidentOf(rows.get(key)!));
}

/** What ended although nobody saw its end. */
export interface UnseenEnd {
  readonly key: string;
  readonly to_ms: number;
  readonly why: string;
}

/** Ends cases whose cause nobody watches any more. Answers those that changed. Call in a transaction. */
export async function endIncidents(db: Db, ends: readonly UnseenEnd[], at_ms: number): Promise<StoredIncident[]> {
  const known = await rowsOf(
    db,
    ends.map(({ key }) => key),
  );
  const changed: string[] = [];
  for (const { key, to_ms, why } of ends) {
    const row = known.get(key);
    if (row === undefined || row.to_ms !== null) continue;
    await db.query(`update incident set to_at = greatest(from_at, $2) where id = $1`, [row.id, instantOf(to_ms)]);
    await addIncidentEntry(db, row.id, { at_ms, by: null, action: 'ended', text: why });
    changed.push(key);
  }
  const rows = await rowsOf(db, changed);
  return changed.map((key) => incidentOf(rows.get(key)!));
}

/** Closes cases that later fixes show never to have been; they stay readable. Answers those that changed. Call in a transaction. */
export async function withdrawIncidents(
  db: Db,
  keys: readonly string[],
  at_ms: number,
  why = 'withdrawn: later fixes show otherwise',
): Promise<StoredIncident[]> {
  const changed: string[] = [];
  for (const row of (await rowsOf(db, keys)).values()) {
    // A person may be closing it at this moment.
    const open = await db.query(
      `update incident set state = 'dismissed', to_at = coalesce(to_at, from_at)
       where id = $1 and state not in ('resolved', 'dismissed') returning id`,
      [row.id],
    );
    if (open.length === 0) continue;
    await addIncidentEntry(db, row.id, {
      at_ms,
      by: null,
      action: 'dismissed',
      text: why,
    });
    changed.push(row.key);
  }
  const rows = await rowsOf(db, changed);
  return changed.map((key) => incidentOf(rows.get(key)!));
}

async function rowsOf(db: Db, keys: readonly string[]): Promise<Map<string, IncidentRow>> {
  if (keys.length === 0) return new Map();
  const rows = await db.query<IncidentRow>(`select ${INCIDENT_COLUMNS} from incident i where i.key = any($1::text[])`, [
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, row]));
}

const figuresOf = (figures: Readonly<Record<string, number>>): string => JSON.stringify(Object.entries(figures).sort());

const isSame = (row: IncidentRow, fact: IncidentFact): boolean =>
  row.severity === fact.severity &&
  row.from_ms === fact.from_ms &&
  row.to_ms === fact.to_ms &&
  row.lat === fact.lat &&
  row.lon === fact.lon &&
  row.edge === fact.edge &&
  row.note === fact.note &&
  row.contractor === fact.contractor &&
  figuresOf(row.figures) === figuresOf(fact.figures);

const valuesOf = (fact: IncidentFact): unknown[] => [
  incidentId(fact.key),
  fact.contractor,
  fact.severity,
  instantOf(fact.from_ms),
  fact.to_ms === null ? null : instantOf(fact.to_ms),
  fact.lat,
  fact.lon,
  fact.edge,
  JSON.stringify(fact.figures),
  fact.note,
];

async function insert(db: Db, fact: IncidentFact, at_ms: number): Promise<void> {
  await db.query(
    `insert into incident (id, contractor, severity, from_at, to_at, lat, lon, edge, figures, note,
       key, municipality, vehicle, assignment, kind, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, 'open')`,
    [...valuesOf(fact), fact.key, fact.municipality, fact.vehicle, fact.assignment, fact.kind],
  );
  const id = incidentId(fact.key);
  await addIncidentEntry(db, id, { at_ms, by: null, action: 'opened' });
  if (fact.to_ms !== null) await addIncidentEntry(db, id, { at_ms, by: null, action: 'ended' });
}

async function update(db: Db, row: IncidentRow, fact: IncidentFact, at_ms: number): Promise<void> {
  await db.query(
    `update incident set contractor = $2, severity = $3, from_at = $4, to_at = $5, lat = $6, lon = $7, edge = $8,
       figures = $9::jsonb, note = $10 where id = $1`,
    valuesOf(fact),
  );
  // What was taken back and is seen again is open again; what a person closed stays closed.
  if (isWithdrawn(row)) await db.query(`update incident set state = 'open' where id = $1`, [row.id]);
  const action = isWithdrawn(row) ? 'reopened' : changeOf(row, fact);
  if (action !== null) await addIncidentEntry(db, row.id, { at_ms, by: null, action });
}

/** Growing figures make no entry: a case would drown in its own history. */
function changeOf(row: IncidentRow, fact: IncidentFact): IncidentEntry['action'] | null {
  if (row.to_ms === null && fact.to_ms !== null) return 'ended';
  if (row.to_ms !== null && fact.to_ms === null) return 'reopened';
  return row.severity === fact.severity ? null : 'updated';
}
