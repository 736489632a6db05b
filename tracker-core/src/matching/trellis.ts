import type { Way } from '../network/network.ts';
import type { Fix } from '../pipeline/stages.ts';
import type { Aim } from './reach.ts';

/**
 * The undecided fixes of one vehicle, a column each, with the states that each can be in. All numbers lie in one piece of
 * memory: of thousands of vehicles in turn none finds its own in the processor's cache, and every object on the way to a
 * number is waited for. A state is one row, and a row is one line of the cache.
 */
export interface Trellis {
  floats: Float64Array;
  /** The same memory. */
  ints: Int32Array;
  /** Oldest first. */
  readonly columns: Column[];
  /** By column. */
  readonly fixes: Fix[];
}

/** Row of a column's own figures; the rows of its states follow. */
export type Column = number;
/** Row of a state: `stateOf` its column and number. State 0 is off the network, the others are directed candidates. */
export type State = number;

export const stateOf = (column: Column, no: number): State => column + 1 + no;

/** Floats and ints of a row. The floats come first. */
export const FLOATS = 8;
export const INTS = 16;

/** Of a state: metres along the way to the nearest point. */
export const ALONG = 0;
/** Nearest point relative to the fix, metres east and north. */
export const EAST = 1;
export const NORTH = 2;
/** Metres from the street, right (+) or left (−) of the edge as digitised. */
export const LATERAL = 3;
/** Of the best sequence that ends here. */
export const COST = 5;
/** Direction of the street there, east and north, in parts of `UNIT`. */
export const HEAD_EAST = 8;
export const HEAD_NORTH = 9;
export const WAY = 12;
/** The number of the state before in that sequence and how this one was reached from it: `comeFrom` of both. */
export const FROM = 13;
/** States of the next column that come from here; 0 and not the last column: dead. */
export const CHILDREN = 14;
/** The r-th state of a column holds the number of the state with the r-th least cost. */
export const RANKED = 15;

/** A whole in the whole numbers that hold a direction. */
export const UNIT = 2 ** 30;

/** Of a column's own row: straight metres from the fix before. */
export const STRAIGHT = 0;
/** Metres driven since then as the speeds of both tell. */
export const RECKONED = 1;
/** Longest silence among the fixes since the column before, milliseconds; parked ones break a silence. */
export const SILENCE = 2;
/** States, and those of them that are not dead. */
const COUNT = 12;
export const ALIVE = 13;

/** How a state was reached from its parent. */
export const STARTED = 0;
export const BY_PATH = 1;
/** Over a break of the network, or on and off it. */
export const ACROSS = 2;
/** Believing that the one before and this one do not belong together. */
export const BROKEN = 3;

/** The way of the off-network state. */
export const OFF = -1;

/** What `FROM` holds. */
export const comeFrom = (parent: number, by: number): number => 4 * parent + by;

/** Rows of a trellis at first, a page of memory: room for what mostly waits to be decided. */
const FIRST_ROWS = 64;
/** So many are kept when they are not needed any more: they would soon be needed again. */
const USUAL_ROWS = 256;

export function startTrellis(rows = FIRST_ROWS): Trellis {
  const floats = new Float64Array(FLOATS * rows);
  return { floats, ints: new Int32Array(floats.buffer), columns: [], fixes: [] };
}

export function copyTrellis({ floats, columns, fixes }: Trellis): Trellis {
  const copy = floats.slice();
  return { floats: copy, ints: new Int32Array(copy.buffer), columns: [...columns], fixes: [...fixes] };
}

/** Adds a column with so many states for a fix; its figures are still those of what lay there before. */
export function addColumn(trellis: Trellis, fix: Fix, states: number): Column {
  let column = roomFor(trellis, states + 1);
  if (column < 0) {
    relay(trellis, 2 * rowsOf(trellis) + states + 1);
    column = roomFor(trellis, states + 1);
  }
  trellis.columns.push(column);
  trellis.fixes.push(fix);
  const { ints } = trellis;
  ints[INTS * column + COUNT] = states;
  ints[INTS * column + ALIVE] = states;
  return column;
}

/** Drops the oldest columns. What a long doubt took is given back. */
export function dropColumns(trellis: Trellis, count: number): void {
  const { columns, fixes } = trellis;
  for (let c = 0; c < count; c++) {
    columns.shift();
    fixes.shift();
  }
  if (rowsOf(trellis) > USUAL_ROWS && 2 * usedRows(trellis) <= FIRST_ROWS) relay(trellis, FIRST_ROWS);
}

const rowsOf = ({ floats }: Trellis): number => floats.length / FLOATS;

/** With more columns than this none looks for a gap that an earlier one left. */
const FEW_COLUMNS = 8;

/**
 * The first of so many free rows in a piece; −1 where there are not. The lowest such piece: mostly two columns are there and
 * the third takes the place of the one before them, so that a vehicle's next fix finds its memory where its last ones left it.
 */
function roomFor(trellis: Trellis, rows: number): number {
  const { columns } = trellis;
  let row = 0;
  if (columns.length > FEW_COLUMNS) for (const column of columns) row = Math.max(row, pastOf(trellis, column));
  else
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const past = pastOf(trellis, column);
      if (column >= row + rows || past <= row) continue;
      row = past;
      // what was free before may not be any more
      c = -1;
    }
  return row + rows <= rowsOf(trellis) ? row : -1;
}

/** The row after a column's last. */
const pastOf = (trellis: Trellis, column: Column): number => column + 1 + countOf(trellis, column);

/** Lays the columns one after the other into other memory, of at least so many rows. */
function relay(trellis: Trellis, least: number): void {
  const { floats, columns } = trellis;
  const { floats: others, ints } = startTrellis(Math.max(least, usedRows(trellis)));
  let row = 0;
  for (let c = 0; c < columns.length; c++) {
    const from = columns[c]!;
    const past = pastOf(trellis, from);
    others.set(floats.subarray(FLOATS * from, FLOATS * past), FLOATS * row);
    columns[c] = row;
    row += past - from;
  }
  trellis.floats = others;
  trellis.ints = ints;
}

function usedRows(trellis: Trellis): number {
  let used = 0;
  for (const column of trellis.columns) used += 1 + countOf(trellis, column);
  return used;
}

export const countOf = ({ ints }: Trellis, column: Column): number => ints[INTS * column + COUNT]!;
export const aliveOf = ({ ints }: Trellis, column: Column): number => ints[INTS * column + ALIVE]!;
export const straightTo = ({ floats }: Trellis, column: Column): number => floats[FLOATS * column + STRAIGHT]!;
export const reckonedTo = ({ floats }: Trellis, column: Column): number => floats[FLOATS * column + RECKONED]!;
export const silenceBefore = ({ floats }: Trellis, column: Column): number => floats[FLOATS * column + SILENCE]!;

/** The state's number in its column with the r-th least cost; of equal ones the first. */
export const ranked = ({ ints }: Trellis, column: Column, r: number): number => ints[INTS * (column + 1 + r) + RANKED]!;
export const bestState = (trellis: Trellis, column: Column): number => ranked(trellis, column, 0);

export const costOf = ({ floats }: Trellis, state: State): number => floats[FLOATS * state + COST]!;
export const alongOf = ({ floats }: Trellis, state: State): number => floats[FLOATS * state + ALONG]!;
export const distanceOf = ({ floats }: Trellis, state: State): number => Math.abs(floats[FLOATS * state + LATERAL]!);
export const wayOf = ({ ints }: Trellis, state: State): Way => ints[INTS * state + WAY]!;
export const parentOf = ({ ints }: Trellis, state: State): number => ints[INTS * state + FROM]! >> 2;
export const reachedBy = ({ ints }: Trellis, state: State): number => ints[INTS * state + FROM]! & 3;

/** Ranks a column's states by cost; equal costs keep the order of the states. */
export function rank(trellis: Trellis, column: Column): void {
  const { floats, ints } = trellis;
  const count = countOf(trellis, column);
  const first = column + 1;
  for (let i = 0; i < count; i++) {
    let at = i;
    const own = floats[FLOATS * (first + i) + COST]!;
    for (; at > 0; at--) {
      const above = ints[INTS * (first + at - 1) + RANKED]!;
      if (floats[FLOATS * (first + above) + COST]! <= own) break;
      ints[INTS * (first + at) + RANKED] = above;
    }
    ints[INTS * (first + at) + RANKED] = i;
  }
}

/** Distance of the furthest candidate. */
export function widestOf(trellis: Trellis, column: Column): number {
  let widest_m = 0;
  const past = stateOf(column, countOf(trellis, column));
  for (let state = stateOf(column, 1); state < past; state++) {
    const distance_m = distanceOf(trellis, state);
    if (distance_m > widest_m) widest_m = distance_m;
  }
  return widest_m;
}

/** All candidates of a fix as the aim of a search. */
export function aimOf(trellis: Trellis, column: Column, { lon, lat }: Fix): Aim {
  const ways = Array.from({ length: countOf(trellis, column) - 1 }, (_, k) => wayOf(trellis, stateOf(column, k + 1)));
  return { lon, lat, around_m: widestOf(trellis, column), ways };
}
