import type { Fix } from '../pipeline/stages.ts';
import { fact } from './fact.ts';
import { nearPlan } from './near-plan.ts';
import { dutyAt, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOfFix } from './spot.ts';
import { standsAt } from './standing.ts';

/** Stationary on the route with the engine on. */
export interface Idle {
  /** Where it stands, and since when. */
  anchor: Fix | null;
  /** The first fix away from there, while it may yet come back. */
  away: Fix | null;
  /** The last fix of all. */
  last_ms: number;
  duty: Duty | null;
  open: 'no' | 'warning' | 'critical';
}

export const startIdle = (): Idle => ({ anchor: null, away: null, last_ms: 0, duty: null, open: 'no' });

export function judgeIdle(state: Idle, scene: Scene, fix: Fix): void {
  const { rules } = scene;
  if (state.anchor !== null && fix.ts_ms - state.last_ms > rules.idleOn_ms) {
    // Nobody knows whether the engine ran through such a silence.
    endIdle(state, scene, state.last_ms);
    restart(state, null);
  }
  state.last_ms = fix.ts_ms;
  const { anchor } = state;
  const off = fix.ignition === false;
  const stood = anchor !== null && !off && standsAt(anchor, fix, rules);
  if (!stood) {
    if (state.open === 'no' || anchor === null) {
      restart(state, off ? null : fix);
      return;
    }
    state.away ??= fix;
    if (!off && fix.ts_ms - state.away.ts_ms < rules.idleOff_ms) return;
    endIdle(state, scene, state.away.ts_ms);
    restart(state, off ? null : fix);
    return;
  }
  state.away = null;
  const duration_ms = fix.ts_ms - anchor.ts_ms;
  if (duration_ms < rules.idleOn_ms) return;
  if (state.open === 'no') {
    const duty = dutyAt(scene, fix.ts_ms);
    if (duty === null || anchor.ts_ms < duty.plan.from_ms - rules.idleOn_ms) return;
    if (!nearPlan(scene, duty, anchor.lon, anchor.lat)) return;
    state.duty = duty;
  }
  const level = duration_ms >= rules.idleCritical_ms ? 'critical' : 'warning';
  if (level === state.open) return;
  state.open = level;
  put(state, scene, null, duration_ms);
}

export function endIdle(state: Idle, scene: Scene, at_ms: number): void {
  if (state.open !== 'no' && state.anchor !== null) put(state, scene, at_ms, at_ms - state.anchor.ts_ms);
  state.open = 'no';
}

function restart(state: Idle, fix: Fix | null): void {
  state.anchor = fix;
  state.away = null;
  state.open = 'no';
}

function put(state: Idle, scene: Scene, to_ms: number | null, duration_ms: number): void {
  const anchor = state.anchor!;
  const severity = state.open === 'critical' ? 'critical' : 'warning';
  const figures = { duration_s: Math.round(duration_ms / 1_000) };
  const subject = subjectOf(scene, state.duty);
  scene.out.push(fact('idle', severity, subject, anchor.ts_ms, to_ms, spotOfFix(anchor), figures));
}
