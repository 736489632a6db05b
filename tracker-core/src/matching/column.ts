import type { Way } from '../network/network.ts';
import type { Fix } from '../pipeline/stages.ts';
import type { Aim } from './reach.ts';

/** How a state was reached from its parent. */
export const STARTED = 0;
export const BY_PATH = 1;
/** Over a break of the network, or on and off it. */
export const ACROSS = 2;
/** Believing that the one before and this one do not belong together. */
export const BROKEN = 3;

/** The way of the off-network state: always state 0 of its column. */
export const OFF = -1;

/**
 * The states of one used fix: state 0 is off the network, the others directed candidates. A state is one row of numbers,
 * and all rows are one block: with thousands of vehicles in turn none finds its own in the processor's cache, and every
 * object on the way to a number is waited for. Reused through a pool.
 */
export interface Column {
  fix: Fix;
  /** Longest silence among the fixes since the column before, milliseconds; parked ones break a silence. */
  silence_ms: number;
  /** Straight metres from the fix before. */
  straight_m: number;
  /** Metres driven since then as the speeds of both tell. */
  reckoned_m: number;
  count: number;
  /** States that are not dead. */
  alive: number;
  /** Rows of `ROW` numbers: state j's cost is `rows[ROW · j + COST]`. */
  readonly rows: Float64Array;
}

export const ROW = 10;
/** Metres along the way to the nearest point. */
export const ALONG = 0;
/** Nearest point relative to the fix, metres east and north. */
export const EAST = 1;
export const NORTH = 2;
/** Metres from the street, right (+) or left (−) of the edge as digitised. */
export const LATERAL = 3;
export const EMISSION = 4;
/** Of the best sequence that ends here. */
export const COST = 5;
export const WAY = 6;
/** The state before in that sequence and how this one was reached from it: `comeFrom` of both. */
export const FROM = 7;
/** States of the next column that come from here; 0 and not the last column: dead. */
export const CHILDREN = 8;
/** Row r names the state with the r-th least cost. */
export const RANKED = 9;

/** What `FROM` holds. */
export const comeFrom = (parent: number, by: number): number => 4 * parent + by;

/** Columns are made for so many states: off the network alone, on a street, at a crossing, anywhere. */
const SIZES = [1, 3, 9, 17, 33];
const pools: Column[][] = SIZES.map(() => []);
/** Of each size. What a fleet's vehicles hold is not in the pool. */
const MOST_POOLED = 1_000;

/** A column for one fix and at least `states` states. */
export function takeColumn(fix: Fix, states: number): Column {
  let size = 0;
  while (SIZES[size]! < states) size++;
  const pooled = pools[size]?.pop();
  const column = pooled ?? newColumn(fix, SIZES[size] ?? states);
  column.fix = fix;
  column.silence_ms = 0;
  column.count = states;
  column.alive = states;
  return column;
}

const newColumn = (fix: Fix, capacity: number): Column => ({
  fix,
  silence_ms: 0,
  straight_m: 0,
  reckoned_m: 0,
  count: 0,
  alive: 0,
  rows: new Float64Array(ROW * capacity),
});

export function giveBack(column: Column): void {
  const pool = pools[SIZES.indexOf(column.rows.length / ROW)];
  if (pool !== undefined && pool.length < MOST_POOLED) pool.push(column);
}

/** The cheapest state; of equal ones the first. */
export const bestState = ({ rows }: Column): number => rows[RANKED]!;

export const costOf = ({ rows }: Column, state: number): number => rows[ROW * state + COST]!;
export const wayOf = ({ rows }: Column, state: number): Way => rows[ROW * state + WAY]!;
export const distanceOf = ({ rows }: Column, state: number): number => Math.abs(rows[ROW * state + LATERAL]!);
export const parentOf = ({ rows }: Column, state: number): number => rows[ROW * state + FROM]! >> 2;
export const reachedBy = ({ rows }: Column, state: number): number => rows[ROW * state + FROM]! & 3;

/** Ranks the states by cost; equal costs keep the order of the states. */
export function rank({ rows, count }: Column): void {
  for (let i = 0; i < count; i++) {
    let at = i;
    const own = rows[ROW * i + COST]!;
    for (; at > 0; at--) {
      const above = rows[ROW * (at - 1) + RANKED]!;
      if (rows[ROW * above + COST]! <= own) break;
      rows[ROW * at + RANKED] = above;
    }
    rows[ROW * at + RANKED] = i;
  }
}

/** Distance of the furthest candidate. */
export function widestOf(column: Column): number {
  let widest_m = 0;
  for (let j = 1; j < column.count; j++) {
    const distance_m = distanceOf(column, j);
    if (distance_m > widest_m) widest_m = distance_m;
  }
  return widest_m;
}

/** All candidates of a fix as the aim of a search. */
export function aimOf(column: Column): Aim {
  const { lon, lat } = column.fix;
  const ways = Array.from({ length: column.count - 1 }, (_, k) => wayOf(column, k + 1));
  return { lon, lat, around_m: widestOf(column), ways };
}
