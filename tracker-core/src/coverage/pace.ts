import { instantOf, metresOf, type Forecast } from '@sweepline/contract';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { Rules } from '../pipeline/rules.ts';

const MINUTE_MS = 60_000;

/** Minutes of event time in which the vehicle was seen, with the centimetres each gained, oldest first. */
export interface Pace {
  readonly minute: number[];
  readonly gained_cm: number[];
  /** Whether it was at work on the route; else it was on its way. */
  readonly worked: boolean[];
}

export const startPace = (): Pace => ({ minute: [], gained_cm: [], worked: [] });

/** Minutes kept: the window of any sensible rule, and the trips between. */
const MOST_MINUTES = 240;

/** What the assignment's vehicle was seen to do. */
export type Seen = 'works-on-route' | 'under-way';

/**
 * Notes that the assignment's vehicle was seen: a minute of work even where it gained nothing. The way out is none: until the
 * first work on the route a vehicle that is not late yet (`late_ms`) may be on it.
 */
export function notePaceWork(pace: Pace, at_ms: number, seen: Seen, late_ms: number): void {
  const works = seen === 'works-on-route';
  if (works || pace.minute.length > 0 || at_ms >= late_ms) note(pace, at_ms, 0, works);
}

export const notePaceGain = (pace: Pace, at_ms: number, gained_cm: number): void => note(pace, at_ms, gained_cm, true);

function note(pace: Pace, at_ms: number, gained_cm: number, works: boolean): void {
  const minute = Math.floor(at_ms / MINUTE_MS);
  let i = pace.minute.length;
  while (i > 0 && pace.minute[i - 1]! > minute) i--;
  if (i > 0 && pace.minute[i - 1] === minute) {
    pace.gained_cm[i - 1]! += gained_cm;
    pace.worked[i - 1] ||= works;
    return;
  }
  pace.minute.splice(i, 0, minute);
  pace.gained_cm.splice(i, 0, gained_cm);
  pace.worked.splice(i, 0, works);
  if (pace.minute.length > MOST_MINUTES) {
    pace.minute.shift();
    pace.gained_cm.shift();
    pace.worked.shift();
  }
}

/** What the last minutes gained. Of a way from one leg to the next no more counts than belongs to the work. */
function lastOf({ gained_cm, worked }: Pace, rules: Rules): { readonly minutes: number; readonly gained_cm: number } {
  let minutes = 0;
  let sum_cm = 0;
  let way_min = 0;
  for (let i = worked.length - 1; i >= 0 && minutes < rules.paceWindow_min; i--) {
    way_min = worked[i] ? 0 : way_min + 1;
    if (way_min > rules.paceWay_min) continue;
    minutes++;
    sum_cm += gained_cm[i]!;
  }
  return { minutes, gained_cm: sum_cm };
}

/**
 * Whether the route can be finished in its window at the pace of the last minutes of work, with the arithmetic. Null while
 * there is too little work to tell a pace from.
 */
export function forecast(
  plan: PlannedAssignment,
  pace: Pace,
  totals: { readonly planned_cm: number; readonly covered_cm: number; readonly excused_cm: number },
  now_ms: number,
  rules: Rules,
): Forecast | null {
  const { minutes, gained_cm } = lastOf(pace, rules);
  if (minutes < rules.paceLeast_min) return null;
  // Whole metres and whole minutes: the sum that people are shown is the sum that is made.
  const pace_cm = 100 * Math.round(gained_cm / minutes / 100);
  const { planned_cm, covered_cm, excused_cm } = totals;
  const required_cm = Math.ceil(plan.required_share * (planned_cm - excused_cm));
  const minutes_left = Math.max(0, Math.round((plan.to_ms - now_ms) / MINUTE_MS));
  const expected_cm = Math.min(planned_cm - excused_cm, covered_cm + pace_cm * minutes_left);
  const missing_cm = Math.max(0, required_cm - expected_cm);
  return {
    at: instantOf(now_ms),
    pace_m_per_min: metresOf(pace_cm),
    minutes_left,
    expected_m: metresOf(expected_cm),
    required_m: metresOf(required_cm),
    missing_m: metresOf(missing_cm),
    willMiss: missing_cm > 0,
    doneAt: doneAt(required_cm - covered_cm, pace_cm, now_ms),
  };
}

function doneAt(left_cm: number, pace_cm: number, now_ms: number): string | null {
  if (left_cm <= 0) return instantOf(now_ms);
  return pace_cm > 0 ? instantOf(Math.ceil(now_ms + (left_cm / pace_cm) * MINUTE_MS)) : null;
}
