import { scaleAt } from '../geometry/ruler.ts';
import { distanceToSegment } from '../geometry/segment.ts';
import { arcOf, isBackward, wayBack, type Graph, type Way } from '../network/network.ts';
import { append, NONE } from '../pipeline/append.ts';
import type { PathPiece } from '../pipeline/stages.ts';
import { misfitOf } from './misfit.ts';
import {
  entryOf,
  forgetTrees,
  headOf,
  metresTo,
  penaltyTo,
  reachFrom,
  tailOf,
  waysAlong,
  WIDEST_TREE_M,
  type Aim,
  type Searcher,
} from './reach.ts';

/** A place in a direction: metres along a way. */
export interface Heading {
  readonly way: Way;
  readonly along_m: number;
}

/** A drive from one place to another: its ways in order, the first entered at `from_m`, the last left at `to_m`. */
export interface Path {
  readonly ways: readonly Way[];
  readonly from_m: number;
  readonly to_m: number;
  readonly length_m: number;
}

/** A fix and how far from it its candidates lie. */
export type Surroundings = Pick<Aim, 'lon' | 'lat' | 'around_m'>;

/** What a way is looked for by: how long it may be, and how the Viterbi step prices its length. */
export interface Bounds {
  /** How far the search goes. */
  readonly radius_m: number;
  readonly most_m: number;
  readonly straight_m: number;
  readonly reckoned_m: number;
  readonly beta_m: number;
}

// One path is worked on at a time.
const found: { readonly ways: Way[]; from_m: number; to_m: number; length_m: number } = {
  ways: [],
  from_m: NaN,
  to_m: NaN,
  length_m: NaN,
};

/**
 * The cheapest way from a to b within the bounds, the network's penalties counted too; good until the next is asked for. A
 * short way back against the direction is standing still.
 * @param at the fix at b, with its candidates no further than `around_m`
 */
export function pathBetween(
  searcher: Searcher,
  a: Heading,
  b: Heading,
  at: Surroundings,
  { radius_m, most_m, straight_m, reckoned_m, beta_m }: Bounds,
): Path | null {
  const { graph, limits } = searcher;
  const size_m = graph.arcLength_m[arcOf(a.way)]!;
  const left_m = size_m - a.along_m;
  let best: Path | null = null;
  let least = Infinity;
  const turned = b.way === wayBack(a.way);
  if (turned || b.way === a.way) {
    const from_m = turned ? left_m : a.along_m;
    const gone_m = b.along_m - from_m;
    const length_m = Math.max(0, gone_m);
    if (gone_m > -limits.jitter_m && length_m <= most_m) {
      const penalty_m = turned ? limits.turnBack_m : length_m - gone_m;
      best = foundAlong(b.way, from_m, from_m + length_m, length_m);
      least = misfitOf(length_m, straight_m, reckoned_m) / beta_m + penalty_m / limits.penaltyScale_m;
      // any other way comes along this one to its end and once more
      if (!turned && (size_m + gone_m - reckoned_m) / beta_m >= least) return best;
    }
  }
  if (radius_m < left_m) return best;
  const far = radius_m - left_m > WIDEST_TREE_M;
  const aim = far ? { ...at, ways: [b.way] } : null;
  forgetTrees(searcher);
  const reach = reachFrom(searcher, headOf(graph, a.way), radius_m - left_m, aim);
  const entry = entryOf(searcher, reach, tailOf(graph, b.way));
  if (entry < 0) return best;
  const length_m = left_m + metresTo(searcher, entry) + b.along_m;
  const penalty_m = penaltyTo(searcher, reach, entry, a.way, b.way);
  const price = misfitOf(length_m, straight_m, reckoned_m) / beta_m + penalty_m / limits.penaltyScale_m;
  if (length_m > most_m || price >= least) return best;
  waysAlong(searcher, entry, a.way, b.way, found.ways);
  return foundFrom(a.along_m, b.along_m, length_m);
}

function foundAlong(way: Way, from_m: number, to_m: number, length_m: number): Path {
  if (found.ways.length !== 1) found.ways.length = 1;
  found.ways[0] = way;
  return foundFrom(from_m, to_m, length_m);
}

function foundFrom(from_m: number, to_m: number, length_m: number): Path {
  found.from_m = from_m;
  found.to_m = to_m;
  found.length_m = length_m;
  return found;
}

/** Metres from a place to the nearest of the path's ways; of connectors, which have no geometry, nothing is known. */
export function distanceToWays(graph: Graph, ways: readonly Way[], lon: number, lat: number): number {
  const { arcVertex, vertices, connectorsFrom } = graph;
  const { kx, ky } = scaleAt(lat);
  let least_m = Infinity;
  for (const way of ways) {
    const arc = arcOf(way);
    if (arc >= connectorsFrom) continue;
    for (let v = arcVertex[arc]!; v + 1 < arcVertex[arc + 1]!; v++) {
      const ax = (vertices[2 * v]! - lon) * kx;
      const ay = (vertices[2 * v + 1]! - lat) * ky;
      const bx = (vertices[2 * v + 2]! - lon) * kx;
      const by = (vertices[2 * v + 3]! - lat) * ky;
      least_m = Math.min(least_m, distanceToSegment(0, 0, ax, ay, bx, by));
    }
  }
  return least_m;
}

/** The stretches of edges along a path; what runs on along one edge is one piece, connectors are in none. */
export function piecesOf(
  { arcEdge, arcStart_m, arcLength_m }: Graph,
  { ways, from_m, to_m }: Path,
): readonly PathPiece[] {
  let pieces: readonly PathPiece[] = NONE;
  for (let i = 0; i < ways.length; i++) {
    const way = ways[i]!;
    const arc = arcOf(way);
    const edge = arcEdge[arc]!;
    if (edge < 0) continue;
    const length_m = arcLength_m[arc]!;
    const enter_m = i === 0 ? from_m : 0;
    const leave_m = i === ways.length - 1 ? to_m : length_m;
    if (leave_m <= enter_m) continue;
    const back = isBackward(way);
    const base_m = back ? arcStart_m[arc]! + length_m : arcStart_m[arc]!;
    const piece = {
      edge,
      from_m: back ? base_m - enter_m : base_m + enter_m,
      to_m: back ? base_m - leave_m : base_m + leave_m,
    };
    const last = pieces.length === 0 ? null : pieces[pieces.length - 1]!;
    if (
      last !== null &&
      last.edge === edge &&
      Math.abs(last.to_m - piece.from_m) < 1e-6 &&
      last.to_m > last.from_m === piece.to_m > piece.from_m
    ) {
      pieces = [...pieces.slice(0, -1), { edge, from_m: last.from_m, to_m: piece.to_m }];
    } else pieces = append(pieces, piece);
  }
  return pieces;
}
