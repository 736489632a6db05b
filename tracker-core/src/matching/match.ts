import type { Network } from '../network/network.ts';
import { append } from '../pipeline/append.ts';
import type { Fix, Matched, Screened, Step } from '../pipeline/stages.ts';
import { advance, start } from './advance.ts';
import { candidatesOf, radiusOf } from './candidates.ts';
import { cellAt, cellsOf, NO_CELL, type Cell, type Cells } from './cells.ts';
import { bestState, CHILDREN, COST, giveBack, parentOf, rank, ROW, type Column } from './column.ts';
import { copyJourney, flushStrays, startJourney, travel, type Journey } from './journey.ts';
import { MATCH_LIMITS, type MatchLimits } from './limits.ts';
import { searcherOf, type Searcher } from './reach.ts';
import { finishScreening, screen, screenTail, startScreening, type Screening } from './screen.ts';

/**
 * Online map matching of one vehicle. A fix is decided once every surviving sequence of states agrees on it, so what is
 * handed out is the offline Viterbi path's, whatever the portions the fixes come in; a bound on the undecided forces
 * the oldest, at the same fix in every run.
 */
export interface Matching {
  readonly network: Network;
  readonly limits: MatchLimits;
  readonly searcher: Searcher;
  readonly screening: Screening;
  readonly cells: Cells;
  /** Where the last fix lay. */
  cell: Cell;
  /** Undecided columns after the last decided one, which is kept first. */
  readonly columns: Column[];
  /** State of the first column when it is decided, else −1. */
  root: number;
  readonly journey: Journey;
  /** Screened fixes not handed out yet, in time order. */
  readonly waiting: Screened[];
  /** The latest fix that proved where the vehicle is, and the longest silence since the last used one. */
  heard_ms: number | null;
  silence_ms: number;
}

/** What became certain, in time order. */
export interface Decided {
  matched: Matched[];
  steps: Step[];
}

export function startMatching(network: Network, limits: MatchLimits = MATCH_LIMITS): Matching {
  return {
    network,
    limits,
    searcher: searcherOf(network, limits),
    screening: startScreening(limits),
    cells: cellsOf(network),
    cell: NO_CELL,
    columns: [],
    root: -1,
    journey: startJourney(),
    waiting: [],
    heard_ms: null,
    silence_ms: 0,
  };
}

/** Takes the vehicle's next fix (later than all before it). */
export function match(state: Matching, fix: Fix): Decided {
  const decided: Decided = { matched: [], steps: [] };
  for (const screened of screen(state.screening, fix)) take(state, screened, decided);
  return decided;
}

/** Decides all that is left as it stands. */
export function finish(state: Matching): Decided {
  const decided: Decided = { matched: [], steps: [] };
  for (const screened of finishScreening(state.screening)) take(state, screened, decided);
  const last = state.columns.length - 1;
  if (last >= 0) decideUpTo(state, last, bestState(state.columns[last]!), decided);
  flushStrays(state.journey, state.limits, decided);
  return decided;
}

/** What `finish` would add now. Leaves the state as it is. */
export function tail(state: Matching): Decided {
  const fork: Matching = {
    ...state,
    screening: startScreening(state.limits),
    columns: [...state.columns],
    journey: copyJourney(state.journey),
    waiting: [...state.waiting],
  };
  const decided: Decided = { matched: [], steps: [] };
  const own = fork.columns.length;
  for (const screened of screenTail(state.screening)) extend(fork, screened);
  const columns = [...fork.columns];
  const last = columns.length - 1;
  if (last >= 0) emit(fork, chain(fork, last, bestState(columns[last]!)), decided);
  handOut(fork, decided);
  flushStrays(fork.journey, state.limits, decided);
  for (const column of columns.slice(own)) giveBack(column);
  return decided;
}

function take(state: Matching, screened: Screened, decided: Decided): void {
  extend(state, screened);
  if (screened.verdict === 'used') settle(state, decided);
  else handOut(state, decided);
}

/** Adds a column for a used fix; the others wait for their turn to be handed out. */
function extend(state: Matching, screened: Screened): void {
  state.waiting.push(screened);
  const { fix, verdict } = screened;
  if (verdict !== 'used' && verdict !== 'parked') return;
  if (state.heard_ms !== null) state.silence_ms = Math.max(state.silence_ms, fix.ts_ms - state.heard_ms);
  state.heard_ms = fix.ts_ms;
  if (verdict === 'parked') return;
  const { network, limits, searcher, columns } = state;
  state.cell = cellAt(state.cells, state.cell, fix.lon, fix.lat, radiusOf(fix, limits));
  const column = candidatesOf(network.graph, limits, state.cell, screened);
  column.silence_ms = state.silence_ms;
  state.silence_ms = 0;
  const before = columns[columns.length - 1];
  if (before === undefined) start(column);
  else advance(searcher, before, column);
  columns.push(column);
}

/** Drops the states that lead nowhere and decides what all others agree on. */
function settle(state: Matching, decided: Decided): void {
  const { columns, limits } = state;
  const last = columns.length - 1;
  if (last > 0) {
    const before = columns[last - 1]!;
    const column = columns[last]!;
    const { rows } = before;
    for (let j = 0; j < column.count; j++) rows[ROW * parentOf(column, j) + CHILDREN]!++;
    for (let i = 0; i < before.count; i++) if (rows[ROW * i + CHILDREN] === 0) die(columns, last - 1, i);
  }
  let sure = -1;
  while (sure + 1 < last && columns[sure + 1]!.alive === 1) sure++;
  if (sure > 0 || (sure === 0 && state.root < 0)) decideUpTo(state, sure, survivor(columns[sure]!), decided);
  else if (columns.length > limits.undecided) force(state, decided);
}

/** A state without a living child dies, and its parents with it as far as it was their last one. */
function die(columns: readonly Column[], last: number, end: number): void {
  let state = end;
  for (let at = last; ; at--) {
    const column = columns[at]!;
    column.rows[ROW * state + CHILDREN] = -1;
    column.alive--;
    if (at === 0) return;
    state = parentOf(column, state);
    const { rows } = columns[at - 1]!;
    const children = ROW * state + CHILDREN;
    if (rows[children]! <= 0 || --rows[children]! > 0) return;
  }
}

function survivor({ rows, count }: Column): number {
  for (let i = 0; i < count; i++) if (rows[ROW * i + CHILDREN]! > 0) return i;
  return 0;
}

/** Too long undecided: the older half of the now best sequence is decided, and what contradicts it dropped. */
function force(state: Matching, decided: Decided): void {
  const { columns } = state;
  const last = columns.length - 1;
  const middle = last >> 1;
  const chosen = chain(state, last, bestState(columns[last]!))[middle]!;
  const newest = columns[last]!;
  for (let j = 0; j < newest.count; j++) {
    if (chain(state, last, j)[middle] !== chosen) newest.rows[ROW * j + COST] = Infinity;
  }
  rank(newest);
  decideUpTo(state, middle, chosen, decided);
}

/** The states of the sequence that ends in this one, by column. */
function chain({ columns }: Matching, last: number, end: number): number[] {
  const states = new Array<number>(last + 1);
  let at = end;
  for (let c = last; c >= 0; c--) {
    states[c] = at;
    at = parentOf(columns[c]!, at);
  }
  return states;
}

function decideUpTo(state: Matching, last: number, end: number, decided: Decided): void {
  emit(state, chain(state, last, end), decided);
  for (let c = 0; c < last; c++) giveBack(state.columns.shift()!);
  state.root = end;
  handOut(state, decided);
}

/** Hands out the states of the first columns, the root excepted. */
function emit(state: Matching, states: readonly number[], decided: Decided): void {
  const { columns, searcher, journey } = state;
  for (let c = state.root >= 0 ? 1 : 0; c < states.length; c++) {
    handOut(state, decided);
    state.waiting.shift();
    const matched = travel(searcher, journey, c > 0, columns[c]!, states[c]!, decided);
    decided.matched = append(decided.matched, matched);
  }
}

/** Hands out what waits before the next undecided fix. */
function handOut({ waiting }: Matching, decided: Decided): void {
  while (waiting.length > 0 && waiting[0]!.verdict !== 'used') {
    const { fix, verdict } = waiting.shift()!;
    decided.matched = append(decided.matched, { fix, verdict, place: null });
  }
}
