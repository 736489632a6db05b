import { metresBetween } from '../geometry/ruler.ts';
import { arcOf, isBackward, wayBack, type Way } from '../network/network.ts';
import type { Fix, Matched, Place, Step } from '../pipeline/stages.ts';
import { append } from '../pipeline/append.ts';
import { joinOf } from './join.ts';
import type { MatchLimits } from './limits.ts';
import { distanceToWays, pathBetween, piecesOf, type Heading, type Path } from './path.ts';
import type { Searcher } from './reach.ts';
import {
  ACROSS,
  alongOf,
  BY_PATH,
  COST,
  countOf,
  distanceOf,
  EAST,
  FLOATS,
  LATERAL,
  NORTH,
  reachedBy,
  reckonedTo,
  silenceBefore,
  stateOf,
  straightTo,
  wayOf,
  widestOf,
  type Column,
  type State,
  type Trellis,
} from './trellis.ts';
import { drivenOf, odometerErr } from './told.ts';
import { isUnique } from './unique.ts';

/** The decided states turned into places and steps, in time order. */
export interface Journey {
  /** The last used fix. */
  last: Matched | null;
  /** The last fix on the network; null after a flush. */
  good: Matched | null;
  /** Where the vehicle is held to be at `good`: never behind where it was. */
  readonly at: { way: Way; along_m: number };
  /** Off-network fixes since `good` that may yet be stepped over, with the longest silence so far. */
  readonly strays: { readonly matched: Matched; readonly silence_ms: number }[];
}

// One way is looked for at a time, in the same objects for all.
const to = { way: -1, along_m: NaN };
const around = { lon: NaN, lat: NaN, around_m: NaN };
const bounds = { radius_m: NaN, most_m: NaN, straight_m: NaN, reckoned_m: NaN, beta_m: NaN };

/** Where the steps go. */
export interface Stepped {
  steps: readonly Step[];
}

function put(out: Stepped, step: Step): void {
  out.steps = append(out.steps, step);
}

export const startJourney = (): Journey => ({ last: null, good: null, at: { way: -1, along_m: NaN }, strays: [] });

export const copyJourney = (journey: Journey): Journey => ({
  ...journey,
  at: { ...journey.at },
  strays: [...journey.strays],
});

/** Adds the decided state of the c-th column; all but the first were reached from the one before, the journey's last fix. */
export function travel(
  searcher: Searcher,
  journey: Journey,
  trellis: Trellis,
  c: number,
  no: number,
  out: Stepped,
): Matched {
  const column = trellis.columns[c]!;
  const state = stateOf(column, no);
  const place = no === 0 ? null : placeOf(searcher, trellis, column, state);
  const matched: Matched = { fix: trellis.fixes[c]!, verdict: 'used', place };
  const { last } = journey;
  if (last !== null && c > 0) {
    if (place === null) stray(searcher, journey, last, matched, silenceBefore(trellis, column), out);
    else arrive(searcher, journey, last, matched, trellis, column, state, out);
  } else if (place !== null) settle(journey, matched, wayOf(trellis, state), alongOf(trellis, state));
  journey.last = matched;
  return matched;
}

/** Gives up stepping over: the strays become steps of their own. */
export function flushStrays(journey: Journey, limits: Searcher['limits'], out: Stepped): void {
  let from = journey.good;
  for (const { matched, silence_ms } of journey.strays) {
    if (from !== null) put(out, away(from, matched, silence_ms, limits));
    from = matched;
  }
  journey.strays.length = 0;
  journey.good = null;
}

function stray(
  searcher: Searcher,
  journey: Journey,
  last: Matched,
  matched: Matched,
  silence_ms: number,
  out: Stepped,
): void {
  const { limits } = searcher;
  if (journey.good === null) {
    put(out, away(last, matched, silence_ms, limits));
    return;
  }
  journey.strays.push({ matched, silence_ms });
  if (matched.fix.ts_ms - journey.good.fix.ts_ms > limits.join_s * 1000) flushStrays(journey, limits, out);
}

function arrive(
  searcher: Searcher,
  journey: Journey,
  last: Matched,
  matched: Matched,
  trellis: Trellis,
  column: Column,
  state: State,
  out: Stepped,
): void {
  const { limits } = searcher;
  const silence_ms = silenceBefore(trellis, column);
  to.way = wayOf(trellis, state);
  to.along_m = alongOf(trellis, state);
  around.lon = matched.fix.lon;
  around.lat = matched.fix.lat;
  around.around_m = widestOf(trellis, column);
  const { good } = journey;
  if (good !== null && journey.strays.length > 0) {
    if (stepOver(searcher, journey, matched, silence_ms, out)) return;
    flushStrays(journey, limits, out);
  }
  if (good === null || last.place === null || reachedBy(trellis, state) !== BY_PATH) {
    const across = last.place === null || reachedBy(trellis, state) === ACROSS;
    put(out, across ? away(last, matched, silence_ms, limits) : gapTo(last, matched, silence_ms));
    settle(journey, matched, to.way, to.along_m);
    return;
  }
  const elapsed_s = (matched.fix.ts_ms - last.fix.ts_ms) / 1000;
  const straight_m = straightTo(trellis, column);
  const driven_m = drivenOf(last.fix, matched.fix, silence_ms, straight_m, limits);
  const most_m = (limits.topSpeed_kmh / 3.6) * elapsed_s + limits.searchSlack_m;
  const fits_m = limits.searchDetour * straight_m + limits.searchSlack_m;
  const told_m = driven_m + odometerErr(driven_m, limits);
  const allowed_m = Math.min(told_m > fits_m ? told_m : fits_m, most_m) + good.place!.distance_m;
  bounds.radius_m = allowed_m + around.around_m;
  bounds.most_m = allowed_m + distanceOf(trellis, state);
  bounds.straight_m = Number.isNaN(driven_m) ? straight_m : driven_m;
  bounds.reckoned_m = reckonedTo(trellis, column);
  bounds.beta_m = limits.beta_m + limits.betaPerSecond_m * elapsed_s;
  const seen = pathBetween(searcher, journey.at, to, around, bounds);
  const path = seen === null ? null : withinReach(limits, seen, last.fix, matched.fix, silence_ms, straight_m);
  const join = path === null ? 'refused' : joinOf(limits, last.fix, matched.fix, silence_ms, straight_m, path.length_m);
  const doubtful = silence_ms > limits.uniqueAfter_s * 1000;
  if (
    path === null ||
    join === 'refused' ||
    (doubtful && !isUnique(searcher, path, last.fix, matched.fix, driven_m, join === 'low-confidence'))
  ) {
    put(out, gapTo(last, matched, silence_ms));
    settle(journey, matched, to.way, to.along_m);
    return;
  }
  const driven = turnedAtEnd(searcher, journey.at, to, path, last.fix, matched.fix, silence_ms, straight_m);
  drive(searcher, journey, last, matched, driven, join === 'low-confidence', out);
}

/** Puts the step along a path and goes to where it ends. */
function drive(
  { graph }: Searcher,
  journey: Journey,
  from: Matched,
  to: Matched,
  path: Path,
  lowConfidence: boolean,
  out: Stepped,
): void {
  const { ways, length_m, to_m } = path;
  put(out, { from, to, kind: 'path', pieces: piecesOf(graph, path), length_m, lowConfidence });
  settle(journey, to, ways[ways.length - 1]!, to_m);
}

/**
 * The same way, ended short where it is too long for the chord by no more than the fix at its end errs: round a corner an
 * error aside puts a fix farther along its street than the vehicle was.
 */
function withinReach(limits: MatchLimits, path: Path, a: Fix, b: Fix, silence_ms: number, straight_m: number): Path {
  const { ways, from_m, to_m, length_m } = path;
  const excess_m = length_m - limits.pathDetour * straight_m - limits.pathSlack_m;
  if (excess_m <= 0 || excess_m > limits.turnErrors * errorOf(b, limits) || silence_ms > limits.join_s * 1000)
    return path;
  const least_m = ways.length === 1 ? from_m : 0;
  if (to_m - excess_m < least_m) return path;
  return { ways, from_m, to_m: to_m - excess_m, length_m: length_m - excess_m };
}

/**
 * A vehicle turns round where streets meet or end. Where it seems to turn before that, by no more than its fixes err, it
 * turned there: an error beyond the end is cut off by the street, and one short of it would else be lost on both kerbs.
 */
function turnedAtEnd(
  { graph, limits }: Searcher,
  at: Heading,
  to: Heading,
  path: Path,
  a: Fix,
  b: Fix,
  silence_ms: number,
  straight_m: number,
): Path {
  if (path.ways.length !== 1 || path.ways[0] === at.way) return path;
  const left_m = graph.arcLength_m[arcOf(at.way)]! - at.along_m;
  const length_m = left_m + to.along_m;
  const seen_m = Math.min(left_m, to.along_m);
  if (seen_m > limits.turnErrors * Math.max(errorOf(a, limits), errorOf(b, limits))) return path;
  const round = { ways: [at.way, to.way], from_m: at.along_m, to_m: to.along_m, length_m };
  const turned = withinReach(limits, round, a, b, silence_ms, straight_m);
  return joinOf(limits, a, b, silence_ms, straight_m, turned.length_m) === 'joined' ? turned : path;
}

const errorOf = ({ accuracy_m }: Fix, { unknownSigma_m }: MatchLimits): number => accuracy_m ?? unknownSigma_m;

/** Joins the good fixes on both sides of the strays, where the way between them fits. */
function stepOver(
  searcher: Searcher,
  journey: Journey,
  matched: Matched,
  silenceBefore_ms: number,
  out: Stepped,
): boolean {
  const { limits } = searcher;
  const { good, strays } = journey;
  if (good === null) return false;
  const a = good.fix;
  const b = matched.fix;
  const silence_ms = strays.reduce((longest, stray) => Math.max(longest, stray.silence_ms), silenceBefore_ms);
  if (b.ts_ms - a.ts_ms > limits.join_s * 1000) return false;
  const straight_m = metresBetween(a.lon, a.lat, b.lon, b.lat);
  bounds.radius_m = bounds.most_m = limits.pathDetour * straight_m + limits.pathSlack_m;
  bounds.straight_m = bounds.reckoned_m = straight_m;
  bounds.beta_m = limits.beta_m;
  const seen =
    pathBetween(searcher, journey.at, to, around, bounds) ??
    pathBetween(searcher, turned(searcher, journey.at), to, around, bounds);
  if (seen === null || joinOf(limits, a, b, silence_ms, straight_m, seen.length_m) !== 'joined') return false;
  const path = turnedAtEnd(searcher, journey.at, to, seen, a, b, silence_ms, straight_m);
  const passed = strays.map((stray) => stray.matched.fix);
  if (!fitsStrays(searcher, path, a, passed, b)) return false;
  drive(searcher, journey, good, matched, path, false, out);
  return true;
}

/** The same place, headed back. */
const turned = ({ graph }: Searcher, { way, along_m }: Heading): Heading => ({
  way: wayBack(way),
  along_m: graph.arcLength_m[arcOf(way)]! - along_m,
});

/** Whether the vehicle can have been where the strays lie: near the path, and the path no detour for them. */
function fitsStrays({ graph, limits }: Searcher, path: Path, a: Fix, strays: readonly Fix[], b: Fix): boolean {
  let through_m = 0;
  let from = a;
  for (const fix of strays) {
    if (distanceToWays(graph, path.ways, fix.lon, fix.lat) > limits.stray_m) return false;
    through_m += metresBetween(from.lon, from.lat, fix.lon, fix.lat);
    from = fix;
  }
  through_m += metresBetween(from.lon, from.lat, b.lon, b.lat);
  return path.length_m <= limits.strayDetour * through_m + limits.pathSlack_m;
}

function settle(journey: Journey, matched: Matched, way: Way, along_m: number): void {
  journey.good = matched;
  journey.at.way = way;
  journey.at.along_m = along_m;
  if (journey.strays.length > 0) journey.strays.length = 0;
}

const gapTo = (from: Matched, to: Matched, silence_ms: number): Step => ({ from, to, kind: 'gap', silence_ms });

function away(from: Matched, to: Matched, silence_ms: number, limits: Searcher['limits']): Step {
  if (silence_ms > limits.join_s * 1000) return gapTo(from, to, silence_ms);
  const length_m = metresBetween(from.fix.lon, from.fix.lat, to.fix.lon, to.fix.lat);
  return { from, to, kind: 'off-network', length_m };
}

function placeOf({ graph }: Searcher, trellis: Trellis, column: Column, state: State): Place {
  const way = wayOf(trellis, state);
  const arc = way >> 1;
  const along_m = alongOf(trellis, state);
  const start_m = graph.arcStart_m[arc]!;
  return {
    edge: graph.arcEdge[arc]!,
    offset_m: isBackward(way) ? start_m + graph.arcLength_m[arc]! - along_m : start_m + along_m,
    distance_m: distanceOf(trellis, state),
    lateral_m: trellis.floats[FLOATS * state + LATERAL]!,
    confidence: confidenceOf(trellis, column, state),
  };
}

/** Places nearer to one another than this are one street: both directions, or one drawn twice. */
const SAME_PLACE_M = 2;

/** Weight of the state's place among all states of its fix. */
function confidenceOf(trellis: Trellis, column: Column, state: State): number {
  const { floats } = trellis;
  const at = FLOATS * state;
  const least = floats[at + COST]!;
  const off = stateOf(column, 0);
  const past = stateOf(column, countOf(trellis, column));
  let all = 0;
  let own = 0;
  for (let other = off; other < past; other++) {
    const row = FLOATS * other;
    // e⁻¹² is below the third decimal
    if (floats[row + COST]! > least + 12) continue;
    const weight = Math.exp(Math.min(50, least - floats[row + COST]!));
    all += weight;
    const east = floats[row + EAST]! - floats[at + EAST]!;
    const north = floats[row + NORTH]! - floats[at + NORTH]!;
    const near = other !== off && east * east + north * north <= SAME_PLACE_M * SAME_PLACE_M;
    if (near || other === state) own += weight;
  }
  return Math.round((own / all) * 1000) / 1000;
}
