import { countOf, FLOATS } from '../matching/trellis.ts';
import type { Fix } from './stages.ts';
import type { VehicleState } from './step.ts';

/** So many vehicles are read ahead together: enough for their memory to come side by side, few enough to stay in the cache. */
export const AHEAD = 16;

/**
 * Reads what the next steps of some vehicles will read. Of thousands of vehicles in turn none finds its state in the
 * processor's cache, and a step alone waits for one piece of memory after another, since each is found through the one
 * before. What different vehicles need is independent: read level by level over all of them, it comes at once. Changes
 * nothing; the sum has no meaning but that everything in it was read.
 */
export function readAhead(states: readonly VehicleState[]): number {
  let sum = 0;
  for (const state of states) sum += roots(state);
  for (const state of states) sum += parts(state);
  for (const state of states) sum += leaves(state);
  for (const state of states) sum += rows(state);
  return sum;
}

function roots({ matching, scene, gate, driving, gear, shown, judge, last_ms }: VehicleState): number {
  const { drive } = driving;
  return (
    matching.silence_ms +
    scene.errand_ms +
    gate.creep_m +
    gear.pending +
    judge.idle.last_ms +
    (drive === null ? 0 : drive.at_m) +
    (shown.speed_kmh ?? 0) +
    (last_ms ?? 0)
  );
}

function parts({ setting, matching, scene, gate, driving, gear, judge }: VehicleState): number {
  const { trellis, journey, screening, aside, cell } = matching;
  let sum = aside.length + journey.strays.length + screening.suspects.length + scene.duties.length + cell.count;
  sum += trellis.floats.length + trellis.columns.length + trellis.fixes.length;
  sum += gate.recent.sum_m + gate.waiting.length + gate.fast.length + gear.last_ms + setting.interval_s;
  const { drive } = driving;
  if (drive !== null) sum += drive.enter_ms + drive.leave_ms + drive.foremost_m + drive.high_m + drive.sure_m;
  const { gearStuck, offRoute, tooFast, gearOff, outsideWindow, gpsJump } = judge;
  sum += gearStuck.moved_m + offRoute.travelled_m + gearOff.up_m + gpsJump.last_ms;
  return sum + offRoute.spell.since_ms + tooFast.spell.from_ms + outsideWindow.spell.since_ms;
}

function leaves({ matching, scene, gate, gear, judge }: VehicleState): number {
  const { trellis, journey, screening, cell } = matching;
  let sum = 0;
  const { columns, fixes } = trellis;
  // Of the oldest column, which is decided, the states are not asked for any more.
  for (let c = 1; c < columns.length; c++) sum += countOf(trellis, columns[c]!) + placeOf(fixes[c]!);
  for (const { plan, ledger, there } of scene.duties) {
    sum += plan.from_ms + ledger.covered_cm + (there === undefined ? 0 : there.covered_cm);
    sum += ledger.pace.minute.length + ledger.pace.gained_cm.length;
  }
  sum += gate.recent.rows[0]! + gear.pendingSince_ms[0]!;
  sum += journey.at.along_m;
  if (journey.last !== null) sum += placeOf(journey.last.fix) + (journey.last.place === null ? 0 : 1);
  if (screening.last !== null) sum += placeOf(screening.last);
  if (screening.anchor !== null) sum += placeOf(screening.anchor);
  if (judge.idle.anchor !== null) sum += placeOf(judge.idle.anchor);
  if (judge.gearStuck.anchor !== null) sum += placeOf(judge.gearStuck.anchor);
  return sum + (cell.count === 0 ? 0 : cell.segments[0]!);
}

/** Numbers in a line of the cache. */
const LINE = 8;

function rows({ matching: { trellis, cell } }: VehicleState): number {
  const { floats, columns } = trellis;
  let sum = 0;
  for (let c = 1; c < columns.length; c++) {
    const past = columns[c]! + 1 + countOf(trellis, columns[c]!);
    for (let row = columns[c]!; row < past; row++) sum += floats[FLOATS * row]!;
  }
  const { segments } = cell;
  for (let at = 0; at < segments.length; at += LINE) sum += segments[at]!;
  return sum;
}

const placeOf = (fix: Fix): number => fix.ts_ms + fix.lat + fix.lon + (fix.speed_kmh ?? 0);
