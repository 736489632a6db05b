import { GEAR_INDEX, type Worked } from '../coverage/gate.ts';
import { askedAt, legStretches } from '../coverage/stretches.ts';
import type { PathPiece } from '../pipeline/stages.ts';
import { fact, tenth } from './fact.ts';
import { dutyAt, plannedOn, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOf } from './spot.ts';

/** In the working range with the gear up, on legs that are still due: counted in metres, not in time. */
export interface GearOff {
  /** Metres with the gear up since `from_ms`, and metres since that prove otherwise. */
  up_m: number;
  other_m: number;
  /** Steps that `up_m` was seen in. */
  steps: number;
  from_ms: number;
  open: boolean;
  duty: Duty | null;
  last: Worked | null;
}

export const startGearOff = (): GearOff => ({
  up_m: 0,
  other_m: 0,
  steps: 0,
  from_ms: 0,
  open: false,
  duty: null,
  last: null,
});

/** Between two sparse fixes there is room for standing and for a quick drive, which together look like work: one step alone tells nothing. */
const LEAST_STEPS = 2;

export function judgeGearOff(state: GearOff, scene: Scene, worked: Worked): void {
  const { step, verdict } = worked;
  if (step.kind === 'gap' || (state.up_m === 0 && verdict !== 'gear-off')) return;
  const duty = dutyAt(scene, step.to.fix.ts_ms);
  const up = verdict === 'gear-off' && isPlain(worked, scene);
  const due_m = up && duty !== null && step.kind === 'path' ? dueMetres(duty, step.pieces) : 0;
  if (due_m > 0) {
    if (state.up_m === 0) {
      state.from_ms = step.from.fix.ts_ms;
      state.duty = duty;
    }
    state.up_m += due_m;
    state.steps += 1;
    state.other_m = 0;
    state.last = worked;
    if (!state.open && state.up_m >= scene.rules.gearOffOn_m && state.steps >= LEAST_STEPS) {
      state.open = true;
      put(state, scene, null);
    }
    return;
  }
  state.other_m += step.length_m;
  if (state.other_m >= scene.rules.gearOffOff_m) endGearOff(state, scene);
}

export function endGearOff(state: GearOff, scene: Scene): void {
  if (state.open && state.last !== null) put(state, scene, state.last.step.to.fix.ts_ms);
  state.open = false;
  state.up_m = 0;
  state.other_m = 0;
  state.steps = 0;
}

/**
 * Between two fixes there is room for work and for a drive to the next leg, and their mean is a working speed: the gear must
 * be up at both ends, and neither may say more than a working speed.
 */
function isPlain({ step: { from, to }, operation }: Worked, { rules, speeds }: Scene): boolean {
  const bit = 1 << GEAR_INDEX[operation];
  const most_kmh = speeds[operation].max_kmh * rules.tooFastFactor;
  return [from.fix, to.fix].every(
    ({ gear, gearSeen, speed_kmh }) => (gear & gearSeen & bit) === 0 && (speed_kmh ?? 0) <= most_kmh,
  );
}

/** Metres of the pieces that lie on legs not yet covered. */
function dueMetres(duty: Duty, pieces: readonly PathPiece[]): number {
  let due_m = 0;
  for (const { edge, from_m, to_m } of pieces) {
    const there = plannedOn(duty, edge);
    if (there === undefined) continue;
    const at_cm = Math.round((from_m + to_m) * 50);
    const due = there.legs.some(
      (leg) =>
        askedAt([leg], leg.side, at_cm) > 0 &&
        legStretches(there, leg, duty.ledger).some(
          (s) => s.from_cm <= at_cm && at_cm < s.to_cm && !s.excused && s.passes.length < leg.passes,
        ),
    );
    if (due) due_m += Math.abs(to_m - from_m);
  }
  return due_m;
}

function put(state: GearOff, scene: Scene, to_ms: number | null): void {
  const figures = { length_m: tenth(state.up_m) };
  const subject = subjectOf(scene, state.duty);
  scene.out.push(
    fact('gear-off-on-route', 'warning', subject, state.from_ms, to_ms, spotOf(state.last!.step.to), figures),
  );
}
