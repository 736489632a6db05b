import type { LiveAssignment } from '@sweepline/contract';

/** An assignment's bar, as shares of the metres that have to be cleaned, each in 0–1. */
export interface Progress {
  readonly covered: number;
  /** What the forecast adds until the window's end; nothing where there is no forecast. */
  readonly expected: number;
  readonly required: number;
}

/** Metres that have to be cleaned: what is excused counts neither for nor against. */
export const dueMetres = ({ planned_m, excused_m }: Pick<LiveAssignment, 'planned_m' | 'excused_m'>): number =>
  Math.max(0, planned_m - excused_m);

export const requiredMetres = (assignment: LiveAssignment): number => dueMetres(assignment) * assignment.required_share;

export function progressOf(assignment: LiveAssignment): Progress {
  const due_m = dueMetres(assignment);
  const share = (length_m: number) => (due_m === 0 ? 1 : Math.min(1, Math.max(0, length_m / due_m)));
  const covered = share(assignment.covered_m);
  return {
    covered,
    expected: assignment.forecast === null ? covered : Math.max(covered, share(assignment.forecast.expected_m)),
    required: assignment.required_share,
  };
}

/** How an assignment stands against its window, worst first in lists. */
export type Verdict =
  | { readonly kind: 'short'; readonly missing_m: number }
  | { readonly kind: 'will-miss'; readonly expected: number; readonly missing_m: number }
  | { readonly kind: 'no-pace' }
  | { readonly kind: 'fits'; readonly doneAt_ms: number; readonly spare_ms: number }
  | { readonly kind: 'upcoming'; readonly from_ms: number }
  | { readonly kind: 'done' };

export function verdictOf(assignment: LiveAssignment, now_ms: number): Verdict {
  const missing_m = requiredMetres(assignment) - assignment.covered_m;
  if (missing_m <= 0.005) return { kind: 'done' };
  if (assignment.status !== 'running') return { kind: 'short', missing_m };
  const { forecast } = assignment;
  if (forecast?.willMiss) {
    const due_m = dueMetres(assignment);
    return {
      kind: 'will-miss',
      expected: due_m === 0 ? 1 : forecast.expected_m / due_m,
      missing_m: forecast.missing_m,
    };
  }
  if (forecast?.doneAt != null) {
    const doneAt_ms = Date.parse(forecast.doneAt);
    return { kind: 'fits', doneAt_ms, spare_ms: Math.max(0, Date.parse(assignment.to) - doneAt_ms) };
  }
  const from_ms = Date.parse(assignment.from);
  return now_ms < from_ms ? { kind: 'upcoming', from_ms } : { kind: 'no-pace' };
}

const ORDER: Readonly<Record<Verdict['kind'], number>> = {
  'will-miss': 0,
  'no-pace': 1,
  fits: 2,
  upcoming: 3,
  short: 4,
  done: 5,
};

export interface Ranked {
  readonly assignment: LiveAssignment;
  readonly verdict: Verdict;
  /** When its window begins. */
  readonly from_ms: number;
}

/** By the risk of missing the window: what will miss first, the greatest share first; then the least time to spare. */
export function byRisk(assignments: readonly LiveAssignment[], now_ms: number): readonly Ranked[] {
  return assignments
    .map((assignment) => ({
      assignment,
      verdict: verdictOf(assignment, now_ms),
      from_ms: Date.parse(assignment.from),
    }))
    .sort(
      (a, b) =>
        ORDER[a.verdict.kind] - ORDER[b.verdict.kind] ||
        within(a, b) ||
        (a.assignment.assignment < b.assignment.assignment ? -1 : 1),
    );
}

function within(a: Ranked, b: Ranked): number {
  if (a.verdict.kind === 'will-miss' && b.verdict.kind === 'will-miss') return a.verdict.expected - b.verdict.expected;
  if (a.verdict.kind === 'fits' && b.verdict.kind === 'fits') return a.verdict.spare_ms - b.verdict.spare_ms;
  if (a.verdict.kind === 'short' && b.verdict.kind === 'short') return b.verdict.missing_m - a.verdict.missing_m;
  return a.from_ms - b.from_ms;
}

/** What the town card sums: metres of the local day's assignments, and of a night's that are still running. */
export function townProgress(
  assignments: readonly LiveAssignment[],
  isToday: (from: string) => boolean,
  now_ms: number,
): { covered_m: number; due_m: number } {
  let covered_m = 0;
  let due_m = 0;
  /** Windows mostly begin together, and to ask for a local day costs more than all the sums. */
  const counted = new Map<string, { readonly today: boolean; readonly begun: boolean }>();
  for (const { from } of assignments) {
    if (!counted.has(from)) counted.set(from, { today: isToday(from), begun: Date.parse(from) <= now_ms });
  }
  for (const assignment of assignments) {
    const { today, begun } = counted.get(assignment.from)!;
    if (!today && !(assignment.status === 'running' && begun)) continue;
    covered_m += assignment.covered_m;
    due_m += dueMetres(assignment);
  }
  return { covered_m, due_m };
}
