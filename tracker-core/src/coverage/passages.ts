import type { Operation } from '@sweepline/contract';
import { coincident, type Coincident, type Network } from '../network/network.ts';
import type { Rules } from '../pipeline/rules.ts';
import type { EdgeNo, Fix, Matched, Passage, VehicleSetting, WorkVerdict } from '../pipeline/stages.ts';
import type { Worked } from './gate.ts';
import { junctionNear } from './junctions.ts';
import { AGAINST_ONEWAY, LATE_EVIDENCE, LOW_CONFIDENCE, SPEED_ONLY, marksOf } from './marks.ts';
import { hold, leanOf, maySwing, partedAtSwing, startHolding, type HeldOffset } from './held-offset.ts';
import { oneWaySide, twoWaySide, type ServedSide } from './sides.ts';

/** The drive under way along one edge. `dir` is 0 until the vehicle has shown which way it goes. */
interface Drive {
  readonly edge: EdgeNo;
  readonly begun_ms: number;
  dir: -1 | 0 | 1;
  /** Where the vehicle is, and how far it has come in its direction: a lesser step back is jitter. */
  at_m: number;
  foremost_m: number;
  /** Where it came onto the edge, or last turned. */
  since_m: number;
  /** The passage under way: its stretch and times. */
  start_m: number;
  low_m: number;
  high_m: number;
  enter_ms: number;
  leave_ms: number;
  operation: Operation;
  verdict: WorkVerdict;
  gearOn: boolean;
  marks: number;
  /** Metres driven in the passage, and the same times the match's confidence. */
  driven_m: number;
  sure_m: number;
  /** Kept on one-way streets only. */
  held: HeldOffset | null;
}

export interface Driving {
  readonly setting: VehicleSetting;
  readonly network: Network;
  readonly rules: Rules;
  drive: Drive | null;
}

export const startDriving = (setting: VehicleSetting, network: Network, rules: Rules): Driving => ({
  setting,
  network,
  rules,
  drive: null,
});

/** Joins judged steps into passages: one per drive along an edge with one verdict, cut where it lasts long. */
export function drive(state: Driving, worked: Worked, out: Passage[]): void {
  const { step } = worked;
  if (step.kind !== 'path') {
    endDrive(state, out);
    return;
  }
  const from_ms = step.from.fix.ts_ms;
  const to_ms = step.to.fix.ts_ms;
  const marks =
    (step.lowConfidence ? LOW_CONFIDENCE : 0) |
    (worked.speedOnly ? SPEED_ONLY : 0) |
    (step.from.fix.late || step.to.fix.late ? LATE_EVIDENCE : 0);
  // A way is as sure as the less sure of the places it joins.
  const sure = Math.min(step.from.place?.confidence ?? 1, step.to.place?.confidence ?? 1);
  let length_m = 0;
  for (const piece of step.pieces) length_m += Math.abs(piece.to_m - piece.from_m);
  let driven_m = 0;
  for (const { edge, from_m, to_m } of step.pieces) {
    const enter_ms = length_m > 0 ? from_ms + ((to_ms - from_ms) * driven_m) / length_m : from_ms;
    driven_m += Math.abs(to_m - from_m);
    const leave_ms = length_m > 0 ? from_ms + ((to_ms - from_ms) * driven_m) / length_m : to_ms;
    let drive = state.drive;
    if (drive === null || drive.edge !== edge || Math.abs(drive.at_m - from_m) > 1) {
      leaveEdge(state, enter_ms, out);
      drive = state.drive = startDrive(state, edge, from_m, enter_ms, worked, marks);
      holdAt(drive, step.from, state.rules);
    } else if (drive.verdict !== worked.verdict || drive.operation !== worked.operation || drive.marks !== marks) {
      const alike = drive.operation === worked.operation && drive.marks === marks;
      const switched_m = alike && drive.gearOn !== worked.gearOn ? switchedAt(state, drive, to_m, step.from.fix) : NaN;
      if (Number.isNaN(switched_m)) {
        emit(state, drive, out);
        restart(drive, enter_ms);
      } else {
        const share = to_m === from_m ? 0 : (switched_m - from_m) / (to_m - from_m);
        endAt(state, drive, switched_m, enter_ms + share * (leave_ms - enter_ms), out);
      }
      drive.verdict = worked.verdict;
      drive.gearOn = worked.gearOn;
      drive.operation = worked.operation;
      drive.marks = marks;
    }
    drive.driven_m += Math.abs(to_m - from_m);
    drive.sure_m += Math.abs(to_m - from_m) * sure;
    advance(state, drive, to_m, enter_ms, leave_ms, out);
  }
  const drive = state.drive;
  if (drive === null) return;
  holdAt(drive, step.to, state.rules);
  changeKerb(state, drive, out);
  if (drive.high_m === drive.low_m) drive.enter_ms = drive.leave_ms = to_ms;
  else if (drive.dir === 0 && to_ms - drive.enter_ms >= state.rules.passageCut_ms)
    drive.enter_ms = drive.leave_ms = to_ms;
  else if (to_ms - drive.enter_ms >= state.rules.passageCut_ms && !sideOpen(state, drive, to_ms)) {
    emit(state, drive, out);
    restart(drive, to_ms);
  }
}

/** Ends the drive under way, as where the vehicle left the edge or nobody knows how it went on. */
export function endDrive(state: Driving, out: Passage[]): void {
  const { drive } = state;
  if (drive === null) return;
  emit(state, drive, out);
  state.drive = null;
}

/** Ends the drive of a vehicle that goes on along another edge: where it had come back some way, it left there. */
function leaveEdge(state: Driving, at_ms: number, out: Passage[]): void {
  const { drive } = state;
  if (drive !== null && drive.dir !== 0 && (drive.foremost_m - drive.at_m) * drive.dir > state.rules.direction_m) {
    const to_m = drive.at_m;
    emit(state, drive, out);
    turn(drive, to_m, drive.leave_ms, at_ms);
  }
  endDrive(state, out);
}

function startDrive(
  state: Driving,
  edge: EdgeNo,
  at_m: number,
  enter_ms: number,
  { operation, verdict, gearOn }: Worked,
  marks: number,
): Drive {
  const oneway = state.network.edges[edge]!.oneway !== 'no';
  return {
    edge,
    begun_ms: enter_ms,
    dir: 0,
    at_m,
    foremost_m: at_m,
    since_m: at_m,
    start_m: at_m,
    low_m: at_m,
    high_m: at_m,
    enter_ms,
    leave_ms: enter_ms,
    operation,
    verdict,
    gearOn,
    marks,
    driven_m: 0,
    sure_m: 0,
    held: oneway ? startHolding() : null,
  };
}

function advance(state: Driving, drive: Drive, to_m: number, enter_ms: number, leave_ms: number, out: Passage[]): void {
  const { turn_m, direction_m } = state.rules;
  if (drive.held !== null) drive.held.driven_m += Math.abs(to_m - drive.at_m);
  const from_m = drive.at_m;
  drive.at_m = to_m;
  if (drive.dir === 0) {
    if (to_m < drive.low_m) drive.low_m = to_m;
    if (to_m > drive.high_m) drive.high_m = to_m;
    if (drive.high_m - drive.low_m < direction_m) {
      if (from_m !== to_m) drive.leave_ms = leave_ms;
      return;
    }
    drive.dir = to_m < drive.start_m ? -1 : 1;
    drive.foremost_m = drive.dir < 0 ? drive.low_m : drive.high_m;
    drive.leave_ms = leave_ms;
    return;
  }
  const gain_m = (to_m - drive.foremost_m) * drive.dir;
  if (gain_m > 0) {
    // Standing before it moved on is no part of the passage.
    if (drive.high_m === drive.low_m) drive.enter_ms = enter_ms;
    drive.foremost_m = to_m;
    if (drive.dir > 0) drive.high_m = to_m;
    else drive.low_m = to_m;
    drive.leave_ms = leave_ms;
  } else if (-gain_m > turn_m) {
    emit(state, drive, out);
    turn(drive, to_m, Math.max(drive.leave_ms, enter_ms), leave_ms);
  }
}

/** The vehicle has turned where it was foremost and come back to `to_m`. */
function turn(drive: Drive, to_m: number, turned_ms: number, leave_ms: number): void {
  const back_m = Math.abs(drive.foremost_m - to_m);
  restart(drive, turned_ms);
  drive.since_m = drive.foremost_m;
  drive.dir = drive.dir > 0 ? -1 : 1;
  drive.foremost_m = to_m;
  drive.low_m = Math.min(drive.low_m, to_m);
  drive.high_m = Math.max(drive.high_m, to_m);
  drive.leave_ms = leave_ms;
  if (drive.held !== null) drive.held = startHolding(back_m);
}

/** Begins the next passage of the same drive where the last one ended. */
function restart(drive: Drive, enter_ms: number): void {
  const at_m = drive.dir === 0 ? drive.at_m : drive.foremost_m;
  drive.start_m = drive.low_m = drive.high_m = at_m;
  drive.enter_ms = drive.leave_ms = enter_ms;
  drive.driven_m = drive.sure_m = 0;
}

/**
 * Where the gear was switched, if that was at a junction or a street's end; else NaN. Routes go from junction to junction, and
 * so does the work: where the gear seems to be switched beside one, by no more than the fix errs, it was switched there. A
 * junction ahead must have been passed in the same direction, up to `to_m`.
 */
function switchedAt({ network, rules }: Driving, drive: Drive, to_m: number, { accuracy_m }: Fix): number {
  const seen_m = drive.dir === 0 ? drive.at_m : drive.foremost_m;
  const errs_m = Math.min(rules.switchErrors * (accuracy_m ?? 0), rules.switchMost_m);
  const place_m = junctionNear(network, drive.edge, seen_m, errs_m);
  if (isBehind(drive, place_m)) return place_m;
  const ahead = drive.dir * (place_m - seen_m) > 0 && drive.dir * (to_m - place_m) >= 0;
  return ahead ? place_m : NaN;
}

/** Whether the vehicle has come past a place of the edge since it came onto it or turned, in this passage or the ones before. */
const isBehind = ({ low_m, high_m, since_m }: Drive, place_m: number): boolean =>
  place_m >= Math.min(low_m, since_m) && place_m <= Math.max(high_m, since_m);

/** Ends the passage at a place behind the vehicle, or at one ahead that it reached at `ahead_ms`, and begins the next there. */
function endAt(state: Driving, drive: Drive, place_m: number, ahead_ms: number, out: Passage[]): void {
  const { start_m, enter_ms, leave_ms } = drive;
  const seen_m = drive.dir === 0 ? drive.at_m : drive.foremost_m;
  const up = drive.dir === 0 ? seen_m >= start_m : drive.dir > 0;
  const behind = isBehind(drive, place_m);
  const share = seen_m === start_m ? 1 : Math.min(1, Math.max(0, (place_m - start_m) / (seen_m - start_m)));
  const place_ms = behind ? enter_ms + share * (leave_ms - enter_ms) : ahead_ms;
  if (up) drive.high_m = place_m;
  else drive.low_m = place_m;
  drive.leave_ms = place_ms;
  emit(state, drive, out);
  restart(drive, place_ms);
  drive.start_m = drive.low_m = drive.high_m = place_m;
  if (!behind) drive.foremost_m = place_m;
  else if (up) drive.high_m = Math.max(place_m, seen_m);
  else drive.low_m = Math.min(place_m, seen_m);
  if (behind) drive.leave_ms = leave_ms;
}

/** Whether a cut had better wait for the offset that decides a one-way street's side, or that it is changed. */
function sideOpen({ setting, rules }: Driving, { held, enter_ms }: Drive, now_ms: number): boolean {
  if (held === null || now_ms - enter_ms >= 5 * rules.passageCut_ms) return false;
  return oneWaySide(setting, held, rules) === 'undecided' || maySwing(held);
}

function holdAt({ held, edge }: Drive, { place, fix }: Matched, rules: Rules): void {
  if (held === null || place === null || place.edge !== edge) return;
  hold(held, place.offset_m, place.lateral_m, fix.accuracy_m, rules);
}

/** Ends the passage where the vehicle went over to the other kerb: at a junction, where one is beside. */
function changeKerb(state: Driving, drive: Drive, out: Passage[]): void {
  const { network, rules, setting } = state;
  const parted = drive.held === null || setting.serves === 'both' ? null : partedAtSwing(drive.held, rules);
  if (parted === null) return;
  const seen_m = parted.after.at_m[0]!;
  const junction_m = junctionNear(network, drive.edge, seen_m, rules.switchMost_m);
  const place_m = Number.isNaN(junction_m) ? seen_m : junction_m;
  if (!isBehind(drive, place_m)) return;
  drive.held = parted.before;
  endAt(state, drive, place_m, drive.leave_ms, out);
  drive.held = parted.after;
}

function emit(state: Driving, drive: Drive, out: Passage[]): void {
  const edge = state.network.edges[drive.edge]!;
  const from_cm = Math.max(0, Math.round(drive.low_m * 100));
  // A float's breadth below the edge's end is its end.
  const to_cm = drive.high_m * 100 > edge.length_cm - 1 ? edge.length_cm : Math.round(drive.high_m * 100);
  if (to_cm <= from_cm) return;
  const forward = drive.dir === 0 ? drive.at_m >= drive.start_m : drive.dir > 0;
  const against = (edge.oneway === 'forward' && !forward) || (edge.oneway === 'backward' && forward);
  const serves =
    drive.held === null ? twoWaySide(state.setting, forward) : oneWaySide(state.setting, drive.held, state.rules);
  const passage: Passage = {
    vehicle: state.setting.vehicle,
    edge: drive.edge,
    from_cm,
    to_cm,
    forward,
    drive_ms: Math.round(drive.begun_ms),
    enter_ms: Math.round(drive.enter_ms),
    leave_ms: Math.round(drive.leave_ms),
    operation: drive.operation,
    verdict: drive.verdict,
    serves,
    lean_m: serves === 'undecided' && drive.held !== null ? leanOf(drive.held, state.rules) : 0,
    marks: marksOf(drive.marks | (against ? AGAINST_ONEWAY : 0)),
    confidence: drive.driven_m > 0 ? Math.round((100 * drive.sure_m) / drive.driven_m) / 100 : 1,
  };
  out.push(passage);
  for (const twin of coincident(state.network, drive.edge, from_cm, to_cm)) out.push(onTwin(passage, twin));
}

/** The same drive on an edge lying on the same ground. */
function onTwin(passage: Passage, { edge, from_cm, to_cm, forward }: Coincident): Passage {
  if (forward) return { ...passage, edge, from_cm, to_cm };
  return {
    ...passage,
    edge,
    from_cm,
    to_cm,
    forward: !passage.forward,
    serves: mirrored(passage.serves),
    lean_m: 0 - passage.lean_m,
  };
}

function mirrored(side: ServedSide): ServedSide {
  return side === 'left' ? 'right' : side === 'right' ? 'left' : side;
}
