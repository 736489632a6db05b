import type { Worked } from '../coverage/gate.ts';
import type { Fix, Matched } from '../pipeline/stages.ts';
import type { Scene } from './scene.ts';

/** The memory of every rule that judges one vehicle. */
export interface VehicleJudge {
  readonly placeholder: null;
}

export const startJudge = (): VehicleJudge => ({ placeholder: null });

export function judgeFix(_judge: VehicleJudge, _scene: Scene, _fix: Fix): void {}
export function judgeMatched(_judge: VehicleJudge, _scene: Scene, _matched: Matched): void {}
export function judgeWorked(_judge: VehicleJudge, _scene: Scene, _worked: Worked): void {}
export function judgeSilence(_judge: VehicleJudge, _scene: Scene, _now_ms: number): void {}
export function judgeEnd(_judge: VehicleJudge, _scene: Scene, _last_ms: number): void {}
