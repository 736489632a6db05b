import type { CaseDeadlines, Incident } from '@sweepline/contract';
import { isOpen, isTaken } from './urgency.ts';

const MINUTE_MS = 60_000;

/** What is due next of a case, and until when. */
export interface Due {
  readonly step: 'acknowledge' | 'close';
  readonly by_ms: number;
}

/** The next step that the town's deadlines ask for, counted from the case's opening; null once it is closed. */
export function respondBy(incident: Incident, deadlines: CaseDeadlines): Due | null {
  const opened = incident.history.find(({ action }) => action === 'opened');
  if (opened === undefined || !isOpen(incident)) return null;
  const { acknowledge_min, close_min } = deadlines[incident.kind];
  const after = (minutes: number): number => Date.parse(opened.at) + minutes * MINUTE_MS;
  return isTaken(incident)
    ? { step: 'close', by_ms: after(close_min) }
    : { step: 'acknowledge', by_ms: after(acknowledge_min) };
}
