import type { CoverageAnswer } from '@sweepline/contract';
import type { Run } from '@sweepline/simulator/pure';
import type { Figures } from './figures.ts';

/** A covered piece is told when its edge was left, after a wait at its end perhaps; a passage is cut after a minute. */
const NEAR_S = 60;
const PATIENCE_S = 180;
/** A run explains a piece of which it worked this share. */
const SHARE = 0.5;

export type SideFigures = Pick<Figures, 'sided_m' | 'rightSide_m' | 'assumed_m' | 'rightAssumed_m'>;

/**
 * Each covered piece against the true drives over those metres: right where the vehicle worked that side at that time, wrong
 * where it worked only the other. Pieces that nobody drove at that time are no matter of sides; precision has them.
 */
export function scoreSides(
  answers: readonly CoverageAnswer[],
  runs: readonly Run[],
  edgeId: (edge: number) => string,
  start_ms: number,
): SideFigures {
  const byEdge = new Map<string, Run[]>();
  for (const run of runs) {
    const id = edgeId(run.edge);
    const there = byEdge.get(id);
    if (there) there.push(run);
    else byEdge.set(id, [run]);
  }
  const sums = { sided_m: 0, rightSide_m: 0, assumed_m: 0, rightAssumed_m: 0 };
  for (const { legs } of answers) {
    for (const { edge, side, pieces } of legs) {
      for (const { from_m, to_m, state, at, vehicle, marks } of pieces) {
        if (state !== 'covered' || at === undefined) continue;
        const at_s = (Date.parse(at) - start_ms) / 1000;
        const length_m = to_m - from_m;
        const awayFrom_s = (run: Run): number => {
          const common_m = Math.min(to_m, run.to_m) - Math.max(from_m, run.from_m);
          if (common_m < SHARE * length_m || (vehicle !== undefined && run.vehicle.id !== vehicle)) return Infinity;
          return Math.max(0, run.from_s - at_s, at_s - run.to_s);
        };
        const least_s = (drives: readonly Run[]): number =>
          drives.reduce((least, run) => Math.min(least, awayFrom_s(run)), Infinity);
        const here = byEdge.get(edge) ?? [];
        const same_s = least_s(here.filter((run) => run.side === side));
        const other_s = least_s(here.filter((run) => run.side !== side));
        const right = same_s <= NEAR_S || (same_s <= PATIENCE_S && same_s <= other_s);
        if (!right && other_s > PATIENCE_S) continue;
        const right_m = right ? length_m : 0;
        sums.sided_m += length_m;
        sums.rightSide_m += right_m;
        if (!marks.includes('side-assumed')) continue;
        sums.assumed_m += length_m;
        sums.rightAssumed_m += right_m;
      }
    }
  }
  return sums;
}
