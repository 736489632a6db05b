import type { IncidentEntry, IncidentState } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { addIncidentEntry, findIncident, isWithdrawn, type StoredIncident } from './incidents.ts';

/** What a person does to a case. */
export type IncidentAction =
  | { readonly action: 'acknowledge'; readonly text: string | null }
  | { readonly action: 'assign'; readonly to: string; readonly text: string | null }
  | { readonly action: 'comment'; readonly text: string }
  | { readonly action: 'resolve'; readonly text: string | null }
  | { readonly action: 'dismiss'; readonly text: string }
  | { readonly action: 'reopen'; readonly text: string | null };

/** From which states an action is possible, which state it leads to, and the entry it leaves. */
const INCIDENT_ACTIONS: Readonly<
  Record<
    IncidentAction['action'],
    {
      readonly from: readonly IncidentState[];
      /** `before`: as it was when a person closed it. */
      readonly to: IncidentState | 'before' | null;
      readonly entry: IncidentEntry['action'];
    }
  >
> = {
  acknowledge: { from: ['open'], to: 'acknowledged', entry: 'acknowledged' },
  assign: { from: ['open', 'acknowledged', 'assigned'], to: 'assigned', entry: 'assigned' },
  comment: { from: ['open', 'acknowledged', 'assigned', 'resolved', 'dismissed'], to: null, entry: 'commented' },
  resolve: { from: ['open', 'acknowledged', 'assigned'], to: 'resolved', entry: 'resolved' },
  dismiss: { from: ['open', 'acknowledged', 'assigned'], to: 'dismissed', entry: 'dismissed' },
  reopen: { from: ['resolved', 'dismissed'], to: 'before', entry: 'reopened' },
};

/** Carries the action out, or answers the state that forbids it. Call in a transaction. */
export async function actOnIncident(
  db: Db,
  id: string,
  wish: IncidentAction,
  by: string,
  at_ms: number,
): Promise<{ incident: StoredIncident } | { forbiddenBy: IncidentState }> {
  const [row] = await db.query<{ state: IncidentState }>('select state from incident where id = $1 for update', [id]);
  if (row === undefined) throw new Error(`no incident ${id}`);
  const rule = INCIDENT_ACTIONS[wish.action];
  if (!rule.from.includes(row.state)) return { forbiddenBy: row.state };
  if (rule.to === 'before') {
    const closed = (await findIncident(db, id))!;
    if (isWithdrawn(closed)) return { forbiddenBy: row.state };
    await db.query('update incident set state = $2 where id = $1', [id, stateBefore(closed)]);
  } else if (rule.to !== null) await db.query('update incident set state = $2 where id = $1', [id, rule.to]);
  if (wish.action === 'assign') await db.query('update incident set assignee = $2 where id = $1', [id, wish.to]);
  await addIncidentEntry(db, id, { at_ms, by, action: rule.entry, text: textOf(wish) });
  return { incident: (await findIncident(db, id))! };
}

function stateBefore({ assignee, history }: StoredIncident): IncidentState {
  if (assignee !== null) return 'assigned';
  return history.some(({ action }) => action === 'acknowledged') ? 'acknowledged' : 'open';
}

function textOf(wish: IncidentAction): string | null {
  if (wish.action !== 'assign') return wish.text;
  return wish.text === null ? `→ ${wish.to}` : `→ ${wish.to}: ${wish.text}`;
}
