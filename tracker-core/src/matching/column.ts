import type { Screened } from '../pipeline/stages.ts';
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
 * The states of one used fix: state 0 is off the network, the others directed candidates. A state is a row of numbers and
 * a row of links, so that all that is asked of it lies in one line of the processor's cache: with thousands of vehicles
 * in turn, that is what a fix costs. Reused through a pool.
 */
export interface Column {
  screened: Screened;
  /** Longest silence among the fixes since the column before, milliseconds; parked ones break a silence. */
  silence_ms: number;
  /** Straight metres from the fix before. */
  straight_m: number;
  /** Metres driven since then as the speeds of both tell. */
  reckoned_m: number;
  count: number;
  /** States that are not dead. */
  alive: number;
  readonly way: Int32Array;
  /** Rows of `ROW` numbers: state j's cost is `numbers[ROW · j + COST]`. */
  readonly numbers: Float64Array;
  /** Rows of `LINKS` links. */
  readonly links: Int16Array;
}

export const ROW = 8;
/** Metres along the way to the nearest point. */
export const ALONG = 0;
/** Nearest point relative to the fix, metres east and north. */
export const EAST = 1;
export const NORTH = 2;
export const DISTANCE = 3;
/** Right (+) or left (−) of the edge as digitised. */
export const LATERAL = 4;
export const EMISSION = 5;
/** Of the best sequence that ends here. */
export const COST = 6;

export const LINKS = 4;
/** The state before in that sequence, and how this one was reached from it. */
export const PARENT = 0;
export const BY = 1;
/** States of the next column that come from here; 0 and not the last column: dead. */
export const CHILDREN = 2;
/** Row r names the state with the r-th least cost. */
export const RANKED = 3;

/** Columns are made for so many states: off the network alone, on a street, at a crossing, anywhere. */
const SIZES = [1, 3, 9, 17, 33];
const pools: Column[][] = SIZES.map(() => []);
/** Of each size. What a fleet's vehicles hold is not in the pool. */
const MOST_POOLED = 1_000;

/** A column for one fix and at least `states` states. */
export function takeColumn(screened: Screened, states: number): Column {
  let size = 0;
  while (SIZES[size]! < states) size++;
  const pooled = pools[size]?.pop();
  const column = pooled ?? newColumn(screened, SIZES[size] ?? states);
  column.screened = screened;
  column.silence_ms = 0;
  column.count = states;
  column.alive = states;
  return column;
}

const newColumn = (screened: Screened, capacity: number): Column => ({
  screened,
  silence_ms: 0,
  straight_m: 0,
  reckoned_m: 0,
  count: 0,
  alive: 0,
  way: new Int32Array(capacity),
  numbers: new Float64Array(ROW * capacity),
  links: new Int16Array(LINKS * capacity),
});

export function giveBack(column: Column): void {
  const pool = pools[SIZES.indexOf(column.way.length)];
  if (pool !== undefined && pool.length < MOST_POOLED) pool.push(column);
}

/** The cheapest state; of equal ones the first. */
export const bestState = ({ links }: Column): number => links[RANKED]!;

export const costOf = ({ numbers }: Column, state: number): number => numbers[ROW * state + COST]!;
export const parentOf = ({ links }: Column, state: number): number => links[LINKS * state + PARENT]!;

/** Ranks the states by cost; equal costs keep the order of the states. */
export function rank({ numbers, links, count }: Column): void {
  for (let i = 0; i < count; i++) {
    let at = i;
    const own = numbers[ROW * i + COST]!;
    for (; at > 0; at--) {
      const above = links[LINKS * (at - 1) + RANKED]!;
      if (numbers[ROW * above + COST]! <= own) break;
      links[LINKS * at + RANKED] = above;
    }
    links[LINKS * at + RANKED] = i;
  }
}

/** Distance of the furthest candidate. */
export function widestOf({ numbers, count }: Column): number {
  let widest_m = 0;
  for (let j = 1; j < count; j++) {
    const distance_m = numbers[ROW * j + DISTANCE]!;
    if (distance_m > widest_m) widest_m = distance_m;
  }
  return widest_m;
}

/** All candidates of a fix as the aim of a search. */
export const aimOf = (column: Column): Aim => ({
  lon: column.screened.fix.lon,
  lat: column.screened.fix.lat,
  around_m: widestOf(column),
  ways: column.way,
  from: 1,
  to: column.count,
});
