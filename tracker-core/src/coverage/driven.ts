import { metresBetween } from '../geometry/ruler.ts';
import { RULES, type Rules } from '../pipeline/rules.ts';
import type { Fix, Passage } from '../pipeline/stages.ts';
import { gapAbove } from './duty.ts';

/** What a vehicle did with a window besides covering metres; integer centimetres and seconds. */
export interface Driven {
  readonly distance_cm: number;
  /** Driven without work: gear up, too fast, on the way there and back, off the streets. */
  readonly deadhead_cm: number;
  readonly worked_s: number;
  /** Stationary while the engine was not off. */
  readonly idle_s: number;
}

export interface DrivenInput {
  /** Counting fixes of the vehicle in time order, and what was made of them; what lies outside the window is left out. */
  readonly fixes: readonly Fix[];
  readonly passages: readonly Passage[];
  /** Metres along the way in the window. */
  readonly distance_m: number;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly interval_s: number;
  readonly rules?: Rules;
}

export function drivenOf({ fixes, passages, distance_m, interval_s, rules = RULES, ...window }: DrivenInput): Driven {
  const { worked_ms, worked_cm } = workedOf(passages, window);
  const distance_cm = Math.round(100 * distance_m);
  return {
    distance_cm,
    deadhead_cm: Math.max(0, distance_cm - worked_cm),
    worked_s: Math.round(worked_ms / 1_000),
    idle_s: Math.round(idleOf(fixes, window, gapAbove(interval_s, rules), rules) / 1_000),
  };
}

interface Window {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Time and way of work; of a passage over the window's edge the share of its time. Passages that overlap in time count once. */
function workedOf(passages: readonly Passage[], { from_ms, to_ms }: Window): { worked_ms: number; worked_cm: number } {
  let worked_ms = 0;
  let worked_cm = 0;
  let until_ms = from_ms;
  for (const { enter_ms, leave_ms, from_cm, to_cm, verdict } of passages) {
    if (verdict !== 'worked') continue;
    const end_ms = Math.min(leave_ms, to_ms);
    const inside_ms = Math.max(0, end_ms - Math.max(enter_ms, from_ms));
    const share =
      leave_ms > enter_ms ? inside_ms / (leave_ms - enter_ms) : Number(enter_ms >= from_ms && enter_ms < to_ms);
    worked_cm += Math.round(share * (to_cm - from_cm));
    worked_ms += Math.max(0, end_ms - Math.max(enter_ms, until_ms));
    until_ms = Math.max(until_ms, end_ms);
  }
  return { worked_ms, worked_cm };
}

/** Between two fixes that follow closely enough, both standing; nobody knows of the engine in a gap. */
function idleOf(fixes: readonly Fix[], { from_ms, to_ms }: Window, gap_ms: number, { stopped_kmh }: Rules): number {
  let idle_ms = 0;
  let before: Fix | null = null;
  for (const fix of fixes) {
    if (fix.ts_ms < from_ms || fix.ts_ms >= to_ms) continue;
    if (before !== null && fix.ts_ms - before.ts_ms <= gap_ms && before.ignition !== false && fix.ignition !== false) {
      const chord_kmh = (3_600 * metresBetween(before.lon, before.lat, fix.lon, fix.lat)) / (fix.ts_ms - before.ts_ms);
      if ((before.speed_kmh ?? chord_kmh) < stopped_kmh && (fix.speed_kmh ?? chord_kmh) < stopped_kmh)
        idle_ms += fix.ts_ms - before.ts_ms;
    }
    before = fix;
  }
  return idle_ms;
}
