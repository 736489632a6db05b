import { metresBetween } from '../geometry/ruler.ts';
import type { Network } from '../network/network.ts';
import { append, NONE } from '../pipeline/append.ts';
import type { Fix, Matched, Screened, Step } from '../pipeline/stages.ts';
import { advance, start } from './advance.ts';
import { candidatesOf, radiusOf } from './candidates.ts';
import { cellAt, cellsOf, NO_CELL, type Cell, type Cells } from './cells.ts';
import { copyJourney, flushStrays, startJourney, travel, type Journey } from './journey.ts';
import { MATCH_LIMITS, MOST_UNDECIDED, type MatchLimits } from './limits.ts';
import { searcherOf, type Searcher } from './reach.ts';
import { finishScreening, passes, screen, screenTail, startScreening, type Screening } from './screen.ts';
import {
  ALIVE,
  aliveOf,
  bestState,
  CHILDREN,
  copyTrellis,
  COST,
  countOf,
  dropColumns,
  FLOATS,
  INTS,
  parentOf,
  rank,
  SILENCE,
  startTrellis,
  stateOf,
  type Column,
  type Trellis,
} from './trellis.ts';

/**
 * Online map matching of one vehicle. A fix is decided once every surviving sequence of states agrees on it, so what is
 * handed out is the offline Viterbi path's, whatever the portions the fixes come in; a bound on the undecided forces
 * the oldest, at the same fix in every run.
 */
export interface Matching {
  readonly network: Network;
  readonly limits: MatchLimits;
  readonly mostUndecided: number;
  readonly searcher: Searcher;
  readonly screening: Screening;
  readonly cells: Cells;
  /** Where the last fix lay. */
  cell: Cell;
  /** The undecided fixes after the last decided one, which is kept first. */
  readonly trellis: Trellis;
  /** State of the first column when it is decided, else −1. */
  root: number;
  readonly journey: Journey;
  /** Fixes that the gate set aside and that are not handed out yet, in time order. */
  readonly aside: Screened[];
  /** The latest fix that proved where the vehicle is, and the longest silence since the last used one. */
  heard: Fix | null;
  silence_ms: number;
}

/** What became certain, in time order. */
export interface Decided {
  matched: readonly Matched[];
  steps: readonly Step[];
}

const startDecided = (): Decided => ({ matched: NONE, steps: NONE });

/** @param mostUndecided with `Infinity` nothing is ever decided before all sequences agree on it */
export function startMatching(
  network: Network,
  limits: MatchLimits = MATCH_LIMITS,
  mostUndecided: number = MOST_UNDECIDED,
): Matching {
  return {
    network,
    limits,
    mostUndecided,
    searcher: searcherOf(network, limits),
    screening: startScreening(limits),
    cells: cellsOf(network),
    cell: NO_CELL,
    trellis: startTrellis(),
    root: -1,
    journey: startJourney(),
    aside: [],
    heard: null,
    silence_ms: 0,
  };
}

/** Takes the vehicle's next fix (later than all before it). */
export function match(state: Matching, fix: Fix): Decided {
  const decided = startDecided();
  if (passes(state.screening, fix)) use(state, fix, decided);
  else for (const screened of screen(state.screening, fix)) take(state, screened, decided);
  return decided;
}

/** Decides all that is left as it stands. */
export function finish(state: Matching): Decided {
  const decided = startDecided();
  for (const screened of finishScreening(state.screening)) take(state, screened, decided);
  const { trellis } = state;
  const last = trellis.columns.length - 1;
  if (last >= 0) decideUpTo(state, last, bestState(trellis, trellis.columns[last]!), decided);
  flushStrays(state.journey, state.limits, decided);
  return decided;
}

/** What `finish` would add now. Leaves the state as it is. */
export function tail(state: Matching): Decided {
  const fork: Matching = {
    ...state,
    screening: startScreening(state.limits),
    trellis: copyTrellis(state.trellis),
    journey: copyJourney(state.journey),
    aside: [...state.aside],
  };
  const decided = startDecided();
  for (const screened of screenTail(state.screening)) {
    if (screened.verdict === 'used') extend(fork, screened.fix);
    else setAside(fork, screened);
  }
  const { trellis } = fork;
  const last = trellis.columns.length - 1;
  if (last >= 0) emit(fork, last, bestState(trellis, trellis.columns[last]!), decided);
  handOut(fork, Infinity, decided);
  flushStrays(fork.journey, state.limits, decided);
  return decided;
}

function take(state: Matching, screened: Screened, decided: Decided): void {
  if (screened.verdict === 'used') return use(state, screened.fix, decided);
  setAside(state, screened);
  handOut(state, undecidedFrom(state), decided);
}

function use(state: Matching, fix: Fix, decided: Decided): void {
  extend(state, fix);
  settle(state, decided);
}

/** Fixes that are not matched wait for their turn to be handed out. */
function setAside(state: Matching, screened: Screened): void {
  state.aside.push(screened);
  if (screened.verdict === 'parked') hear(state, screened.fix);
}

function hear(state: Matching, fix: Fix): void {
  const { heard, limits } = state;
  state.heard = fix;
  if (heard === null || fix.ts_ms - heard.ts_ms <= state.silence_ms || sleeps(heard, fix, limits)) return;
  state.silence_ms = fix.ts_ms - heard.ts_ms;
}

/** Switched off, and found where it was: a parked vehicle reports seldom, and nothing is hidden by that. */
const sleeps = (heard: Fix, fix: Fix, { parked_m, asleep_m }: MatchLimits): boolean =>
  heard.ignition === false &&
  metresBetween(heard.lon, heard.lat, fix.lon, fix.lat) <= (fix.ignition === false ? asleep_m : parked_m);

/** Adds a column for a used fix. */
function extend(state: Matching, fix: Fix): void {
  hear(state, fix);
  const { network, limits, searcher, trellis, silence_ms } = state;
  state.cell = cellAt(state.cells, state.cell, fix.lon, fix.lat, radiusOf(fix, limits));
  const column = candidatesOf(trellis, network.graph, limits, state.cell, fix);
  trellis.floats[FLOATS * column + SILENCE] = silence_ms;
  state.silence_ms = 0;
  const before = trellis.fixes[trellis.fixes.length - 2];
  if (before === undefined) start(trellis, column);
  else advance(searcher, trellis, before, fix, silence_ms);
}

/** Drops the states that lead nowhere and decides what all others agree on. */
function settle(state: Matching, decided: Decided): void {
  const { trellis } = state;
  const { columns, ints } = trellis;
  const last = columns.length - 1;
  if (last > 0) {
    const before = columns[last - 1]!;
    const column = columns[last]!;
    for (let j = 0, count = countOf(trellis, column); j < count; j++)
      ints[INTS * stateOf(before, parentOf(trellis, stateOf(column, j))) + CHILDREN]!++;
    for (let i = 0, count = countOf(trellis, before); i < count; i++)
      if (ints[INTS * stateOf(before, i) + CHILDREN] === 0) die(trellis, last - 1, i);
  }
  let sure = -1;
  while (sure + 1 < last && aliveOf(trellis, columns[sure + 1]!) === 1) sure++;
  if (sure > 0 || (sure === 0 && state.root < 0)) decideUpTo(state, sure, survivor(trellis, columns[sure]!), decided);
  else if (columns.length > state.mostUndecided) force(state, decided);
}

/** A state without a living child dies, and its parents with it as far as it was their last one. */
function die(trellis: Trellis, last: number, end: number): void {
  const { columns, ints } = trellis;
  let state = stateOf(columns[last]!, end);
  for (let at = last; ; at--) {
    ints[INTS * state + CHILDREN] = -1;
    ints[INTS * columns[at]! + ALIVE]!--;
    if (at === 0) return;
    state = stateOf(columns[at - 1]!, parentOf(trellis, state));
    const children = INTS * state + CHILDREN;
    if (ints[children]! <= 0 || --ints[children]! > 0) return;
  }
}

function survivor(trellis: Trellis, column: Column): number {
  const count = countOf(trellis, column);
  for (let i = 0; i < count; i++) if (trellis.ints[INTS * stateOf(column, i) + CHILDREN]! > 0) return i;
  return 0;
}

/** Too long undecided: the older half of the now best sequence is decided, and what contradicts it dropped. */
function force(state: Matching, decided: Decided): void {
  const { trellis } = state;
  const { columns } = trellis;
  const last = columns.length - 1;
  const middle = last >> 1;
  const newest = columns[last]!;
  const chosen = chain(trellis, last, bestState(trellis, newest))[middle]!;
  for (let j = 0, count = countOf(trellis, newest); j < count; j++) {
    if (chain(trellis, last, j)[middle] !== chosen) trellis.floats[FLOATS * stateOf(newest, j) + COST] = Infinity;
  }
  rank(trellis, newest);
  decideUpTo(state, middle, chosen, decided);
}

// One sequence is worked on at a time.
let states = new Int32Array(64);

/** The states of the sequence that ends in this one, by column; good until the next is asked for. */
function chain(trellis: Trellis, last: number, end: number): Int32Array {
  if (last >= states.length) states = new Int32Array(2 * last);
  let at = end;
  for (let c = last; c >= 0; c--) {
    states[c] = at;
    at = parentOf(trellis, stateOf(trellis.columns[c]!, at));
  }
  return states;
}

function decideUpTo(state: Matching, last: number, end: number, decided: Decided): void {
  emit(state, last, end, decided);
  dropColumns(state.trellis, last);
  state.root = end;
  handOut(state, undecidedFrom(state), decided);
}

/** Hands out the sequence that ends in this state, the root excepted. */
function emit(state: Matching, last: number, end: number, decided: Decided): void {
  const { trellis, searcher, journey } = state;
  const sequence = chain(trellis, last, end);
  for (let c = state.root >= 0 ? 1 : 0; c <= last; c++) {
    handOut(state, trellis.fixes[c]!.ts_ms, decided);
    const matched = travel(searcher, journey, trellis, c, sequence[c]!, decided);
    decided.matched = append(decided.matched, matched);
  }
}

/** The time of the first undecided fix. */
function undecidedFrom({ trellis, root }: Matching): number {
  const first = trellis.fixes[root >= 0 ? 1 : 0];
  return first === undefined ? Infinity : first.ts_ms;
}

/** Hands out what was set aside before an instant. */
function handOut({ aside }: Matching, before_ms: number, decided: Decided): void {
  while (aside.length > 0 && aside[0]!.fix.ts_ms < before_ms) {
    const { fix, verdict } = aside.shift()!;
    decided.matched = append(decided.matched, { fix, verdict, place: null });
  }
}
