import { metresBetween } from '../geometry/ruler.ts';
import { arcOf, isBackward, wayBack, type Way } from '../network/network.ts';
import type { Fix, Matched, Place, Step } from '../pipeline/stages.ts';
import {
  ACROSS,
  ALONG,
  BY_PATH,
  COST,
  distanceOf,
  EAST,
  LATERAL,
  NORTH,
  ROW,
  reachedBy,
  wayOf,
  widestOf,
  type Column,
} from './column.ts';
import { append } from '../pipeline/append.ts';
import { joinOf } from './join.ts';
import { distanceToWays, pathBetween, piecesOf, type Heading, type Path } from './path.ts';
import type { Searcher } from './reach.ts';
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

/** Adds the decided state of a column; `follows`: it was reached from the column before it, the journey's last fix. */
export function travel(
  searcher: Searcher,
  journey: Journey,
  follows: boolean,
  column: Column,
  state: number,
  out: Stepped,
): Matched {
  const place = state === 0 ? null : placeOf(searcher, column, state);
  const matched: Matched = { fix: column.fix, verdict: 'used', place };
  const { last } = journey;
  if (last !== null && follows) {
    if (place === null) stray(searcher, journey, last, matched, column, out);
    else arrive(searcher, journey, last, matched, column, state, out);
  } else if (place !== null) settle(journey, matched, wayOf(column, state), alongOf(column, state));
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
  column: Column,
  out: Stepped,
): void {
  const { limits } = searcher;
  if (journey.good === null) {
    put(out, away(last, matched, column.silence_ms, limits));
    return;
  }
  journey.strays.push({ matched, silence_ms: column.silence_ms });
  if (matched.fix.ts_ms - journey.good.fix.ts_ms > limits.join_s * 1000) flushStrays(journey, limits, out);
}

function arrive(
  searcher: Searcher,
  journey: Journey,
  last: Matched,
  matched: Matched,
  column: Column,
  state: number,
  out: Stepped,
): void {
  const { limits } = searcher;
  const to = headingOf(column, state);
  const { good } = journey;
  if (good !== null && journey.strays.length > 0) {
    if (stepOver(searcher, journey, matched, column, state, out)) return;
    flushStrays(journey, limits, out);
  }
  if (good === null || last.place === null || reachedBy(column, state) !== BY_PATH) {
    const across = last.place === null || reachedBy(column, state) === ACROSS;
    put(out, across ? away(last, matched, column.silence_ms, limits) : { from: last, to: matched, kind: 'gap' });
    settle(journey, matched, to.way, to.along_m);
    return;
  }
  const elapsed_s = (matched.fix.ts_ms - last.fix.ts_ms) / 1000;
  const most_m = (limits.topSpeed_kmh / 3.6) * elapsed_s + limits.searchSlack_m;
  const allowed_m =
    Math.min(limits.searchDetour * column.straight_m + limits.searchSlack_m, most_m) + good.place!.distance_m;
  const widest_m = widestOf(column);
  const beta_m = limits.beta_m + limits.betaPerSecond_m * elapsed_s;
  const path = pathBetween(
    searcher,
    journey.at,
    to,
    matched.fix,
    widest_m,
    allowed_m + widest_m,
    allowed_m + distanceOf(column, state),
    column.straight_m,
    column.reckoned_m,
    beta_m,
  );
  const join =
    path === null
      ? 'refused'
      : joinOf(limits, last.fix, matched.fix, column.silence_ms, column.straight_m, path.length_m);
  const doubtful = column.silence_ms > limits.uniqueAfter_s * 1000;
  if (
    path === null ||
    join === 'refused' ||
    (doubtful && !isUnique(searcher, path, last.fix, matched.fix, join === 'low-confidence'))
  ) {
    put(out, { from: last, to: matched, kind: 'gap' });
    settle(journey, matched, to.way, to.along_m);
    return;
  }
  const { at } = journey;
  const driven = turnedAtEnd(searcher, at, to, path, last.fix, matched.fix, column.silence_ms, column.straight_m);
  put(out, {
    from: last,
    to: matched,
    kind: 'path',
    pieces: piecesOf(searcher.graph, driven),
    length_m: driven.length_m,
    lowConfidence: join === 'low-confidence',
  });
  settle(journey, matched, driven.ways[driven.ways.length - 1]!, driven.to_m);
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
  if (left_m > limits.turnErrors * Math.max(errorOf(a, limits), errorOf(b, limits))) return path;
  if (joinOf(limits, a, b, silence_ms, straight_m, length_m) !== 'joined') return path;
  return { ways: [at.way, to.way], from_m: at.along_m, to_m: to.along_m, length_m };
}

const errorOf = ({ accuracy_m }: Fix, { unknownSigma_m }: Searcher['limits']): number => accuracy_m ?? unknownSigma_m;

/** Joins the good fixes on both sides of the strays, where the way between them fits. */
function stepOver(
  searcher: Searcher,
  journey: Journey,
  matched: Matched,
  column: Column,
  state: number,
  out: Stepped,
): boolean {
  const to = headingOf(column, state);
  const { limits } = searcher;
  const { good, strays } = journey;
  if (good === null) return false;
  const a = good.fix;
  const b = matched.fix;
  const silence_ms = strays.reduce((longest, stray) => Math.max(longest, stray.silence_ms), column.silence_ms);
  if (b.ts_ms - a.ts_ms > limits.join_s * 1000) return false;
  const straight_m = metresBetween(a.lon, a.lat, b.lon, b.lat);
  const most_m = limits.pathDetour * straight_m + limits.pathSlack_m;
  const between = (from: Heading) =>
    pathBetween(searcher, from, to, b, widestOf(column), most_m, most_m, straight_m, straight_m, limits.beta_m);
  const seen = between(journey.at) ?? between(turned(searcher, journey.at));
  if (seen === null || joinOf(limits, a, b, silence_ms, straight_m, seen.length_m) !== 'joined') return false;
  const path = turnedAtEnd(searcher, journey.at, to, seen, a, b, silence_ms, straight_m);
  const passed = strays.map((stray) => stray.matched.fix);
  if (!fitsStrays(searcher, path, a, passed, b)) return false;
  const pieces = piecesOf(searcher.graph, path);
  put(out, { from: good, to: matched, kind: 'path', pieces, length_m: path.length_m, lowConfidence: false });
  settle(journey, matched, path.ways[path.ways.length - 1]!, path.to_m);
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

function away(from: Matched, to: Matched, silence_ms: number, limits: Searcher['limits']): Step {
  if (silence_ms > limits.join_s * 1000) return { from, to, kind: 'gap' };
  const length_m = metresBetween(from.fix.lon, from.fix.lat, to.fix.lon, to.fix.lat);
  return { from, to, kind: 'off-network', length_m };
}

const headingOf = (column: Column, state: number): Heading => ({
  way: wayOf(column, state),
  along_m: alongOf(column, state),
});

const alongOf = ({ rows }: Column, state: number): number => rows[ROW * state + ALONG]!;

function placeOf({ graph }: Searcher, column: Column, state: number): Place {
  const way = wayOf(column, state);
  const arc = way >> 1;
  const { rows } = column;
  const along_m = rows[ROW * state + ALONG]!;
  const start_m = graph.arcStart_m[arc]!;
  return {
    edge: graph.arcEdge[arc]!,
    offset_m: isBackward(way) ? start_m + graph.arcLength_m[arc]! - along_m : start_m + along_m,
    distance_m: distanceOf(column, state),
    lateral_m: rows[ROW * state + LATERAL]!,
    confidence: confidenceOf(column, state),
  };
}

/** Places nearer to one another than this are one street: both directions, or one drawn twice. */
const SAME_PLACE_M = 2;

/** Weight of the state's place among all states of its fix. */
function confidenceOf({ rows, count }: Column, state: number): number {
  const at = ROW * state;
  const least = rows[at + COST]!;
  let all = 0;
  let own = 0;
  for (let j = 0; j < count; j++) {
    const row = ROW * j;
    // e⁻¹² is below the third decimal
    if (rows[row + COST]! > least + 12) continue;
    const weight = Math.exp(Math.min(50, least - rows[row + COST]!));
    all += weight;
    const east = rows[row + EAST]! - rows[at + EAST]!;
    const north = rows[row + NORTH]! - rows[at + NORTH]!;
    const near = j > 0 && east * east + north * north <= SAME_PLACE_M * SAME_PLACE_M;
    if (near || j === state) own += weight;
  }
  return Math.round((own / all) * 1000) / 1000;
}
