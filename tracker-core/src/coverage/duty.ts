import { instantOf } from '@sweepline/contract';
import { metresBetween } from '../geometry/ruler.ts';
import type { Rules } from '../pipeline/rules.ts';

/** Fixes one after the other without a gap, all with the ignition off or none. */
export interface Run {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly first: { readonly lon: number; readonly lat: number };
  readonly last: { readonly lon: number; readonly lat: number };
  readonly ignitionOff: boolean;
}

export interface Duty {
  /** The window less parking. */
  readonly duty_ms: number;
  readonly silent_ms: number;
  readonly gaps: { from: string; to: string }[];
}

/** A silence longer than this is a gap. */
export const gapAbove = (interval_s: number, rules: Rules): number =>
  Math.max(rules.gapLeast_ms, rules.gapIntervals * interval_s * 1_000);

/** How much of [from, end) was duty, and how much of that was silent; runs around the window show where it parked. */
export function dutyOf(
  runs: Iterable<Run>,
  window: { readonly from_ms: number; readonly end_ms: number },
  gap_ms: number,
  rules: Rules,
): Duty {
  const { from_ms, end_ms } = window;
  const gaps: { from: string; to: string }[] = [];
  let parked_ms = 0;
  let silent_ms = 0;
  const between = (before: Run | null, after: Run | null) => {
    const start = Math.max(from_ms, before?.to_ms ?? from_ms);
    const stop = Math.min(end_ms, after?.from_ms ?? end_ms);
    if (stop <= start) return;
    const silent = (after?.from_ms ?? end_ms) - (before?.to_ms ?? from_ms) > gap_ms;
    if (before?.ignitionOff || (silent && endsMeet(before, after, rules))) parked_ms += stop - start;
    else if (silent) {
      silent_ms += stop - start;
      gaps.push({ from: instantOf(start), to: instantOf(stop) });
    }
  };
  let before: Run | null = null;
  for (const run of runs) {
    between(before, run);
    if (run.ignitionOff) parked_ms += Math.max(0, Math.min(end_ms, run.to_ms) - Math.max(from_ms, run.from_ms));
    before = run;
  }
  between(before, null);
  return { duty_ms: Math.max(0, end_ms - from_ms - parked_ms), silent_ms, gaps };
}

function endsMeet(before: Run | null, after: Run | null, rules: Rules): boolean {
  if (before === null || after === null) return false;
  const { last } = before;
  const { first } = after;
  return metresBetween(last.lon, last.lat, first.lon, first.lat) < rules.parkedEnds_m;
}
