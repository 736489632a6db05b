import { GEARS, GEAR_OF, OPERATIONS, type Operation } from '@sweepline/contract';
import { append, NONE } from '../pipeline/append.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { workingSpeeds, type Rules, type SpeedRange } from '../pipeline/rules.ts';
import type { Step, VehicleSetting, WorkVerdict } from '../pipeline/stages.ts';
import { forgetGear, gearOn, gearSettled_ms, type GearLog } from './gear.ts';
import { forgetRecent, pathSpeed, startRecent, type Recent } from './recent.ts';

/** A step with what was done on it. */
export interface Worked {
  readonly step: Step;
  readonly operation: Operation;
  readonly verdict: WorkVerdict;
  /** Judged by speed alone: the operation's gear is not wired. */
  readonly speedOnly: boolean;
  /** Debounced, of the operation's gear; false where it is not wired or the operation has none. */
  readonly gearOn: boolean;
  readonly speed_kmh: number | null;
}

/** The index in GEARS of the gear an operation needs, −1 where it needs none. */
export const GEAR_INDEX = Object.fromEntries(
  OPERATIONS.map((operation) => [operation, GEAR_OF[operation] === null ? -1 : GEARS.indexOf(GEAR_OF[operation])]),
) as Readonly<Record<Operation, number>>;

export interface Gate {
  readonly setting: VehicleSetting;
  readonly rules: Rules;
  readonly speeds: Readonly<Record<Operation, SpeedRange>>;
  /** Steps whose gear is not settled yet. */
  readonly waiting: Step[];
  /** Steps above the working speed for less than the time it takes to count. */
  readonly fast: Worked[];
  /** Since when the working speed is exceeded without a break; NaN where it is not. */
  fastSince_ms: number;
  /** Metres driven below the lowest working speed without a break. */
  creep_m: number;
  /** The path of the last seconds, for speed where the fixes carry none. */
  readonly recent: Recent;
}

export function startGate(setting: VehicleSetting, rules: Rules): Gate {
  return {
    setting,
    rules,
    speeds: workingSpeeds(rules),
    waiting: [],
    fast: [],
    fastSince_ms: NaN,
    creep_m: 0,
    recent: startRecent(),
  };
}

/**
 * Work gate: judges steps by gear and speed, in time order, as soon as both are settled.
 * @param last no fix follows: judge everything that still waits
 */
export function gate(
  state: Gate,
  steps: readonly Step[],
  gear: GearLog,
  assignments: readonly PlannedAssignment[],
  last: boolean,
): readonly Worked[] {
  if (steps.length === 0 && state.waiting.length === 0 && !(last && state.fast.length > 0)) return NONE;
  const settled_ms = last ? Infinity : gearSettled_ms(gear);
  const out: Judged = { worked: NONE };
  let done = 0;
  for (; done < state.waiting.length && state.waiting[done]!.to.fix.ts_ms <= settled_ms; done++) {
    judgeStep(state, state.waiting[done]!, gear, assignments, out);
  }
  if (done > 0) state.waiting.splice(0, done);
  for (const step of steps) {
    if (state.waiting.length > 0 || step.to.fix.ts_ms > settled_ms) state.waiting.push(step);
    else judgeStep(state, step, gear, assignments, out);
  }
  if (last) endFast(state, out);
  const oldest = state.waiting[0] ?? steps[steps.length - 1];
  if (oldest !== undefined) forgetGear(gear, oldest.from.fix.ts_ms);
  return out.worked;
}

/** Where the judged steps go. */
interface Judged {
  worked: readonly Worked[];
}

function put(out: Judged, worked: Worked): void {
  out.worked = append(out.worked, worked);
}

function judgeStep(
  state: Gate,
  step: Step,
  gear: GearLog,
  assignments: readonly PlannedAssignment[],
  out: Judged,
): void {
  const { setting, rules } = state;
  const from_ms = step.from.fix.ts_ms;
  const to_ms = step.to.fix.ts_ms;
  const operation = operationOf(setting, gear, assignments, from_ms, to_ms);
  const needed = GEAR_INDEX[operation];
  const wired = needed >= 0 && (setting.gearWired & (1 << needed)) !== 0;
  const on = wired && gearOn(gear, needed, from_ms, to_ms);
  const speedOnly = needed >= 0 && !wired;
  if (step.kind === 'gap') {
    endFast(state, out);
    forgetRecent(state.recent);
    put(out, { step, operation, verdict: 'driven', speedOnly, gearOn: on, speed_kmh: null });
    return;
  }
  const duration_ms = to_ms - from_ms;
  const path_kmh = pathSpeed(state.recent, step.length_m, duration_ms, rules.steadySpeed_ms);
  const said_kmh = saidSpeed(step);
  const steady = duration_ms >= rules.steadySpeed_ms;
  const speed_kmh = steady ? path_kmh : (said_kmh ?? path_kmh);
  // A stop within a sparse step pulls its mean down, a single reading misses what was driven: either shows that it moved.
  const most_kmh = Math.max(path_kmh ?? 0, said_kmh ?? 0);
  const { min_kmh, max_kmh } = state.speeds[operation];
  const slow = most_kmh < min_kmh;
  const fast = speed_kmh !== null && speed_kmh > max_kmh * rules.tooFastFactor;
  if (!slow) state.creep_m = 0;
  else state.creep_m += step.length_m;

  let verdict: WorkVerdict;
  if (!(on || speedOnly || needed < 0))
    verdict = slow || (speed_kmh ?? 0) > max_kmh * rules.tooFastFactor ? 'driven' : 'gear-off';
  else if (fast) verdict = 'too-fast';
  else if (slow && state.creep_m > rules.creep_m) verdict = 'driven';
  else verdict = 'worked';

  const worked: Worked = { step, operation, verdict, speedOnly, gearOn: on, speed_kmh };
  if (verdict === 'too-fast') {
    if (Number.isNaN(state.fastSince_ms)) state.fastSince_ms = from_ms;
    state.fast.push(worked);
    if (to_ms - state.fastSince_ms >= rules.tooFastHold_ms) release(state, 'too-fast', out);
    return;
  }
  endFast(state, out);
  put(out, worked);
}

/** A spell too short to count was work. */
function endFast(state: Gate, out: Judged): void {
  state.fastSince_ms = NaN;
  if (state.fast.length > 0) release(state, 'worked', out);
}

function release(state: Gate, verdict: WorkVerdict, out: Judged): void {
  for (const worked of state.fast) put(out, worked.verdict === verdict ? worked : { ...worked, verdict });
  state.fast.length = 0;
}

/** The operation of the assignment under way; else the one whose wired gear is engaged; else the vehicle's first. */
function operationOf(
  setting: VehicleSetting,
  gear: GearLog,
  assignments: readonly PlannedAssignment[],
  from_ms: number,
  to_ms: number,
): Operation {
  const middle_ms = (from_ms + to_ms) / 2;
  let planned: Operation | null = null;
  for (const { from_ms: opens_ms, to_ms: closes_ms, operation } of assignments) {
    if (middle_ms < opens_ms || middle_ms >= closes_ms) continue;
    // Of several under way the one whose gear is engaged.
    if (planned === null || engaged(setting, gear, operation, from_ms, to_ms)) planned = operation;
  }
  if (planned !== null) return planned;
  for (const operation of setting.operations) if (engaged(setting, gear, operation, from_ms, to_ms)) return operation;
  return setting.operations[0]!;
}

function engaged(
  setting: VehicleSetting,
  gear: GearLog,
  operation: Operation,
  from_ms: number,
  to_ms: number,
): boolean {
  const needed = GEAR_INDEX[operation];
  return needed >= 0 && (setting.gearWired & (1 << needed)) !== 0 && gearOn(gear, needed, from_ms, to_ms);
}

/** Mean of the readings at both ends; null where neither carries one. */
function saidSpeed({ from, to }: Step): number | null {
  const a = from.fix.speed_kmh;
  const b = to.fix.speed_kmh;
  if (a === null) return b;
  return b === null ? a : (a + b) / 2;
}
