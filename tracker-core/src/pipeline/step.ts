import { GEAR_INDEX, gate, startGate, type Gate, type Worked } from '../coverage/gate.ts';
import { noteGear, startGear, type GearLog } from '../coverage/gear.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import { drive, endDrive, startDriving, type Driving } from '../coverage/passages.ts';
import { silenceOf } from '../coverage/silences.ts';
import type { IncidentFact } from '../incidents/fact.ts';
import { judgeReport, type VehicleReport } from '../incidents/reports.ts';
import { startDuty, type Duty, type Scene } from '../incidents/scene.ts';
import {
  judgeEnd,
  judgeFix,
  judgeMatched,
  judgeSilence,
  judgeWorked,
  startJudge,
  type VehicleJudge,
} from '../incidents/vehicle-rules.ts';
import { MATCH_LIMITS, MOST_UNDECIDED, type MatchLimits } from '../matching/limits.ts';
import { finish, match, startMatching, type Decided, type Matching } from '../matching/match.ts';
import type { Network } from '../network/network.ts';
import type { Area, PlannedAssignment } from './plan.ts';
import { show, startShown, type Shown } from './position.ts';
import { NONE } from './append.ts';
import { RULES, workingSpeeds, type Rules } from './rules.ts';
import type { Fix, Matched, Passage, Silence, VehiclePosition, VehicleSetting } from './stages.ts';

/** Everything known of one vehicle between two of its fixes. */
export interface VehicleState {
  readonly setting: VehicleSetting;
  readonly network: Network;
  readonly rules: Rules;
  readonly limits: MatchLimits;
  matching: Matching;
  gear: GearLog;
  gate: Gate;
  driving: Driving;
  readonly shown: Shown;
  readonly judge: VehicleJudge;
  scene: Scene;
  last_ms: number | null;
}

/** What became certain with a fix: values handed on, never changed afterwards. */
export interface Facts {
  /** The vehicle as the map shows it now; null where nothing about it changed. */
  readonly position: VehiclePosition | null;
  readonly matched: readonly Matched[];
  readonly passages: readonly Passage[];
  readonly silences: readonly Silence[];
  /** Incidents that opened, changed or ended. */
  readonly incidents: readonly IncidentFact[];
  /** Metres driven along the decided way. */
  readonly distance_m: number;
}

/** An empty state: nothing known of the vehicle. */
export function startVehicle(
  setting: VehicleSetting,
  network: Network,
  areas: readonly Area[] = [],
  rules: Rules = RULES,
  limits: MatchLimits = MATCH_LIMITS,
  mostUndecided: number = MOST_UNDECIDED,
): VehicleState {
  const gear = startGear();
  const speeds = workingSpeeds(rules);
  return {
    setting,
    network,
    rules,
    limits,
    matching: startMatching(network, limits, mostUndecided),
    gear,
    gate: startGate(setting, rules),
    driving: startDriving(setting, network, rules),
    shown: startShown(),
    judge: startJudge(),
    scene: { setting, network, areas, rules, gear, speeds, duties: [], errand_ms: -Infinity, out: [] },
    last_ms: null,
  };
}

/**
 * A fix's way through the product. Fixes come in time order, one per instant; `assignments` are the vehicle's that are
 * under way, over or to come, as far as anything shall be judged by them.
 */
export function step(state: VehicleState, fix: Fix, assignments: readonly PlannedAssignment[]): Facts {
  takeDuties(state, assignments);
  const ended = shiftEnded(state, fix, assignments) ? endShift(state, assignments) : null;
  noteGear(state.gear, fix, state.rules.gearDebounce_ms); // debounce the contacts
  const decided = match(state.matching, fix); // screen, match, join
  const facts = onward(state, decided, assignments, false); // gate, cover, judge
  judgeFix(state.judge, state.scene, fix);
  state.last_ms = fix.ts_ms;
  facts.position = look(state, fix, assignments);
  facts.incidents = taken(state.scene.out);
  if (ended === null) return facts;
  return {
    position: facts.position,
    incidents: [...ended.incidents, ...facts.incidents],
    matched: [...ended.matched, ...facts.matched],
    passages: [...ended.passages, ...facts.passages],
    silences: [...ended.silences, ...facts.silences],
    distance_m: ended.distance_m + facts.distance_m,
  };
}

/**
 * What time alone brings about: silence. For a vehicle in backlog `now_ms` is its own last fix's time, never the clock.
 */
export function tick(state: VehicleState, now_ms: number, assignments: readonly PlannedAssignment[]): Facts {
  takeDuties(state, assignments);
  judgeSilence(state.judge, state.scene, now_ms);
  const incidents = taken(state.scene.out);
  const { last } = state.shown;
  const silent_ms = Math.max(
    state.rules.silentLeast_ms,
    state.rules.silentIntervals * state.setting.interval_s * 1_000,
  );
  if (last === null || last.state === 'silent' || now_ms - last.ts_ms <= silent_ms) return { ...NOTHING, incidents };
  state.shown.last = { ...last, state: 'silent' };
  return { ...NOTHING, incidents, position: state.shown.last };
}

/** What was reported besides fixes: the driver's messages, conflicts, clocks that are wrong. */
export function report(state: VehicleState, what: VehicleReport, assignments: readonly PlannedAssignment[]): Facts {
  takeDuties(state, assignments);
  judgeReport(state.judge.reports, state.scene, what);
  return { ...NOTHING, incidents: taken(state.scene.out) };
}

/**
 * Hands on what no stored fix tells, the memory of conflicts and of wrong clocks, to a state that was made again from the
 * fixes: without it the next conflict would open a case beside the one that stands.
 */
export function inheritReports({ judge }: VehicleState, former: VehicleState): void {
  const { conflict, skew } = former.judge.reports;
  judge.reports = { ...judge.reports, conflict, skew };
}

/** Since when the vehicle has moved on an assignment's route inside its window; null before. */
export const startedOn = ({ scene }: VehicleState, assignment: string): number | null =>
  scene.duties.find(({ plan }) => plan.assignment === assignment)?.started_ms ?? null;

/** Decides all that is left as if no fix followed. The state can go on afterwards, as after the end of a shift. */
export function finishVehicle(state: VehicleState, assignments: readonly PlannedAssignment[]): Facts {
  takeDuties(state, assignments);
  return endShift(state, assignments);
}

/** Facts that are still being gathered. */
type Gathered = { -readonly [Field in keyof Facts]: Facts[Field] };

/** The stages behind the matcher: judge the work, join it into passages, find silences, judge incidents. */
function onward(
  state: VehicleState,
  { matched, steps }: Decided,
  assignments: readonly PlannedAssignment[],
  last: boolean,
): Gathered {
  for (const one of matched) judgeMatched(state.judge, state.scene, one);
  const worked = gate(state.gate, steps, state.gear, assignments, last);
  if (worked.length === 0 && !last) return { ...NOTHING, matched };
  let distance_m = 0;
  for (const one of worked) distance_m += cover(state, one);
  if (last) endDrive(state.driving, made.passages);
  const passages = taken(made.passages);
  for (const passage of passages) for (const { ledger } of state.scene.duties) credit(ledger, passage);
  return { position: null, matched, passages, silences: taken(made.silences), incidents: NONE, distance_m };
}

/** Gathers what the steps of one fix come to: mostly nothing, for which no list is made. */
const made: { readonly passages: Passage[]; readonly silences: Silence[] } = { passages: [], silences: [] };

/** Metres driven with a judged step. */
function cover(state: VehicleState, worked: Worked): number {
  drive(state.driving, worked, made.passages);
  judgeWorked(state.judge, state.scene, worked);
  const { step } = worked;
  if (step.kind !== 'gap') return step.length_m;
  const silence = silenceOf(state.setting.vehicle, step, state.rules);
  if (silence !== null) made.silences.push(silence);
  return 0;
}

const NOTHING: Facts = {
  position: null,
  matched: NONE,
  passages: NONE,
  silences: NONE,
  incidents: NONE,
  distance_m: 0,
};

/** What a list has gathered; it goes on empty. */
const taken = <Item>(list: Item[]): readonly Item[] => (list.length === 0 ? NONE : list.splice(0));

/** Without an assignment a shift ends after a long silence. */
function shiftEnded({ last_ms, rules }: VehicleState, fix: Fix, assignments: readonly PlannedAssignment[]): boolean {
  if (last_ms === null || fix.ts_ms - last_ms <= rules.shiftEnd_ms) return false;
  for (const { from_ms, to_ms } of assignments) if (from_ms < fix.ts_ms && to_ms > last_ms) return false;
  return true;
}

function endShift(state: VehicleState, assignments: readonly PlannedAssignment[]): Facts {
  const facts = onward(state, finish(state.matching), assignments, true);
  if (state.last_ms !== null) judgeEnd(state.judge, state.scene, state.last_ms);
  const { setting, network, rules, limits } = state;
  state.matching = startMatching(network, limits, state.matching.mostUndecided);
  state.gear = startGear();
  state.gate = startGate(setting, rules);
  state.driving = startDriving(setting, network, rules);
  state.scene = { ...state.scene, gear: state.gear };
  return { ...facts, incidents: taken(state.scene.out) };
}

/** Keeps a ledger of the vehicle's own work for each of its assignments. */
function takeDuties(state: VehicleState, assignments: readonly PlannedAssignment[]): void {
  const { scene } = state;
  if (!sameDuties(scene.duties, assignments)) scene.duties = dutiesOf(state, assignments);
}

function dutiesOf({ scene, setting, network, rules }: VehicleState, assignments: readonly PlannedAssignment[]): Duty[] {
  return assignments.map(
    (plan) =>
      scene.duties.find((duty) => duty.plan === plan) ??
      startDuty(plan, createLedger(plan, network, { drivesOn: setting.drivesOn, rules, lateCounts: true })),
  );
}

function sameDuties(duties: readonly Duty[], assignments: readonly PlannedAssignment[]): boolean {
  if (duties.length !== assignments.length) return false;
  for (let i = 0; i < duties.length; i++) if (duties[i]!.plan !== assignments[i]) return false;
  return true;
}

function look(state: VehicleState, fix: Fix, assignments: readonly PlannedAssignment[]): VehiclePosition {
  const { setting, gear, gate, rules, limits } = state;
  let operation = setting.operations[0]!;
  for (const plan of assignments) if (fix.ts_ms >= plan.from_ms && fix.ts_ms < plan.to_ms) operation = plan.operation;
  const needed = GEAR_INDEX[operation];
  const bit = needed < 0 ? 0 : 1 << needed;
  const wired = (setting.gearWired & bit) !== 0;
  const poor = (fix.accuracy_m ?? 0) > limits.poorAccuracy_m || (fix.hdop ?? 0) > limits.poorHdop;
  const gearOn = wired && (gear.bits & bit) !== 0;
  const speed_kmh = fix.speed_kmh ?? state.shown.speed_kmh;
  const { min_kmh, max_kmh } = gate.speeds[operation];
  const inRange = speed_kmh !== null && speed_kmh >= min_kmh && speed_kmh <= max_kmh * rules.tooFastFactor;
  return show(state.shown, fix, poor, wired ? gearOn : inRange, gearOn, rules);
}
