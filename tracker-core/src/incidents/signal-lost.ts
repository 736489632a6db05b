import type { Fix } from '../pipeline/stages.ts';
import { fact } from './fact.ts';
import { subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOfFix } from './spot.ts';

/** Silent on duty. Time alone can open it, the next fix ends it, and judging the fixes again finds the same. */
export interface SignalLost {
  last: Fix | null;
  open: 'no' | 'warning' | 'critical';
}

export const startSignalLost = (): SignalLost => ({ last: null, open: 'no' });

/** The next fix: ends the silence, and finds it where no tick did. */
export function judgeSignal(state: SignalLost, scene: Scene, fix: Fix): void {
  const { last } = state;
  if (last !== null && fix.ts_ms - last.ts_ms > warnAfter(scene)) judgeNoSignal(state, scene, fix.ts_ms, fix.ts_ms);
  state.last = fix;
  state.open = 'no';
}

/** @param end_ms when the silence ended; null while it lasts */
export function judgeNoSignal(state: SignalLost, scene: Scene, now_ms: number, end_ms: number | null): void {
  const { last } = state;
  if (last === null || last.ignition === false) return;
  const duty = dutyDuring(scene, last.ts_ms, now_ms);
  if (duty === null) return;
  // Off duty nobody listens: the silence counts from the window's start to its end.
  const from_ms = Math.max(last.ts_ms, duty.plan.from_ms);
  const until_ms = Math.min(now_ms, duty.plan.to_ms);
  const silent_ms = until_ms - from_ms;
  if (silent_ms <= warnAfter(scene)) return;
  const { signalCritical_ms, signalCriticalIntervals } = scene.rules;
  const critical_ms = Math.max(signalCritical_ms, signalCriticalIntervals * scene.setting.interval_s * 1_000);
  const level = silent_ms > critical_ms ? 'critical' : 'warning';
  const over = end_ms ?? (now_ms >= duty.plan.to_ms ? duty.plan.to_ms : null);
  if (level === state.open && over === null) return;
  if (state.open === 'no' || level !== state.open || over !== null) {
    const figures = { duration_s: Math.round(silent_ms / 1_000) };
    const to_ms = over === null ? null : Math.min(over, duty.plan.to_ms);
    scene.out.push(fact('signal-lost', level, subjectOf(scene, duty), from_ms, to_ms, spotOfFix(last), figures));
  }
  state.open = level;
}

function warnAfter({ rules, setting }: Scene): number {
  return Math.max(rules.silentLeast_ms, rules.silentIntervals * setting.interval_s * 1_000);
}

/** The assignment under way at any time of a silence: the first of several. */
function dutyDuring({ duties }: Scene, from_ms: number, to_ms: number): Duty | null {
  let first: Duty | null = null;
  for (const duty of duties) {
    if (duty.plan.from_ms >= to_ms || duty.plan.to_ms <= from_ms) continue;
    if (first === null || duty.plan.from_ms < first.plan.from_ms) first = duty;
  }
  return first;
}
