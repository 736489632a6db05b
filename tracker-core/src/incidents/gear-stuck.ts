import { GEAR_INDEX } from '../coverage/gate.ts';
import { metresBetween } from '../geometry/ruler.ts';
import type { Fix } from '../pipeline/stages.ts';
import { fact, tenth } from './fact.ts';
import { dutyAt, subjectOf, type Duty, type Scene } from './scene.ts';
import { spotOfFix } from './spot.ts';
import { standsAt } from './standing.ts';

/** A gear contact that cannot be believed: engaged while standing, or never changing over a shift. */
export interface GearStuck {
  /** Where it stands with the gear engaged. */
  anchor: Fix | null;
  before: Fix | null;
  open: boolean;
  /** The shift under way: how far it went, and whether the contact changed or spoke at all. */
  duty: Duty | null;
  first_ms: number;
  moved_m: number;
  values: number;
}

export const startGearStuck = (): GearStuck => ({
  anchor: null,
  before: null,
  open: false,
  duty: null,
  first_ms: 0,
  moved_m: 0,
  values: 0,
});

export function judgeGearStuck(state: GearStuck, scene: Scene, fix: Fix): void {
  const { rules, setting, gear } = scene;
  if (setting.gearWired === 0) return;
  const duty = dutyAt(scene, fix.ts_ms);
  if (duty !== state.duty) {
    endConstant(state, scene);
    state.duty = duty;
    state.first_ms = fix.ts_ms;
    state.moved_m = 0;
    state.values = 0;
  }
  const { before } = state;
  state.before = fix;
  const operation = duty?.plan.operation ?? setting.operations[0]!;
  const index = GEAR_INDEX[operation];
  if (index < 0 || (setting.gearWired & (1 << index)) === 0) return;
  const bit = 1 << index;
  if ((fix.gearSeen & bit) !== 0) state.values |= (fix.gear & bit) !== 0 ? 1 : 2;
  if (before !== null && duty !== null) state.moved_m += metresBetween(before.lon, before.lat, fix.lon, fix.lat);
  const silent = before !== null && fix.ts_ms - before.ts_ms > rules.gearStuckOn_ms;
  const on = (gear.bits & bit) !== 0;
  const { anchor } = state;
  if (anchor === null || silent || !on || !standsAt(anchor, fix, rules)) {
    endStanding(state, scene, silent ? before.ts_ms : fix.ts_ms);
    state.anchor = on ? fix : null;
  } else if (!state.open && fix.ts_ms - anchor.ts_ms >= rules.gearStuckOn_ms) {
    state.open = true;
    put(state, scene, null, fix.ts_ms);
  }
}

export function endGearStuck(state: GearStuck, scene: Scene, at_ms: number): void {
  endStanding(state, scene, at_ms);
  state.anchor = null;
  endConstant(state, scene);
  state.duty = null;
}

function endStanding(state: GearStuck, scene: Scene, at_ms: number): void {
  if (state.open) put(state, scene, at_ms, at_ms);
  state.open = false;
}

/** Only one value over a long drive: a contact that sticks, or a wire that broke. */
function endConstant(state: GearStuck, scene: Scene): void {
  const { duty, before, values } = state;
  if (duty === null || before === null || values === 0 || values === 3) return;
  const { rules } = scene;
  const duration_ms = before.ts_ms - state.first_ms;
  if (state.moved_m < rules.gearConstant_m || duration_ms < rules.gearConstant_ms) return;
  const figures = {
    travelled_m: tenth(state.moved_m),
    duration_s: Math.round(duration_ms / 1_000),
    engaged: values === 1 ? 1 : 0,
  };
  const subject = subjectOf(scene, duty);
  scene.out.push(fact('gear-stuck', 'warning', subject, state.first_ms, before.ts_ms, spotOfFix(before), figures));
}

function put(state: GearStuck, scene: Scene, to_ms: number | null, until_ms: number): void {
  const anchor = state.anchor!;
  const figures = { duration_s: Math.round((until_ms - anchor.ts_ms) / 1_000) };
  const subject = subjectOf(scene, dutyAt(scene, anchor.ts_ms));
  scene.out.push(fact('gear-stuck', 'warning', subject, anchor.ts_ms, to_ms, spotOfFix(anchor), figures));
}
