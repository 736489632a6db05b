import {
  DRIVER_KINDS,
  instantOf,
  type Attachment,
  type DriverMessage,
  type Excuse,
  type ExcuseEntry,
  type ExcuseStretch,
  type ExcuseState,
  type PageOf,
  type Side,
} from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

/** A stretch whose metres leave an assignment's denominator. */
export interface StoredExcuse {
  readonly assignment: string;
  readonly edge: string;
  readonly side: Side;
  readonly from_m: number;
  readonly to_m: number;
  readonly ground: string;
}

/** What was excused of these assignments; in an order that each one's share of it keeps. */
export const acceptedExcuses = (db: Db, assignments: readonly string[]): Promise<StoredExcuse[]> =>
  db.query<StoredExcuse>(
    `select e.assignment, s.edge, s.side, s.from_m, s.to_m, e.ground from excuse e
     join excuse_stretch s on s.excuse = e.id
     where e.assignment = any($1) and e.state = 'accepted' order by s.edge, s.side, s.from_m, e.id`,
    [assignments],
  );

interface ExcuseRow extends Omit<Excuse, 'from' | 'to' | 'attachments' | 'messages' | 'history'> {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly attachments: readonly (Omit<Attachment, 'at'> & { readonly at_ms: number })[];
  readonly messages: readonly (Omit<DriverMessage, 'at'> & { readonly at_ms: number })[];
  readonly history: readonly (Omit<ExcuseEntry, 'at' | 'text'> & { readonly at_ms: number; text: string | null })[];
}

const epoch = (column: string): string => `round(extract(epoch from ${column}) * 1000)`;
const COLUMNS = `e.id, e.no, e.municipality, e.assignment, a.route, a.vehicle, v.contractor, a.from_at as from_ms,
  a.to_at as to_ms, e.ground, e.note, e.state, e.proposed_by as "proposedBy", e.planned_m,
  (select coalesce(jsonb_agg(jsonb_build_object('edge', s.edge, 'side', s.side, 'from_m', s.from_m, 'to_m', s.to_m)
    order by s.edge, s.side, s.from_m), '[]'::jsonb) from excuse_stretch s where s.excuse = e.id) as stretches,
  (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'type', f.type, 'bytes', f.bytes,
    'sha256', f.sha256, 'by', f.by, 'at_ms', ${epoch('f.at')}) order by f.at, f.id), '[]'::jsonb)
    from attachment f where f.excuse = e.id) as attachments,
  (select coalesce(jsonb_agg(jsonb_build_object('incident', i.id, 'kind', i.kind, 'at_ms', ${epoch('i.from_at')}, 'note', i.note)
    order by i.from_at, i.no), '[]'::jsonb) from incident i where i.vehicle = a.vehicle
    and i.kind in (${DRIVER_KINDS.map((kind) => `'${kind}'`).join(', ')}) and i.from_at >= a.from_at and i.from_at < a.to_at)
    as messages,
  (select coalesce(jsonb_agg(jsonb_build_object('at_ms', ${epoch('h.at')}, 'by', h.by, 'action', h.action,
    'text', h.text) order by h.seq), '[]'::jsonb) from excuse_entry h where h.excuse = e.id) as history`;
const FROM = 'excuse e join assignment a on a.id = e.assignment join vehicle v on v.id = a.vehicle';
const SEEN = '($1::text[] is null or e.municipality = any($1)) and ($2::text is null or v.contractor = $2)';

const excuseOf = ({ from_ms, to_ms, attachments, messages, history, ...row }: ExcuseRow): Excuse => ({
  ...row,
  from: instantOf(from_ms),
  to: instantOf(to_ms),
  attachments: attachments.map(({ at_ms, ...one }) => ({ ...one, at: instantOf(at_ms) })),
  messages: messages.map(({ at_ms, ...one }) => ({ ...one, at: instantOf(at_ms) })),
  history: history.map(({ at_ms, text, ...one }) => ({
    ...one,
    at: instantOf(at_ms),
    ...(text === null ? {} : { text }),
  })),
});

export interface NewExcuse extends Pick<
  Excuse,
  'id' | 'municipality' | 'assignment' | 'ground' | 'note' | 'proposedBy' | 'planned_m'
> {
  readonly stretches: readonly ExcuseStretch[];
  readonly at_ms: number;
}

/** Call in a transaction. */
export async function addExcuse(db: Db, excuse: NewExcuse): Promise<void> {
  const { id, municipality, assignment, ground, note, proposedBy, planned_m, stretches, at_ms } = excuse;
  await db.query(
    `insert into excuse (id, municipality, assignment, ground, note, state, proposed_by, planned_m)
     values ($1, $2, $3, $4, $5, 'proposed', $6, $7)`,
    [id, municipality, assignment, ground, note, proposedBy, planned_m],
  );
  await db.query(
    `insert into excuse_stretch (excuse, edge, side, from_m, to_m)
     select $1, * from unnest($2::text[], $3::text[], $4::float8[], $5::float8[])`,
    [
      id,
      stretches.map(({ edge }) => edge),
      stretches.map(({ side }) => side),
      stretches.map(({ from_m }) => from_m),
      stretches.map(({ to_m }) => to_m),
    ],
  );
  await addExcuseEntry(db, id, { at_ms, by: proposedBy, action: 'proposed', text: note });
}

export async function findExcuse(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Excuse | null> {
  const [row] = await db.query<ExcuseRow>(`select ${COLUMNS} from ${FROM} where ${SEEN} and e.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : excuseOf(row);
}

export interface ExcuseFilter {
  readonly assignment: string | null;
  readonly states: readonly ExcuseState[] | null;
}

/** Newest first. */
export async function listExcuses(db: Db, scope: Scope, filter: ExcuseFilter, page: PageWish): Promise<PageOf<Excuse>> {
  const rows = await db.query<ExcuseRow>(
    `select ${COLUMNS} from ${FROM}
     where ${SEEN} and ($3::integer is null or e.no < $3) and ($5::text is null or e.assignment = $5)
       and ($6::text[] is null or e.state = any($6))
     order by e.no desc limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1, filter.assignment, filter.states],
  );
  return pageOf(rows, page.limit, (row) => String(row.no), excuseOf);
}

/** Moves it from one of these states; false where it is in another. Call in a transaction. */
export async function moveExcuse(db: Db, id: string, from: readonly ExcuseState[], to: ExcuseState): Promise<boolean> {
  const moved = await db.query('update excuse set state = $3 where id = $1 and state = any($2) returning id', [
    id,
    from,
    to,
  ]);
  return moved.length > 0;
}

/** Holds the proposal until the transaction ends, and answers its state. */
export async function holdExcuse(db: Db, id: string): Promise<ExcuseState | null> {
  const [row] = await db.query<{ state: ExcuseState }>('select state from excuse where id = $1 for update', [id]);
  return row?.state ?? null;
}

export const addExcuseEntry = (
  db: Db,
  excuse: string,
  entry: {
    readonly at_ms: number;
    readonly by: string;
    readonly action: ExcuseEntry['action'];
    readonly text: string | null;
  },
): Promise<unknown> =>
  db.query(
    `insert into excuse_entry (excuse, seq, at, by, action, text)
     select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 from excuse_entry where excuse = $1`,
    [excuse, instantOf(entry.at_ms), entry.by, entry.action, entry.text],
  );
