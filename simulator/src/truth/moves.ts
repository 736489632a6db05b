import type { Stride } from '../drive/body.ts';
import type { PlannedVehicle } from '../plan/plan.ts';
import { WORKING_KMH } from './runs.ts';

/**
 * What was truly done along a stretch: worked (gear down, working speed), lifted (working speed, gear up), fast (gear down, too
 * fast), or driven.
 */
export type Doing = 'worked' | 'lifted' | 'fast' | 'driven';

/** A stretch of one edge with one doing, in the order of driving. */
export interface Move {
  readonly edge: number;
  readonly doing: Doing;
  readonly from_s: number;
  readonly to_s: number;
  readonly length_m: number;
}

/** Gathers strides into moves: what incidents about the manner of driving are truly due to. */
export class MoveRecorder {
  readonly moves: Move[] = [];
  readonly #range: readonly [number, number];

  constructor({ operation }: PlannedVehicle) {
    this.#range = WORKING_KMH[operation];
  }

  stride({ edge, from_m, to_m, from_s, to_s, speed_kmh, gear }: Stride): void {
    const [slowest, fastest] = this.#range;
    const fast = speed_kmh > fastest;
    const doing: Doing = gear ? (fast ? 'fast' : 'worked') : fast || speed_kmh < slowest ? 'driven' : 'lifted';
    const last = this.moves.at(-1);
    const length_m = Math.abs(to_m - from_m);
    if (last?.edge === edge && last.doing === doing && from_s - last.to_s < 0.01) {
      this.moves[this.moves.length - 1] = { ...last, to_s, length_m: last.length_m + length_m };
    } else this.moves.push({ edge, doing, from_s, to_s, length_m });
  }
}
