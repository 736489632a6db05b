import type { Incident, IncidentKind, LiveAssignment } from '@sweepline/contract';

/** Kinds whose harm is done when they begin: nothing in the window can be saved by deciding at once. */
const LOST: ReadonlySet<IncidentKind> = new Set(['missed', 'gps-jump', 'conflict', 'clock-skew']);

export const isOpen = ({ state }: Pick<Incident, 'state'>): boolean => state !== 'resolved' && state !== 'dismissed';

/** Kinds that leave work undone behind them, over or not. */
const LEAVES_WORK: ReadonlySet<IncidentKind> = new Set(['missed', 'no-show']);

/** A case whose cause is over asks for nobody's decision: it waits among the open ones to be closed. */
const isPast = ({ to, kind }: Incident): boolean => to !== null && !LEAVES_WORK.has(kind);

/** What the count of decisions counts. */
export const wantsDecision = (incident: Incident): boolean => isOpen(incident) && !isPast(incident);

/** Somebody has said that he sees to it. */
export const isTaken = ({ state }: Pick<Incident, 'state'>): boolean =>
  state === 'acknowledged' || state === 'assigned';

/** Until when deciding still changes the result: the window's end, or null where the case knows none. */
function deadlineOf(incident: Incident, assignments: ReadonlyMap<string, LiveAssignment>): number | null {
  const assignment = incident.assignment === null ? undefined : assignments.get(incident.assignment);
  return assignment === undefined ? null : Date.parse(assignment.to);
}

function canBeSaved(incident: Incident, deadline_ms: number | null, now_ms: number): boolean {
  if (incident.kind === 'sos') return true;
  if (LOST.has(incident.kind)) return false;
  return deadline_ms === null ? incident.to === null : deadline_ms > now_ms;
}

export interface Decision {
  readonly incident: Incident;
  readonly deadline_ms: number | null;
  readonly savable: boolean;
  /** Further open cases of the same vehicle, folded into this row. */
  readonly others: readonly Incident[];
}

export interface Decisions {
  /** The one thing to decide now. */
  readonly loud: Decision | null;
  readonly rows: readonly Decision[];
  readonly count: number;
  /** Open, but over: nothing to decide any more. */
  readonly past: readonly Decision[];
}

/**
 * What needs a decision, most urgent first: sos, then what can still be saved by deadline, then what is lost; what
 * somebody has taken comes last. Exactly one untaken, savable case is loud. Rows are one a vehicle.
 */
export function decisionsOf(
  incidents: readonly Incident[],
  assignments: ReadonlyMap<string, LiveAssignment>,
  now_ms: number,
): Decisions {
  const open = incidents.filter(isOpen).map((incident): Decision => {
    const deadline_ms = deadlineOf(incident, assignments);
    return { incident, deadline_ms, savable: canBeSaved(incident, deadline_ms, now_ms), others: [] };
  });
  open.sort(compare);
  const wanting = open.filter(({ incident }) => wantsDecision(incident));
  const loud = wanting.find(({ incident, savable }) => incident.state === 'open' && savable) ?? null;
  return {
    loud,
    rows: grouped(wanting.filter((decision) => decision !== loud)),
    count: wanting.length,
    past: open.filter(({ incident }) => isPast(incident)),
  };
}

function compare(a: Decision, b: Decision): number {
  return (
    rank(a) - rank(b) ||
    (a.deadline_ms ?? Number.POSITIVE_INFINITY) - (b.deadline_ms ?? Number.POSITIVE_INFINITY) ||
    Number(b.incident.severity === 'critical') - Number(a.incident.severity === 'critical') ||
    Date.parse(b.incident.from) - Date.parse(a.incident.from) ||
    a.incident.no - b.incident.no ||
    0
  );
}

function rank({ incident, savable }: Decision): number {
  if (isTaken(incident)) return 5;
  if (incident.kind === 'sos') return 0;
  if (!savable) return 4;
  if (incident.kind === 'will-miss') return 1;
  return incident.severity === 'critical' ? 2 : 3;
}

function grouped(decisions: readonly Decision[]): readonly Decision[] {
  const rows = new Map<string, Decision>();
  for (const decision of decisions) {
    const key = `${decision.incident.vehicle} ${isTaken(decision.incident) ? 'taken' : 'open'}`;
    const first = rows.get(key);
    rows.set(key, first === undefined ? decision : { ...first, others: [...first.others, decision.incident] });
  }
  return [...rows.values()];
}

/** When the newest decision was closed, for the words of an empty list. */
export function lastClosed(incidents: readonly Incident[]): string | null {
  let last: string | null = null;
  for (const { history } of incidents) {
    for (const { action, at } of history)
      if ((action === 'resolved' || action === 'dismissed') && (last === null || at > last)) last = at;
  }
  return last;
}

/** Who took it: the assignee, else whoever acknowledged it last. */
export function takenBy(incident: Incident): string | null {
  if (!isTaken(incident)) return null;
  return incident.assignee ?? incident.history.findLast((entry) => entry.action === 'acknowledged')?.by ?? null;
}
