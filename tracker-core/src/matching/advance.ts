import { wayBack } from '../network/network.ts';
import { metresBetween, scaleAt } from '../geometry/ruler.ts';
import {
  ACROSS,
  aimOf,
  ALONG,
  bestState,
  BROKEN,
  BY_PATH,
  comeFrom,
  COST,
  costOf,
  distanceOf,
  EAST,
  EMISSION,
  FROM,
  NORTH,
  rank,
  RANKED,
  ROW,
  STARTED,
  wayOf,
  widestOf,
  type Column,
} from './column.ts';
import { misfitOf, reckonedOf } from './misfit.ts';
import type { MatchLimits } from './limits.ts';
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
export function start(column: Column): void {
  const { rows, count } = column;
  for (let j = 0; j < count; j++) {
    rows[ROW * j + COST] = rows[ROW * j + EMISSION]!;
    rows[ROW * j + FROM] = comeFrom(-1, STARTED);
  }
  rank(column);
}

/** Fills costs and parents of `column` from the column before it. */
export function advance(searcher: Searcher, before: Column, column: Column): void {
  const { limits } = searcher;
  const a = before.fix;
  const b = column.fix;
  const straight_m = metresBetween(a.lon, a.lat, b.lon, b.lat);
  const elapsed_s = (b.ts_ms - a.ts_ms) / 1000;
  column.straight_m = straight_m;
  column.reckoned_m = reckonedOf(a, b, straight_m, limits);
  const weight = Math.min(1, Math.max(limits.leastWeight, straight_m / limits.independent_m));

  const unrelated =
    column.silence_ms > limits.sparseJoin_s * 1000 ||
    (straight_m > limits.jump_m && straight_m * 3.6 > limits.topSpeed_kmh * elapsed_s) ||
    straight_m > limits.searchMost_m;
  acrossBreak(before, column, unrelated ? 0 : limits.breakCost);
  if (!unrelated) {
    fromOffNetwork(searcher, before, column);
    measureHop(searcher, before, column, elapsed_s);
    alongNetwork(searcher, before, column, weight);
  }
  const { rows, count } = column;
  for (let j = 0; j < count; j++) rows[ROW * j + COST]! += weight * rows[ROW * j + EMISSION]!;
  rank(column);
}

/** What every state can come from: the best one before it, believing in a break. */
function acrossBreak(before: Column, column: Column, price: number): void {
  const best = bestState(before);
  const total = costOf(before, best) + price;
  for (let j = 0; j < column.count; j++) come(column, j, best, BROKEN, total);
}

/** Staying off, leaving and coming back. */
function fromOffNetwork({ limits }: Searcher, before: Column, column: Column): void {
  const off = costOf(before, 0);
  if (off < costOf(column, 0)) come(column, 0, 0, ACROSS, off);
  if (before.count > 1) {
    const on = before.rows[before.rows[RANKED] === 0 ? ROW + RANKED : RANKED]!;
    const leaving = costOf(before, on) + limits.leaveCost;
    if (leaving < costOf(column, 0)) come(column, 0, on, ACROSS, leaving);
  }
  const back = off + limits.leaveCost;
  for (let j = 1; j < column.count; j++) if (back < costOf(column, j)) come(column, j, 0, ACROSS, back);
}

function measureHop(searcher: Searcher, before: Column, column: Column, elapsed_s: number): void {
  const { limits } = searcher;
  const a = before.fix;
  const b = column.fix;
  const { straight_m } = column;
  const { kx, ky } = scaleAt(b.lat);
  const most_m = (limits.topSpeed_kmh / 3.6) * elapsed_s + limits.searchSlack_m;
  hop.straight_m = straight_m;
  hop.reckoned_m = column.reckoned_m;
  hop.beta_m = limits.beta_m + limits.betaPerSecond_m * elapsed_s;
  hop.search_m = Math.min(limits.searchDetour * straight_m + limits.searchSlack_m, most_m);
  hop.east_m = (a.lon - b.lon) * kx;
  hop.north_m = (a.lat - b.lat) * ky;
  hop.widest_m = widestOf(column);
  hop.aim = null;
  for (let i = 0; i < before.count; i++) hop.reaches[i] = NO_REACH;
  forgetTrees(searcher);
}

/** Along the streets, or across a short break of their drawing. */
function alongNetwork(searcher: Searcher, before: Column, column: Column, weight: number): void {
  const { limits } = searcher;
  const least = costOf(before, bestState(before));
  // nearest candidates first: their costs bound what the others can still be good for
  let bound = costOf(column, 0) + weight * column.rows[EMISSION]!;
  for (let j = 1; j < column.count; j++) {
    const own = weight * column.rows[ROW * j + EMISSION]!;
    // never expanded and never the best: a break would be cheaper
    if (least + own >= bound + limits.breakCost) continue;
    // the likeliest first: it makes most of the others superfluous
    stayOnWay(searcher, before, column, j);
    for (let r = 0; r < before.count; r++) {
      const i = before.rows[ROW * r + RANKED]!;
      const cost = costOf(before, i);
      // ranked: from here on nothing can be better
      if (cost >= costOf(column, j)) break;
      if (i === 0) continue;
      if (goOver(searcher, before, i, column, j)) continue;
      if (cost + limits.leapCost < costOf(column, j)) leap(searcher, before, i, column, j);
    }
    bound = Math.min(bound, costOf(column, j) + own);
  }
}

function stayOnWay({ limits }: Searcher, before: Column, column: Column, j: number): void {
  const way = wayOf(column, j);
  for (let i = 1; i < before.count; i++) {
    if (wayOf(before, i) !== way) continue;
    const gone_m = column.rows[ROW * j + ALONG]! - before.rows[ROW * i + ALONG]!;
    const length_m = gone_m > 0 ? gone_m : 0;
    if (gone_m <= -limits.jitter_m || length_m > mostMetres(before, i, column, j)) return;
    const total = costOf(before, i) + priceOf(limits, length_m, length_m - gone_m);
    if (total < costOf(column, j)) come(column, j, i, BY_PATH, total);
    return;
  }
}

/** Over the network, where a way is short enough; whether that is the best so far. */
function goOver(searcher: Searcher, before: Column, i: number, column: Column, j: number): boolean {
  const { limits, graph } = searcher;
  const from = wayOf(before, i);
  const to = wayOf(column, j);
  const from_m = before.rows[ROW * i + ALONG]!;
  const to_m = column.rows[ROW * j + ALONG]!;
  const left_m = graph.arcLength_m[from >> 1]! - from_m;
  const most_m = mostMetres(before, i, column, j);
  let price = Infinity;
  if (to === from || to === wayBack(from)) {
    const turned = to !== from;
    const gone_m = turned ? to_m - left_m : to_m - from_m;
    if (gone_m > -limits.jitter_m) {
      const length_m = gone_m > 0 ? gone_m : 0;
      const penalty_m = turned ? limits.turnBack_m : length_m - gone_m;
      if (length_m <= most_m) price = priceOf(limits, length_m, penalty_m);
      if (penalty_m === 0) return comeAt(before, i, column, j, price);
    }
  }
  const least_m = left_m + to_m;
  // A way is at least that long: where even this costs too much, what lies between need not be known.
  const least = costOf(before, i) + (least_m - hop.reckoned_m) / hop.beta_m;
  if (least_m <= most_m && least < costOf(column, j)) {
    const reach = reachOf(searcher, before, i, column, left_m);
    const entry = entryOf(searcher, reach, tailOf(graph, to));
    if (entry >= 0) {
      const length_m = left_m + metresTo(searcher, entry) + to_m;
      const penalty_m = penaltyTo(searcher, reach, entry, from, to);
      if (length_m <= most_m) price = Math.min(price, priceOf(limits, length_m, penalty_m));
    }
  }
  return comeAt(before, i, column, j, price);
}

function comeAt(before: Column, i: number, column: Column, j: number, price: number): boolean {
  const total = costOf(before, i) + price;
  if (total >= costOf(column, j)) return false;
  come(column, j, i, BY_PATH, total);
  return true;
}

/** Over a short break of the network. */
function leap({ limits }: Searcher, before: Column, i: number, column: Column, j: number): void {
  const east_m = hop.east_m + before.rows[ROW * i + EAST]! - column.rows[ROW * j + EAST]!;
  const north_m = hop.north_m + before.rows[ROW * i + NORTH]! - column.rows[ROW * j + NORTH]!;
  const leap_m = Math.sqrt(east_m * east_m + north_m * north_m);
  if (leap_m > limits.leap_m) return;
  const total = costOf(before, i) + limits.leapCost + Math.abs(leap_m - hop.straight_m) / hop.beta_m;
  if (total < costOf(column, j)) come(column, j, i, ACROSS, total);
}

function reachOf(searcher: Searcher, before: Column, i: number, column: Column, left_m: number): Reach {
  const known = hop.reaches[i]!;
  if (known !== NO_REACH) return known;
  const radius_m = hop.search_m + distanceOf(before, i) + hop.widest_m - left_m;
  if (radius_m > WIDEST_TREE_M) hop.aim ??= aimOf(column);
  const reach = reachFrom(searcher, headOf(searcher.graph, wayOf(before, i)), radius_m, hop.aim);
  hop.reaches[i] = reach;
  return reach;
}

function come({ rows }: Column, state: number, from: number, by: number, cost: number): void {
  rows[ROW * state + COST] = cost;
  rows[ROW * state + FROM] = comeFrom(from, by);
}

const mostMetres = (before: Column, i: number, column: Column, j: number): number =>
  hop.search_m + distanceOf(before, i) + distanceOf(column, j);

const priceOf = ({ penaltyScale_m }: MatchLimits, length_m: number, penalty_m: number): number =>
  misfitOf(length_m, hop.straight_m, hop.reckoned_m) / hop.beta_m + penalty_m / penaltyScale_m;
