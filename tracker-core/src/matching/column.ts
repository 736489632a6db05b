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

/** The states of one used fix: state 0 is off the network, the others directed candidates. Reused through a pool. */
export interface Column {
  screened: Screened;
  /** Longest silence among the fixes since the column before, milliseconds; parked ones break a silence. */
  silence_ms: number;
  /** Straight metres from the fix before. */
  straight_m: number;
  count: number;
  capacity: number;
  way: Int32Array;
  /** Metres along the way to the nearest point. */
  along_m: Float64Array;
  /** Nearest point relative to the fix, metres east and north. */
  east_m: Float64Array;
  north_m: Float64Array;
  distance_m: Float64Array;
  /** Right (+) or left (−) of the edge as digitised. */
  lateral_m: Float64Array;
  emission: Float64Array;
  /** Of the best sequence that ends here. */
  cost: Float64Array;
  parent: Int16Array;
  by: Uint8Array;
  /** States of the next column that come from here; 0 and not the last column: dead. */
  children: Int16Array;
  alive: number;
  /** States in ascending cost. */
  order: Int16Array;
}

const pool: Column[] = [];
const MOST_POOLED = 20_000;

/** A column for one fix and at most `capacity` states. */
export function takeColumn(screened: Screened, capacity: number): Column {
  const column = pool.pop();
  if (column !== undefined && column.capacity >= capacity) {
    column.screened = screened;
    column.silence_ms = 0;
    return column;
  }
  return {
    screened,
    silence_ms: 0,
    straight_m: 0,
    count: 0,
    capacity,
    way: new Int32Array(capacity),
    along_m: new Float64Array(capacity),
    east_m: new Float64Array(capacity),
    north_m: new Float64Array(capacity),
    distance_m: new Float64Array(capacity),
    lateral_m: new Float64Array(capacity),
    emission: new Float64Array(capacity),
    cost: new Float64Array(capacity),
    parent: new Int16Array(capacity),
    by: new Uint8Array(capacity),
    children: new Int16Array(capacity),
    alive: 0,
    order: new Int16Array(capacity),
  };
}

export function giveBack(column: Column): void {
  if (pool.length < MOST_POOLED) pool.push(column);
}

/** The cheapest state; of equal ones the first. */
export const bestState = (column: Column): number => column.order[0]!;

/** Sorts `order` by cost; equal costs keep the order of the states. */
export function rank({ order, cost, count }: Column): void {
  for (let i = 0; i < count; i++) {
    let at = i;
    const own = cost[i]!;
    while (at > 0 && cost[order[at - 1]!]! > own) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = i;
  }
}

/** Distance of the furthest candidate. */
export function widestOf({ distance_m, count }: Column): number {
  let widest_m = 0;
  for (let j = 1; j < count; j++) if (distance_m[j]! > widest_m) widest_m = distance_m[j]!;
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
