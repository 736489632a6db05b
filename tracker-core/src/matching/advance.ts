import { wayBack } from '../network/network.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import { newest } from './candidates.ts';
import {
  ACROSS,
  aimOf,
  ALONG,
  alongOf,
  bestState,
  BROKEN,
  BY_PATH,
  comeFrom,
  COST,
  costOf,
  countOf,
  distanceOf,
  EAST,
  FLOATS,
  FROM,
  INTS,
  LATERAL,
  NORTH,
  rank,
  RANKED,
  ranked,
  RECKONED,
  STARTED,
  stateOf,
  STRAIGHT,
  WAY,
  wayOf,
  widestOf,
  type Column,
  type State,
  type Trellis,
} from './trellis.ts';
import { misfitOf, reckonedOf } from './misfit.ts';
import { measureMove, sidestepCost } from './sidestep.ts';
import { drivenOf, odometerErr } from './told.ts';
import type { Fix } from '../pipeline/stages.ts';
import { independentOf, type MatchLimits } from './limits.ts';
import {
  entryOf,
  forgetTrees,
  headOf,
  metresTo,
  penaltyTo,
  reachFrom,
  tailOf,
  WIDEST_TREE_M,
  type Aim,
  type Reach,
  type Searcher,
} from './reach.ts';

/**
 * One step of the Viterbi recursion after Newson and Krumm, "Hidden Markov Map Matching Through Noise and Sparseness"
 * (2009): emissions by distance from the street, transitions by how far network and straight distance differ.
 */

/** What all transitions between two fixes have in common. One pair is worked on at a time, in one object for all. */
interface Hop {
  straight_m: number;
  /** A way shorter than the one or longer than the other is the less likely. */
  least_m: number;
  reckoned_m: number;
  /** Newson and Krumm's beta. */
  beta_m: number;
  /** Metres a way may be long, besides both distances from the street. */
  search_m: number;
  /** From the second fix to the first, metres east and north. */
  east_m: number;
  north_m: number;
  widest_m: number;
  /** Made when a search first needs it. */
  aim: Aim | null;
  /** Trees of the states before, made when first asked for; until then `NO_REACH`. */
  readonly reaches: Reach[];
}

const NO_REACH: Reach = 0;

const hop: Hop = {
  straight_m: NaN,
  least_m: NaN,
  reckoned_m: NaN,
  beta_m: NaN,
  search_m: NaN,
  east_m: NaN,
  north_m: NaN,
  widest_m: NaN,
  aim: null,
  reaches: [],
};

/** Costs of the first fix, or of one that nothing before can be compared with. */
export function start(trellis: Trellis, column: Column): void {
  const { floats, ints } = trellis;
  const past = stateOf(column, countOf(trellis, column));
  for (let to = stateOf(column, 0); to < past; to++) {
    floats[FLOATS * to + COST] = newest.emissions[to - column - 1]! + newest.directions[to - column - 1]!;
    ints[INTS * to + FROM] = comeFrom(-1, STARTED);
  }
  rank(trellis, column);
}

/** Fills costs and parents of the newest column, of fix b after a silence, from the column before it, of fix a. */
export function advance(searcher: Searcher, trellis: Trellis, a: Fix, b: Fix, silence_ms: number): void {
  const { limits } = searcher;
  const { columns, floats } = trellis;
  const before = columns[columns.length - 2]!;
  const column = columns[columns.length - 1]!;
  const straight_m = metresBetween(a.lon, a.lat, b.lon, b.lat);
  const driven_m = drivenOf(a, b, silence_ms, straight_m, limits);
  const reckoned_m = Number.isNaN(driven_m) ? reckonedOf(a, b, straight_m, limits) : driven_m;
  const elapsed_s = (b.ts_ms - a.ts_ms) / 1000;
  floats[FLOATS * column + STRAIGHT] = straight_m;
  floats[FLOATS * column + RECKONED] = reckoned_m;
  const states = countOf(trellis, column);
  weigh(limits, b, straight_m, states);

  const unrelated =
    silence_ms > limits.sparseJoin_s * 1000 ||
    (straight_m > limits.jump_m && straight_m * 3.6 > limits.topSpeed_kmh * elapsed_s) ||
    straight_m > limits.searchMost_m;
  acrossBreak(trellis, before, column, unrelated ? 0 : limits.breakCost);
  if (!unrelated) {
    fromOffNetwork(searcher, trellis, before, column);
    hop.straight_m = straight_m;
    hop.least_m = Number.isNaN(driven_m) ? straight_m : driven_m;
    hop.reckoned_m = reckoned_m;
    measureHop(searcher, a, b, elapsed_s, driven_m);
    measureMove(limits, b, elapsed_s, -hop.east_m, -hop.north_m);
    hop.widest_m = widestOf(trellis, column);
    hop.aim = null;
    for (let i = 0, count = countOf(trellis, before); i < count; i++) hop.reaches[i] = NO_REACH;
    forgetTrees(searcher);
    alongNetwork(searcher, trellis, before, column);
  }
  const { emissions } = newest;
  for (let k = 0; k < states; k++) floats[FLOATS * stateOf(column, k) + COST]! += emissions[k]!;
  rank(trellis, column);
}

/** Of the newest column's emissions, how much counts after so many metres: errors of fixes close together are one error. */
function weigh(limits: MatchLimits, fix: Fix, straight_m: number, states: number): void {
  const { emissions, directions } = newest;
  const weight = weightOf(straight_m, independentOf(fix, limits), limits);
  const turned = weightOf(straight_m, limits.newHeading_m, limits);
  emissions[0] = weightOf(straight_m, limits.independent_m, limits) * emissions[0]!;
  for (let k = 1; k < states; k++) emissions[k] = weight * emissions[k]! + turned * directions[k]!;
}

const weightOf = (straight_m: number, after_m: number, { leastWeight }: MatchLimits): number =>
  Math.min(1, Math.max(leastWeight, straight_m / after_m));

/** What every state can come from: the best one before it, believing in a break. */
function acrossBreak(trellis: Trellis, before: Column, column: Column, price: number): void {
  const best = bestState(trellis, before);
  const total = costOf(trellis, stateOf(before, best)) + price;
  const past = stateOf(column, countOf(trellis, column));
  for (let to = stateOf(column, 0); to < past; to++) come(trellis, to, best, BROKEN, total);
}

/** Staying off, leaving and coming back. */
function fromOffNetwork({ limits }: Searcher, trellis: Trellis, before: Column, column: Column): void {
  const off = costOf(trellis, stateOf(before, 0));
  const to = stateOf(column, 0);
  if (off < costOf(trellis, to)) come(trellis, to, 0, ACROSS, off);
  if (countOf(trellis, before) > 1) {
    const best = bestState(trellis, before);
    const on = best === 0 ? ranked(trellis, before, 1) : best;
    const leaving = costOf(trellis, stateOf(before, on)) + limits.leaveCost;
    if (leaving < costOf(trellis, to)) come(trellis, to, on, ACROSS, leaving);
  }
  const back = off + limits.leaveCost;
  const past = stateOf(column, countOf(trellis, column));
  for (let on = stateOf(column, 1); on < past; on++) if (back < costOf(trellis, on)) come(trellis, on, 0, ACROSS, back);
}

function measureHop({ limits }: Searcher, a: Fix, b: Fix, elapsed_s: number, driven_m: number): void {
  const { kx, ky } = scaleAt(b.lat);
  const most_m = (limits.topSpeed_kmh / 3.6) * elapsed_s + limits.searchSlack_m;
  hop.beta_m = limits.beta_m + limits.betaPerSecond_m * elapsed_s;
  const fits_m = limits.searchDetour * hop.straight_m + limits.searchSlack_m;
  const told_m = driven_m + odometerErr(driven_m, limits);
  hop.search_m = Math.min(told_m > fits_m ? told_m : fits_m, most_m);
  hop.east_m = (a.lon - b.lon) * kx;
  hop.north_m = (a.lat - b.lat) * ky;
}

/** Along the streets, or across a short break of their drawing. */
function alongNetwork(searcher: Searcher, trellis: Trellis, before: Column, column: Column): void {
  const { limits } = searcher;
  const { floats, ints } = trellis;
  const states = countOf(trellis, before);
  const past = stateOf(column, countOf(trellis, column));
  const likeliest = stateOf(before, bestState(trellis, before));
  const least = floats[FLOATS * likeliest + COST]!;
  // nearest candidates first: their costs bound what the others can still be good for
  const { emissions } = newest;
  let bound = costOf(trellis, stateOf(column, 0)) + emissions[0]!;
  for (let to = stateOf(column, 1); to < past; to++) {
    const row = FLOATS * to;
    const own = emissions[to - stateOf(column, 0)]!;
    // never expanded and never the best: a break would be cheaper
    if (least + own >= bound + limits.breakCost) continue;
    // the likeliest first: it makes most of the others superfluous
    stayOnWay(searcher, trellis, before, to);
    for (let r = 0; r < states; r++) {
      const i = ints[INTS * stateOf(before, r) + RANKED]!;
      const cost = floats[FLOATS * stateOf(before, i) + COST]!;
      // ranked: from here on nothing can be better
      if (cost >= floats[row + COST]!) break;
      if (i === 0) continue;
      if (goOver(searcher, trellis, before, i, column, to)) continue;
      if (cost + limits.leapCost < floats[row + COST]!) leap(searcher, trellis, before, i, to);
    }
    bound = Math.min(bound, floats[row + COST]! + own);
  }
}

function stayOnWay({ limits }: Searcher, trellis: Trellis, before: Column, state: State): void {
  const { floats, ints } = trellis;
  const to = FLOATS * state;
  const way = ints[INTS * state + WAY]!;
  const states = countOf(trellis, before);
  for (let i = 1; i < states; i++) {
    const parent = stateOf(before, i);
    if (ints[INTS * parent + WAY] !== way) continue;
    const from = FLOATS * parent;
    const gone_m = floats[to + ALONG]! - floats[from + ALONG]!;
    const length_m = gone_m > 0 ? gone_m : 0;
    const most_m = hop.search_m + Math.abs(floats[from + LATERAL]!) + Math.abs(floats[to + LATERAL]!);
    if (gone_m <= -limits.jitter_m || length_m > most_m) return;
    const total = floats[from + COST]! + priceOf(limits, length_m, length_m - gone_m);
    if (total < floats[to + COST]!) come(trellis, state, i, BY_PATH, total);
    return;
  }
}

/** Over the network, where a way is short enough; whether that is the best so far. */
function goOver(
  searcher: Searcher,
  trellis: Trellis,
  before: Column,
  i: number,
  column: Column,
  state: State,
): boolean {
  const { limits, graph } = searcher;
  const { floats, ints } = trellis;
  const parent = stateOf(before, i);
  const a = FLOATS * parent;
  const b = FLOATS * state;
  const from = ints[INTS * parent + WAY]!;
  const to = ints[INTS * state + WAY]!;
  const from_m = floats[a + ALONG]!;
  const to_m = floats[b + ALONG]!;
  const left_m = graph.arcLength_m[from >> 1]! - from_m;
  const most_m = hop.search_m + Math.abs(floats[a + LATERAL]!) + Math.abs(floats[b + LATERAL]!);
  let price = Infinity;
  let straightOn = false;
  if (to === from || to === wayBack(from)) {
    const turned = to !== from;
    const gone_m = turned ? to_m - left_m : to_m - from_m;
    if (gone_m > -limits.jitter_m) {
      const length_m = gone_m > 0 ? gone_m : 0;
      const penalty_m = turned ? limits.turnBack_m : length_m - gone_m;
      if (length_m <= most_m) price = priceOf(limits, length_m, penalty_m);
      straightOn = penalty_m === 0;
    }
  }
  const least_m = left_m + to_m;
  // A way is at least that long: where even this costs too much, what lies between need not be known.
  const least = floats[a + COST]! + (least_m - hop.reckoned_m) / hop.beta_m;
  if (!straightOn && least_m <= most_m && least < floats[b + COST]!) {
    const reach = reachOf(searcher, trellis, before, i, column);
    const entry = entryOf(searcher, reach, tailOf(graph, to));
    if (entry >= 0) {
      const length_m = left_m + metresTo(searcher, entry) + to_m;
      const penalty_m = penaltyTo(searcher, reach, entry, from, to);
      if (length_m <= most_m) price = Math.min(price, priceOf(limits, length_m, penalty_m));
    }
  }
  if (floats[a + COST]! + price >= floats[b + COST]!) return false;
  const aside = to === from ? 0 : sidestepCost(limits, trellis, parent, state);
  const total = floats[a + COST]! + price + aside;
  if (total >= floats[b + COST]!) return false;
  come(trellis, state, i, BY_PATH, total);
  return true;
}

/** Over a short break of the network. */
function leap({ limits }: Searcher, trellis: Trellis, before: Column, i: number, to: State): void {
  const { floats } = trellis;
  const from = stateOf(before, i);
  const east_m = hop.east_m + floats[FLOATS * from + EAST]! - floats[FLOATS * to + EAST]!;
  const north_m = hop.north_m + floats[FLOATS * from + NORTH]! - floats[FLOATS * to + NORTH]!;
  const leap_m = Math.sqrt(east_m * east_m + north_m * north_m);
  if (leap_m > limits.leap_m) return;
  const total = costOf(trellis, from) + limits.leapCost + Math.abs(leap_m - hop.straight_m) / hop.beta_m;
  if (total < costOf(trellis, to)) come(trellis, to, i, ACROSS, total);
}

function reachOf(searcher: Searcher, trellis: Trellis, before: Column, i: number, column: Column): Reach {
  const known = hop.reaches[i]!;
  if (known !== NO_REACH) return known;
  const { graph } = searcher;
  const from = stateOf(before, i);
  const way = wayOf(trellis, from);
  const left_m = graph.arcLength_m[way >> 1]! - alongOf(trellis, from);
  const radius_m = hop.search_m + distanceOf(trellis, from) + hop.widest_m - left_m;
  if (radius_m > WIDEST_TREE_M) hop.aim ??= aimOf(trellis, column, trellis.fixes[trellis.fixes.length - 1]!);
  const reach = reachFrom(searcher, headOf(graph, way), radius_m, hop.aim);
  hop.reaches[i] = reach;
  return reach;
}

function come({ floats, ints }: Trellis, to: State, from: number, by: number, cost: number): void {
  floats[FLOATS * to + COST] = cost;
  ints[INTS * to + FROM] = comeFrom(from, by);
}

const priceOf = ({ penaltyScale_m }: MatchLimits, length_m: number, penalty_m: number): number =>
  misfitOf(length_m, hop.least_m, hop.reckoned_m) / hop.beta_m + penalty_m / penaltyScale_m;
