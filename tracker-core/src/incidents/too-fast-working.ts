import { GEAR_INDEX, type Worked } from '../coverage/gate.ts';
import { fact, tenth } from './fact.ts';
import { dutyAt, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';
import { endSpell, startSpell, watch, type Spell } from './spell.ts';

/** The gear at work above the working speed. The gate has already waited until that counts. */
export interface TooFast {
  readonly spell: Spell;
  duty: Duty | null;
  most_kmh: number;
  length_m: number;
  last: Worked | null;
}

export const startTooFast = (): TooFast => ({ spell: startSpell(), duty: null, most_kmh: 0, length_m: 0, last: null });

export function judgeTooFast(state: TooFast, scene: Scene, worked: Worked): void {
  const { step } = worked;
  const { rules } = scene;
  const holds = worked.verdict === 'too-fast' && worked.gearOn && !isDenied(worked, scene);
  if (!holds && !state.spell.open) return;
  const limits = { on_ms: 0, off_ms: rules.tooFastOff_ms, merge_ms: rules.mergeGap_ms };
  const former_ms = state.spell.from_ms;
  const change = watch(state.spell, holds ? step.from.fix.ts_ms : step.to.fix.ts_ms, holds, limits);
  if (change === 'opens' && state.spell.from_ms !== former_ms) {
    state.most_kmh = 0;
    state.length_m = 0;
    state.duty = dutyAt(scene, state.spell.from_ms);
  }
  if (holds) {
    state.last = worked;
    state.most_kmh = Math.max(state.most_kmh, worked.speed_kmh ?? 0);
    if (step.kind !== 'gap') state.length_m += step.length_m;
  }
  if (change === 'opens') put(state, scene, null);
  else if (change === 'ends') put(state, scene, state.spell.to_ms);
}

/**
 * Whether the device's own word at both ends denies it: a gear that was up at either leaves room for a drive to the next leg,
 * and a path measured between positions that err, or by a clock that was set, can be longer than the drive. The metres stay
 * unproven; nobody is blamed for them.
 */
function isDenied({ step: { from, to }, operation }: Worked, { rules, speeds }: Scene): boolean {
  const bit = 1 << GEAR_INDEX[operation];
  if ([from.fix, to.fix].some(({ gear, gearSeen }) => (gearSeen & ~gear & bit) !== 0)) return true;
  const [a, b] = [from.fix.speed_kmh, to.fix.speed_kmh];
  return a !== null && b !== null && (a + b) / 2 <= speeds[operation].max_kmh * rules.tooFastFactor;
}

export function endTooFast(state: TooFast, scene: Scene, at_ms: number): void {
  if (endSpell(state.spell, at_ms) === 'ends') put(state, scene, state.spell.to_ms);
}

function put(state: TooFast, scene: Scene, to_ms: number | null): void {
  const { spell, last } = state;
  if (last === null) return;
  const figures = {
    speed_kmh: tenth(state.most_kmh),
    limit_kmh: scene.speeds[last.operation].max_kmh,
    length_m: tenth(state.length_m),
  };
  const subject = subjectOf(scene, state.duty);
  scene.out.push(fact('too-fast-working', 'warning', subject, spell.from_ms, to_ms, spotOf(last.step.to), figures));
}
