import { metresBetween } from '../geometry/ruler.ts';
import type { Fix, Matched } from '../pipeline/stages.ts';
import { fact } from './fact.ts';
import { dutyAt, subjectOf, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';

/** Fixes that the quality gate set aside as jumps; those that follow closely are one incident. */
export interface GpsJump {
  from_ms: number;
  last_ms: number;
  fixes: number;
  most_m: number;
  /** The last place that was believed. */
  before: Fix | null;
}

export const startGpsJump = (): GpsJump => ({ from_ms: 0, last_ms: -Infinity, fixes: 0, most_m: 0, before: null });

export function judgeGpsJump(state: GpsJump, scene: Scene, matched: Matched): void {
  const { fix, verdict } = matched;
  if (verdict !== 'jump') {
    if (verdict !== 'poor') state.before = fix;
    return;
  }
  if (fix.ts_ms - state.last_ms > scene.rules.mergeGap_ms) {
    state.from_ms = fix.ts_ms;
    state.fixes = 0;
    state.most_m = 0;
  }
  state.last_ms = fix.ts_ms;
  state.fixes++;
  const { before } = state;
  if (before !== null) state.most_m = Math.max(state.most_m, metresBetween(before.lon, before.lat, fix.lon, fix.lat));
  const figures = { fixes: state.fixes, distance_m: Math.round(state.most_m) };
  const subject = subjectOf(scene, dutyAt(scene, state.from_ms));
  scene.out.push(fact('gps-jump', 'warning', subject, state.from_ms, fix.ts_ms, spotOf(matched), figures));
}
