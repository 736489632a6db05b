import { instantOf, metresOf, type Forecast } from '@sweepline/contract';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { Rules } from '../pipeline/rules.ts';

const MINUTE_MS = 60_000;

/** Minutes of event time in which there was work, with the centimetres each gained, oldest first. */
export interface Pace {
  readonly minute: number[];
  readonly gained_cm: number[];
}

export const startPace = (): Pace => ({ minute: [], gained_cm: [] });

/** Minutes kept: the window of any sensible rule. */
const MOST_MINUTES = 120;

/** What the assignment's vehicle was seen to do. */
export type Seen = 'works-on-route' | 'under-way';

/**
 * Notes that the assignment's vehicle was seen: a minute of work even where it gained nothing. The way out is none: until the
 * first work on the route a vehicle that is not late yet (`late_ms`) may be on it.
 */
export function notePaceWork(pace: Pace, at_ms: number, seen: Seen, late_ms: number): void {
  if (seen === 'works-on-route' || pace.minute.length > 0 || at_ms >= late_ms) notePaceGain(pace, at_ms, 0);
}

export function notePaceGain(pace: Pace, at_ms: number, gained_cm: number): void {
  const minute = Math.floor(at_ms / MINUTE_MS);
  let i = pace.minute.length;
  while (i > 0 && pace.minute[i - 1]! > minute) i--;
  if (i > 0 && pace.minute[i - 1] === minute) {
    pace.gained_cm[i - 1]! += gained_cm;
    return;
  }
  pace.minute.splice(i, 0, minute);
  pace.gained_cm.splice(i, 0, gained_cm);
  if (pace.minute.length > MOST_MINUTES) {
    pace.minute.shift();
    pace.gained_cm.shift();
  }
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
  const first = Math.max(0, pace.minute.length - rules.paceWindow_min);
  const minutes = pace.minute.length - first;
  if (minutes < rules.paceLeast_min) return null;
  let gained_cm = 0;
  for (let i = first; i < pace.gained_cm.length; i++) gained_cm += pace.gained_cm[i]!;
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
