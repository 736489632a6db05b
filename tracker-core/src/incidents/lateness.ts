import type { CaseDeadlines, IncidentKind, KindLateness } from '@sweepline/contract';

const MINUTE_MS = 60_000;

/** A case as people handled it; null where nobody has yet. */
export interface HandledCase {
  readonly kind: IncidentKind;
  readonly opened_ms: number;
  /** When somebody first did anything about it besides writing a word. */
  readonly seen_ms: number | null;
  readonly closed_ms: number | null;
}

/** How the cases were handled against their deadlines, by kind; a step on the very instant is in time. */
export function latenessOf(cases: readonly HandledCase[], deadlines: CaseDeadlines): KindLateness[] {
  const byKind = new Map<IncidentKind, HandledCase[]>();
  for (const one of cases) {
    const known = byKind.get(one.kind);
    if (known === undefined) byKind.set(one.kind, [one]);
    else known.push(one);
  }
  return [...byKind].map(([kind, own]): KindLateness => {
    const deadline = deadlines[kind];
    const seen = durations(own, ({ seen_ms }) => seen_ms);
    const closed = durations(own, ({ closed_ms }) => closed_ms);
    const inTime = (taken: readonly number[], minutes: number): number =>
      taken.filter((duration_ms) => duration_ms <= minutes * MINUTE_MS).length;
    const acknowledgedInTime = inTime(seen, deadline.acknowledge_min);
    const closedInTime = inTime(closed, deadline.close_min);
    return {
      kind,
      deadline,
      cases: own.length,
      acknowledgedInTime,
      acknowledgedLate: seen.length - acknowledgedInTime,
      closedInTime,
      closedLate: closed.length - closedInTime,
      medianAcknowledge_s: median(seen),
      medianClose_s: median(closed),
    };
  });
}

const durations = (cases: readonly HandledCase[], until: (one: HandledCase) => number | null): number[] =>
  cases.flatMap((one) => {
    const until_ms = until(one);
    return until_ms === null ? [] : [until_ms - one.opened_ms];
  });

/** The lower one of two in the middle, in whole seconds. */
function median(durations_ms: readonly number[]): number | null {
  const sorted = durations_ms.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? null : Math.round(middle / 1_000);
}
