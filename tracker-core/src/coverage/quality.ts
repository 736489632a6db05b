import type { Grade, Quality } from '@sweepline/contract';
import { RULES, type Rules } from '../pipeline/rules.ts';
import type { Fix } from '../pipeline/stages.ts';
import { dutyOf, gapAbove, type Run } from './duty.ts';

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
  const duty = dutyOf(fixes.map(runOf), { from_ms, end_ms }, gapAbove(input.interval_s, rules), rules);
  const counted = fixes.filter(({ ts_ms }) => ts_ms >= from_ms && ts_ms < to_ms).length;
  const uptime_pct = counted === 0 ? null : uptimeOf(duty.duty_ms, duty.silent_ms);
  return {
    grade: gradeOf(counted, uptime_pct, rules),
    uptime_pct,
    fixes: counted,
    rejected,
    conflicts,
    fieldErrors,
    gaps: duty.gaps,
  };
}

const runOf = (fix: Fix): Run => ({
  from_ms: fix.ts_ms,
  to_ms: fix.ts_ms,
  first: fix,
  last: fix,
  ignitionOff: fix.ignition === false,
});

/** Per cent with two decimals; null where there was no duty. */
export const uptimeOf = (duty_ms: number, silent_ms: number): number | null =>
  duty_ms <= 0 ? null : Math.round((1e4 * (duty_ms - silent_ms)) / duty_ms) / 100;

export function gradeOf(fixes: number, uptime_pct: number | null, rules: Rules = RULES): Grade {
  if (fixes === 0) return 'none';
  // On duty for no time at all: nothing is missing.
  if (uptime_pct === null || uptime_pct >= rules.gradeA_pct) return 'A';
  return uptime_pct >= rules.gradeB_pct ? 'B' : 'C';
}
