import { arcOf, wayBack, type Graph, type Way } from '../network/network.ts';
import type { Fix } from '../pipeline/stages.ts';
import { distanceToWays, type Path } from './path.ts';
import {
  entriesOf,
  entryOf,
  forgetTrees,
  headOf,
  lastWay,
  metresTo,
  nodeOf,
  reachFrom,
  startsWith,
  tailOf,
  type Searcher,
} from './reach.ts';
import { odometerErr } from './told.ts';

/**
 * Whether no other way joins the path's ends within `uniqueShare` + `uniqueSlack_m` of its length, or the wider band of
 * a `sparse` join; where the odometer agrees with the path, none that it agrees with as well. Another way counts only where it leaves the path by more than receivers tell apart: slip lanes and
 * refuges make no doubt.
 */
export function isUnique(searcher: Searcher, path: Path, a: Fix, b: Fix, driven_m: number, sparse: boolean): boolean {
  const { graph, limits } = searcher;
  const first = path.ways[0]!;
  const last = path.ways[path.ways.length - 1]!;
  if (path.ways.length < 3) return true;
  const share = sparse ? limits.sparseUniqueShare : limits.uniqueShare;
  const slack_m = sparse ? limits.sparseUniqueSlack_m : limits.uniqueSlack_m;
  const err_m = odometerErr(driven_m, limits);
  const told = Math.abs(path.length_m - driven_m) <= err_m;
  const least_m = told ? driven_m - err_m : 0;
  const most_m = told ? driven_m + err_m : path.length_m * (1 + share) + slack_m;
  const left_m = graph.arcLength_m[arcOf(first)]! - path.from_m;
  forgetTrees(searcher);
  const there = reachFrom(searcher, headOf(graph, first), most_m - left_m, {
    lon: b.lon,
    lat: b.lat,
    around_m: around(searcher),
    ways: [],
  });
  const back = reachFrom(searcher, tailOf(graph, last), most_m - path.to_m, {
    lon: a.lon,
    lat: a.lat,
    around_m: around(searcher),
    ways: [],
  });
  const own = new Set(path.ways.map(arcOf));
  const { first: root, step, past } = entriesOf(searcher, there);
  for (let e = root; e < past; e += step) {
    const node = nodeOf(searcher, e);
    const gone_m = left_m + metresTo(searcher, e);
    if (gone_m > most_m || startsWith(searcher, e, wayBack(first))) continue;
    for (let k = graph.leavingFrom[node]!; k < graph.leavingFrom[node + 1]!; k++) {
      const way = graph.leaving[k]!;
      if (own.has(arcOf(way)) || lastWay(searcher, e) === wayBack(way)) continue;
      const f = entryOf(searcher, back, headOf(graph, way));
      // the tree of the way back runs from the path's end: its ways are driven the other way round
      if (f < 0 || lastWay(searcher, f) === way || startsWith(searcher, f, last)) continue;
      const length_m = gone_m + graph.arcLength_m[arcOf(way)]! + metresTo(searcher, f) + path.to_m;
      if (length_m >= least_m && length_m <= most_m && apart_m(graph, way, path.ways) > limits.apart_m) return false;
    }
  }
  return true;
}

/** How far the ends may lie from their fixes. */
const around = ({ limits }: Searcher): number => limits.greatestRadius_m;

/** Metres from the middle of a way to the nearest of the path's. */
function apart_m(graph: Graph, way: Way, ways: readonly Way[]): number {
  const { arcVertex, vertices, connectorsFrom } = graph;
  const arc = arcOf(way);
  if (arc >= connectorsFrom) return 0;
  const first = arcVertex[arc]!;
  const count = arcVertex[arc + 1]! - first;
  const i = 2 * (first + ((count - 1) >> 1));
  // the middle vertex, or the middle of the only segment
  const [x, y] =
    count > 2
      ? [vertices[i]!, vertices[i + 1]!]
      : [(vertices[i]! + vertices[i + 2]!) / 2, (vertices[i + 1]! + vertices[i + 3]!) / 2];
  return distanceToWays(graph, ways, x, y);
}
