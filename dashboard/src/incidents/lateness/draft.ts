import {
  INCIDENT_KINDS,
  USUAL_DEADLINES,
  type CaseDeadline,
  type CaseDeadlines,
  type CaseDeadlinesBody,
  type IncidentKind,
} from '@sweepline/contract';

const MOST_MIN = 44_640;

/** One kind as it is written: empty fields mean the usual deadline. */
export interface DraftRow {
  readonly kind: IncidentKind;
  readonly acknowledge: string;
  readonly close: string;
}

const same = (a: CaseDeadline, b: CaseDeadline): boolean =>
  a.acknowledge_min === b.acknowledge_min && a.close_min === b.close_min;

export const draftOf = (deadlines: CaseDeadlines): readonly DraftRow[] =>
  INCIDENT_KINDS.map((kind) =>
    same(deadlines[kind], USUAL_DEADLINES[kind])
      ? { kind, acknowledge: '', close: '' }
      : { kind, acknowledge: String(deadlines[kind].acknowledge_min), close: String(deadlines[kind].close_min) },
  );

function minutesOf(text: string, usual: number): number | null {
  if (text.trim() === '') return usual;
  const minutes = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= MOST_MIN ? minutes : null;
}

/** A row's deadline; null where what is written makes none. */
export function deadlineOf({ kind, acknowledge, close }: DraftRow): CaseDeadline | null {
  const usual = USUAL_DEADLINES[kind];
  const [acknowledge_min, close_min] = [
    minutesOf(acknowledge, usual.acknowledge_min),
    minutesOf(close, usual.close_min),
  ];
  return acknowledge_min === null || close_min === null || close_min < acknowledge_min
    ? null
    : { acknowledge_min, close_min };
}

/** What is to be sent: the usual ones as `null`; null altogether while a row is wrong. */
export function bodyOf(rows: readonly DraftRow[]): CaseDeadlinesBody | null {
  const body: CaseDeadlinesBody = {};
  for (const row of rows) {
    const deadline = deadlineOf(row);
    if (deadline === null) return null;
    body[row.kind] = same(deadline, USUAL_DEADLINES[row.kind]) ? null : deadline;
  }
  return body;
}
