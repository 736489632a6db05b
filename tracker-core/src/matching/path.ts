import { scaleAt } from '../geometry/ruler.ts';
import { distanceToSegment } from '../geometry/segment.ts';
import { arcOf, isBackward, wayBack, type Graph, type Way } from '../network/network.ts';
import type { PathPiece } from '../pipeline/stages.ts';
import { entryOf, headOf, penaltyTo, reachFrom, tailOf, waysTo, type Aim, type Searcher } from './reach.ts';

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

/**
 * The cheapest way from a to b no longer than `most_m`, as the Viterbi step prices it: `straight_m` and `beta_m` weigh
 * length, the network's penalties the rest. A short way back against the direction is standing still.
 */
export function pathBetween(
  searcher: Searcher,
  a: Heading,
  b: Heading,
  aim: Aim,
  radius_m: number,
  most_m: number,
  straight_m: number,
  beta_m: number,
): Path | null {
  const { graph, limits } = searcher;
  const left_m = graph.arcLength_m[arcOf(a.way)]! - a.along_m;
  let best: Path | null = null;
  let least = Infinity;
  const offer = (path: Path, penalty_m: number) => {
    const price = Math.abs(path.length_m - straight_m) / beta_m + penalty_m / limits.penaltyScale_m;
    if (path.length_m > most_m || price >= least) return;
    best = path;
    least = price;
  };
  if (a.way === b.way && b.along_m - a.along_m > -limits.jitter_m) {
    const length_m = Math.max(0, b.along_m - a.along_m);
    offer(
      { ways: [a.way], from_m: a.along_m, to_m: a.along_m + length_m, length_m },
      Math.max(0, a.along_m - b.along_m),
    );
  } else if (b.way === wayBack(a.way) && b.along_m - left_m > -limits.jitter_m) {
    const length_m = Math.max(0, b.along_m - left_m);
    offer({ ways: [b.way], from_m: left_m, to_m: left_m + length_m, length_m }, limits.turnBack_m);
  }
  if (radius_m < left_m) return best;
  const reach = reachFrom(searcher, headOf(graph, a.way), radius_m - left_m, aim);
  const entry = entryOf(reach, tailOf(graph, b.way));
  if (entry < 0) return best;
  offer(
    {
      ways: [a.way, ...waysTo(reach, entry), b.way],
      from_m: a.along_m,
      to_m: b.along_m,
      length_m: left_m + reach.metres[entry]! + b.along_m,
    },
    penaltyTo(searcher, reach, entry, a.way, b.way),
  );
  return best;
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
export function piecesOf(graph: Graph, { ways, from_m, to_m }: Path): PathPiece[] {
  const pieces: PathPiece[] = [];
  ways.forEach((way, i) => {
    const arc = arcOf(way);
    const edge = graph.arcEdge[arc]!;
    if (edge < 0) return;
    const length_m = graph.arcLength_m[arc]!;
    const enter_m = i === 0 ? from_m : 0;
    const leave_m = i === ways.length - 1 ? to_m : length_m;
    if (leave_m <= enter_m) return;
    const start_m = graph.arcStart_m[arc]!;
    const onEdge = (along_m: number) => (isBackward(way) ? start_m + length_m - along_m : start_m + along_m);
    const piece = { edge, from_m: onEdge(enter_m), to_m: onEdge(leave_m) };
    const last = pieces[pieces.length - 1];
    if (
      last !== undefined &&
      last.edge === edge &&
      Math.abs(last.to_m - piece.from_m) < 1e-6 &&
      last.to_m > last.from_m === piece.to_m > piece.from_m
    ) {
      pieces[pieces.length - 1] = { edge, from_m: last.from_m, to_m: piece.to_m };
    } else pieces.push(piece);
  });
  return pieces;
}
