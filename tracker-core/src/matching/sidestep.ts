import type { Fix } from '../pipeline/stages.ts';
import { sigmaOf, type MatchLimits } from './limits.ts';
import { EAST, FLOATS, HEAD_EAST, HEAD_NORTH, INTS, NORTH, UNIT, type State, type Trellis } from './trellis.ts';

/**
 * The error of a receiver drifts, it does not jump: from one fix to the next it changes far less than it is great. So a street
 * that keeps its distance from the fixes may be the one driven though another one beside it is nearer, and who changes over to
 * that one moves sideways, which the fixes show. Where they do not, the error would have had to jump by what lies between: as
 * unlikely as of a first-order Gauss–Markov process, compared with staying.
 */

// All pairs of places of two fixes have this in common. One pair of fixes is worked on at a time.
const moved = { east_m: NaN, north_m: NaN, variance_m2: NaN };

/** Before the places of two fixes are compared: how far the second lies from the first. */
export function measureMove(limits: MatchLimits, to: Fix, elapsed_s: number, east_m: number, north_m: number): void {
  const forgotten = 1 - Math.exp((-2 * elapsed_s) / limits.errorKept_s);
  moved.variance_m2 = limits.sway_m ** 2 + sigmaOf(to, limits) ** 2 * forgotten;
  moved.east_m = east_m;
  moved.north_m = north_m;
}

/** What it costs to change over to a street beside, by how much more the error would have changed than by staying. */
export function sidestepCost(limits: MatchLimits, { floats, ints }: Trellis, from: State, to: State): number {
  const east = ints[INTS * to + HEAD_EAST]! / UNIT;
  const north = ints[INTS * to + HEAD_NORTH]! / UNIT;
  const alike = (ints[INTS * from + HEAD_EAST]! / UNIT) * east + (ints[INTS * from + HEAD_NORTH]! / UNIT) * north;
  if (Math.abs(alike) < limits.besideAlike) return 0;
  const seen_m = moved.east_m * north - moved.north_m * east;
  const changed_m =
    (floats[FLOATS * to + EAST]! - floats[FLOATS * from + EAST]!) * north -
    (floats[FLOATS * to + NORTH]! - floats[FLOATS * from + NORTH]!) * east;
  const excess_m2 = changed_m * changed_m - seen_m * seen_m;
  if (excess_m2 <= 0) return 0;
  const cost = (0.5 * excess_m2) / moved.variance_m2;
  return cost < limits.sidestepMost ? cost : limits.sidestepMost;
}
