import type { Worked } from '../coverage/gate.ts';
import type { Fix, Matched } from '../pipeline/stages.ts';
import { endGearOff, judgeGearOff, startGearOff } from './gear-off-on-route.ts';
import { endGearStuck, judgeGearStuck, startGearStuck } from './gear-stuck.ts';
import { judgeGpsJump, startGpsJump } from './gps-jump.ts';
import { endIdle, judgeIdle, startIdle } from './idle.ts';
import { endOffRoute, judgeOffRoute, startOffRoute } from './off-route.ts';
import { endOutsideWindow, judgeOutsideWindow, startOutsideWindow } from './outside-window.ts';
import { startReports } from './reports.ts';
import { dutyAt, plannedOn, type Scene } from './scene.ts';
import { judgeNoSignal, judgeSignal, startSignalLost } from './signal-lost.ts';
import { endTooFast, judgeTooFast, startTooFast } from './too-fast-working.ts';

/** The rules that judge one vehicle, each with its memory. */
export const startJudge = () => ({
  idle: startIdle(),
  gearStuck: startGearStuck(),
  signalLost: startSignalLost(),
  gpsJump: startGpsJump(),
  offRoute: startOffRoute(),
  tooFast: startTooFast(),
  gearOff: startGearOff(),
  outsideWindow: startOutsideWindow(),
  reports: startReports(),
});

export type VehicleJudge = ReturnType<typeof startJudge>;

/** By each fix as it comes. */
export function judgeFix(judge: VehicleJudge, scene: Scene, fix: Fix): void {
  judgeSignal(judge.signalLost, scene, fix);
  judgeGearStuck(judge.gearStuck, scene, fix);
  judgeIdle(judge.idle, scene, fix);
}

/** By each fix with its place, once that is decided. */
export function judgeMatched(judge: VehicleJudge, scene: Scene, matched: Matched): void {
  judgeGpsJump(judge.gpsJump, scene, matched);
  judgeOffRoute(judge.offRoute, scene, matched);
}

/** By what was done between two fixes. */
export function judgeWorked(judge: VehicleJudge, scene: Scene, worked: Worked): void {
  noteStart(scene, worked);
  judgeTooFast(judge.tooFast, scene, worked);
  judgeGearOff(judge.gearOff, scene, worked);
  judgeOutsideWindow(judge.outsideWindow, scene, worked);
}

/** By time alone. */
export function judgeSilence(judge: VehicleJudge, scene: Scene, now_ms: number): void {
  judgeNoSignal(judge.signalLost, scene, now_ms, null);
}

/** The shift is over: what still lasts ends with its last fix. */
export function judgeEnd(judge: VehicleJudge, scene: Scene, last_ms: number): void {
  endGearStuck(judge.gearStuck, scene, last_ms);
  endIdle(judge.idle, scene, last_ms);
  endOffRoute(judge.offRoute, scene, last_ms);
  endTooFast(judge.tooFast, scene, last_ms);
  endGearOff(judge.gearOff, scene);
  endOutsideWindow(judge.outsideWindow, scene, last_ms);
}

/** The first movement on the route inside the window: what late-start and off-route go by. */
function noteStart(scene: Scene, { step, speed_kmh }: Worked): void {
  if (step.kind !== 'path' || step.length_m === 0 || scene.duties.length === 0) return;
  const duty = dutyAt(scene, step.to.fix.ts_ms);
  if (duty === null || duty.started_ms !== null || (speed_kmh ?? 0) < scene.rules.stopped_kmh) return;
  for (const { edge } of step.pieces) if (plannedOn(duty, edge) !== undefined) duty.started_ms = step.from.fix.ts_ms;
}
