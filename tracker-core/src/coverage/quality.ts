import { instantOf, type Grade, type Quality } from '@sweepline/contract';
import { metresBetween } from '../geometry/ruler.ts';
import { RULES, type Rules } from '../pipeline/rules.ts';
import type { Fix } from '../pipeline/stages.ts';

export interface QualityInput {
  /** The counting fixes of the vehicle around the window, in time order; the ones before and after it show where it parked. */
  readonly fixes: readonly Fix[];
  readonly from_ms: number;
  readonly to_ms: number;
  /** Up to when silence is judged: the window's end once it is over, else the last fix. */
  readonly until_ms: number;
  readonly interval_s: number;
  readonly rejected: number;
  readonly conflicts: number;
  readonly fieldErrors: number;
  readonly rules?: Rules;
}

/**
 * How good the evidence of a window is: duty time is the window less parking (ignition off, or a silence whose ends lie
 * close together); uptime is the share of it without gaps.
 */
export function qualityOf(input: QualityInput): Quality {
  const { fixes, from_ms, to_ms, rejected, conflicts, fieldErrors, rules = RULES } = input;
  const end_ms = Math.min(to_ms, input.until_ms);
  const gap_ms = Math.max(rules.gapLeast_ms, rules.gapIntervals * input.interval_s * 1_000);
  const gaps: { from: string; to: string }[] = [];
  let counted = 0;
  let parked_ms = 0;
  let silent_ms = 0;
  const pass = (before: Fix | null, after: Fix | null) => {
    const start = Math.max(from_ms, before?.ts_ms ?? from_ms);
    const stop = Math.min(end_ms, after?.ts_ms ?? end_ms);
    if (stop <= start) return;
    const duration_ms = (after?.ts_ms ?? end_ms) - (before?.ts_ms ?? from_ms);
    const silent = duration_ms > gap_ms;
    if (before?.ignition === false || (silent && endsMeet(before, after, rules))) parked_ms += stop - start;
    else if (silent) {
      silent_ms += stop - start;
      gaps.push({ from: instantOf(start), to: instantOf(stop) });
    }
  };
  let before: Fix | null = null;
  for (const fix of fixes) {
    pass(before, fix);
    if (fix.ts_ms >= from_ms && fix.ts_ms < to_ms) counted++;
    before = fix;
  }
  pass(before, null);
  const duty_ms = Math.max(0, end_ms - from_ms - parked_ms);
  const uptime_pct = counted === 0 || duty_ms === 0 ? null : Math.round((1e4 * (duty_ms - silent_ms)) / duty_ms) / 100;
  return {
    grade: gradeOf(counted, uptime_pct, rules),
    uptime_pct,
    fixes: counted,
    rejected,
    conflicts,
    fieldErrors,
    gaps,
  };
}

function endsMeet(before: Fix | null, after: Fix | null, rules: Rules): boolean {
  if (before === null || after === null) return false;
  return metresBetween(before.lon, before.lat, after.lon, after.lat) < rules.parkedEnds_m;
}

function gradeOf(fixes: number, uptime_pct: number | null, rules: Rules): Grade {
  if (fixes === 0) return 'none';
  // On duty for no time at all: nothing is missing.
  if (uptime_pct === null || uptime_pct >= rules.gradeA_pct) return 'A';
  return uptime_pct >= rules.gradeB_pct ? 'B' : 'C';
}
