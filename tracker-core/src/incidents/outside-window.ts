import type { Worked } from '../coverage/gate.ts';
import type { PathPiece } from '../pipeline/stages.ts';
import { fact, tenth } from './fact.ts';
import { plannedOn, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';
import { endSpell, startSpell, watch, type Spell } from './spell.ts';

/** Work on planned edges before or after the window that asks for them. */
export interface OutsideWindow {
  readonly spell: Spell;
  duty: Duty | null;
  last: Worked | null;
  length_m: number;
}

export const startOutsideWindow = (): OutsideWindow => ({ spell: startSpell(), duty: null, last: null, length_m: 0 });

export function judgeOutsideWindow(state: OutsideWindow, scene: Scene, worked: Worked): void {
  const { step } = worked;
  if (scene.duties.length === 0 || step.kind === 'gap') return;
  const duty = worked.verdict === 'worked' && step.kind === 'path' ? strayDuty(scene, worked) : null;
  if (duty === null && !state.spell.open && Number.isNaN(state.spell.since_ms)) return;
  const { outsideWindowOn_ms, outsideWindowOff_ms, mergeGap_ms } = scene.rules;
  const limits = { on_ms: outsideWindowOn_ms, off_ms: outsideWindowOff_ms, merge_ms: mergeGap_ms };
  const change = watch(state.spell, step.to.fix.ts_ms, duty !== null, limits);
  if (duty !== null) {
    state.length_m = duty === state.duty ? state.length_m + step.length_m : step.length_m;
    state.duty = duty;
    state.last = worked;
  }
  if (change === 'opens') put(state, scene, null);
  else if (change === 'ends') put(state, scene, state.spell.to_ms);
}

export function endOutsideWindow(state: OutsideWindow, scene: Scene, at_ms: number): void {
  if (endSpell(state.spell, at_ms) === 'ends') put(state, scene, state.spell.to_ms);
}

/** The assignment whose edge is worked although its window is not open; null where an open one asks for it too. */
function strayDuty({ duties }: Scene, { step, operation }: Worked): Duty | null {
  if (step.kind !== 'path') return null;
  const at_ms = step.to.fix.ts_ms;
  let stray: Duty | null = null;
  for (const duty of duties) {
    const { plan } = duty;
    if (plan.operation !== operation || !isOn(duty, step.pieces)) continue;
    if (at_ms >= plan.from_ms && at_ms < plan.to_ms) return null;
    stray ??= duty;
  }
  return stray;
}

function isOn(duty: Duty, pieces: readonly PathPiece[]): boolean {
  for (const { edge } of pieces) if (plannedOn(duty, edge) !== undefined) return true;
  return false;
}

function put(state: OutsideWindow, scene: Scene, to_ms: number | null): void {
  if (state.last === null) return;
  const { spell, duty, last } = state;
  const figures = { length_m: tenth(state.length_m) };
  const subject = subjectOf(scene, duty);
  scene.out.push(fact('outside-window', 'warning', subject, spell.from_ms, to_ms, spotOf(last.step.to), figures));
}
