import { scaleAt } from '../geometry/ruler.ts';
import { arcOf, isBackward, wayBack, type Graph, type Network, type Way } from '../network/network.ts';
import { pop, push, startHeap, type Heap } from './heap.ts';
import type { MatchLimits } from './limits.ts';

/**
 * The nodes within a length of one node: a shortest-path tree that minimises metres plus penalties. Turning back has
 * its price only where it can matter: when the first way leads back where the vehicle came from, or the last one back
 * along the tree. Entries are numbered, the root is entry 0; kept in two blocks, for there are very many trees and most
 * are small.
 */
export interface Reach {
  readonly count: number;
  /** By entry: node; entry before it; way by which it was reached (−1: the root); first way from the root; then open-addressed slots. */
  readonly numbers: Int32Array;
  /** By entry: metres from the root; then the same with the penalties. */
  readonly metres: Float32Array;
}

/** Where a long search leads: to the starts of ways within `around_m` of a place. */
export interface Aim {
  readonly lon: number;
  readonly lat: number;
  readonly around_m: number;
  /** The ways looked for; the search ends with the last of them. */
  readonly ways: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
}

/** Radii of the cached trees, metres. A search is made for the next one up, so that what is cached never changes a result. */
const RADII_M = [50, 80, 120, 180, 270];
/** Beyond that trees grow too large to keep: each search goes towards its aim. */
export const WIDEST_TREE_M = 270;
/** Entries kept over all cached trees: about 100 MB; then all are dropped and made again as needed. */
const MOST_CACHED = 3_000_000;
/** Nodes that were merged lie up to half a metre from their arcs' ends: the straight line must not promise too much. */
const MERGED_M = 1;

/** Searches on one network: scratch arrays and the cache. */
export interface Searcher {
  readonly graph: Graph;
  readonly limits: MatchLimits;
  /** By radius, then by node. */
  readonly cache: Map<number, Reach>[];
  cached: number;
  /** lon, lat by node. */
  readonly nodeAt: Float64Array;
  // scratch by node, valid where `seen` (or `wanted`) is this round's
  readonly cost: Float64Array;
  readonly length: Float64Array;
  readonly by: Int32Array;
  /** Entry number once settled, before that −1. */
  readonly entry: Int32Array;
  readonly seen: Int32Array;
  readonly wanted: Int32Array;
  round: number;
  readonly heap: Heap;
  /** Nodes in the order in which they were settled. */
  found: Int32Array;
}

const searchers = new WeakMap<Network, Map<MatchLimits, Searcher>>();

/** The one searcher of a network and its limits. */
export function searcherOf(network: Network, limits: MatchLimits): Searcher {
  let byLimits = searchers.get(network);
  if (byLimits === undefined) searchers.set(network, (byLimits = new Map()));
  let searcher = byLimits.get(limits);
  if (searcher === undefined) {
    const { nodes } = network.graph;
    searcher = {
      graph: network.graph,
      limits,
      cache: RADII_M.map(() => new Map()),
      cached: 0,
      nodeAt: nodePlaces(network.graph),
      cost: new Float64Array(nodes),
      length: new Float64Array(nodes),
      by: new Int32Array(nodes),
      entry: new Int32Array(nodes),
      seen: new Int32Array(nodes),
      wanted: new Int32Array(nodes),
      round: 0,
      heap: startHeap(),
      found: new Int32Array(256),
    };
    byLimits.set(limits, searcher);
  }
  return searcher;
}

/** Position of each node, from the ends of its arcs. */
function nodePlaces({ nodes, connectorsFrom, arcFrom, arcTo, arcVertex, vertices }: Graph): Float64Array {
  const places = new Float64Array(2 * nodes);
  for (let arc = 0; arc < connectorsFrom; arc++) {
    const first = 2 * arcVertex[arc]!;
    const last = 2 * arcVertex[arc + 1]! - 2;
    for (let axis = 0; axis < 2; axis++) {
      places[2 * arcFrom[arc]! + axis] = vertices[first + axis]!;
      places[2 * arcTo[arc]! + axis] = vertices[last + axis]!;
    }
  }
  return places;
}

/** The node a way leads to. */
export const headOf = (graph: Graph, way: Way): number =>
  isBackward(way) ? graph.arcFrom[way >> 1]! : graph.arcTo[way >> 1]!;

/** The node a way starts from. */
export const tailOf = (graph: Graph, way: Way): number =>
  isBackward(way) ? graph.arcTo[way >> 1]! : graph.arcFrom[way >> 1]!;

/** What lies within at least `radius_m` of a node; beyond `WIDEST_TREE_M` only what leads to the aim. */
export function reachFrom(searcher: Searcher, node: number, radius_m: number, aim: Aim | null): Reach {
  if (radius_m > WIDEST_TREE_M) return search(searcher, node, radius_m, aim);
  let r = 0;
  while (RADII_M[r]! < radius_m) r++;
  const cached = searcher.cache[r]!.get(node);
  if (cached !== undefined) return cached;
  const reach = search(searcher, node, RADII_M[r]!, null);
  if (searcher.cached + reach.count > MOST_CACHED) {
    for (const map of searcher.cache) map.clear();
    searcher.cached = 0;
  }
  searcher.cache[r]!.set(node, reach);
  searcher.cached += reach.count;
  return reach;
}

/** Entry of a node in a tree, −1 where it is out of reach. */
export function entryOf({ numbers, count }: Reach, node: number): number {
  const slots = 4 * count;
  const mask = numbers.length - slots - 1;
  let slot = Math.imul(node, 0x9e3779b1) >>> 7;
  for (;;) {
    const entry = numbers[slots + (slot &= mask)]!;
    if (entry < 0 || numbers[entry] === node) return entry;
    slot++;
  }
}

/** Metres of penalty for coming along `before`, taking the tree's path to the entry and leaving it by `after`. */
export function penaltyTo(searcher: Searcher, reach: Reach, entry: number, before: Way, after: Way): number {
  const { graph, limits } = searcher;
  const { numbers, metres, count } = reach;
  let penalty_m = metres[count + entry]! - metres[entry]! + enteringPenalty(graph, limits, after);
  if (entry === 0) return after === wayBack(before) ? penalty_m + turningBack(graph, limits, numbers[0]!) : penalty_m;
  if (numbers[3 * count + entry] === wayBack(before)) penalty_m += turningBack(graph, limits, numbers[0]!);
  if (numbers[2 * count + entry] === wayBack(after)) penalty_m += turningBack(graph, limits, numbers[entry]!);
  return penalty_m;
}

/** The ways of a drive along `first`, from its end to an entry, and on along `last`. */
export function waysAlong({ numbers, count }: Reach, entry: number, first: Way, last: Way): Way[] {
  let between = 0;
  for (let at = entry; at > 0; at = numbers[count + at]!) between++;
  const ways = new Array<Way>(between + 2);
  ways[0] = first;
  ways[between + 1] = last;
  for (let at = entry; at > 0; at = numbers[count + at]!) ways[between--] = numbers[2 * count + at]!;
  return ways;
}

const turningBack = (graph: Graph, limits: MatchLimits, node: number): number =>
  graph.leavingFrom[node + 1]! - graph.leavingFrom[node]! === 1 ? limits.turnAtDeadEnd_m : limits.turnBack_m;

function enteringPenalty(graph: Graph, limits: MatchLimits, way: Way): number {
  const arc = arcOf(way);
  if (arc >= graph.connectorsFrom) return limits.connector_m;
  return graph.arcOneway[arc] === (isBackward(way) ? 1 : -1) ? limits.againstOneway_m : 0;
}

/** Dijkstra's search, or with an aim A*: what cannot reach it within the radius is left out. */
function search(searcher: Searcher, root: number, radius_m: number, aim: Aim | null): Reach {
  const { graph, limits, cost, length, by, entry, seen, wanted, heap, nodeAt } = searcher;
  const { arcLength_m, arcFrom, arcTo, leavingFrom, leaving } = graph;
  const round = ++searcher.round;
  const { kx, ky } = aim === null ? { kx: 0, ky: 0 } : scaleAt(aim.lat);
  let missing = 0;
  if (aim !== null) {
    for (let k = aim.from; k < aim.to; k++) {
      const tail = tailOf(graph, aim.ways[k]!);
      if (wanted[tail] === round) continue;
      wanted[tail] = round;
      missing++;
    }
  }
  seen[root] = round;
  cost[root] = 0;
  length[root] = 0;
  by[root] = -1;
  entry[root] = -1;
  heap.count = 0;
  push(heap, root, 0);
  let count = 0;
  while (heap.count > 0) {
    const node = pop(heap);
    if (entry[node]! >= 0) continue;
    if (count === searcher.found.length) searcher.found = twice(searcher.found);
    searcher.found[count] = node;
    entry[node] = count++;
    if (aim !== null && wanted[node] === round && --missing === 0) break;
    const length_m = length[node]!;
    const cost_m = cost[node]!;
    for (let k = leavingFrom[node]!, end = leavingFrom[node + 1]!; k < end; k++) {
      const way = leaving[k]!;
      const arc = way >> 1;
      const next = (way & 1) === 1 ? arcFrom[arc]! : arcTo[arc]!;
      const size = arcLength_m[arc]!;
      const there_m = length_m + size;
      if (there_m > radius_m) continue;
      const total = cost_m + size + enteringPenalty(graph, limits, way);
      if (seen[next] === round && cost[next]! <= total) continue;
      let rest_m = 0;
      if (aim !== null) {
        const east = (nodeAt[2 * next]! - aim.lon) * kx;
        const north = (nodeAt[2 * next + 1]! - aim.lat) * ky;
        rest_m = Math.max(0, Math.sqrt(east * east + north * north) - aim.around_m - MERGED_M);
        if (there_m + rest_m > radius_m) continue;
      }
      seen[next] = round;
      cost[next] = total;
      length[next] = there_m;
      by[next] = way;
      entry[next] = -1;
      push(heap, next, total + rest_m);
    }
  }
  return treeOf(searcher, count);
}

/** Packs what the search found. */
function treeOf({ graph, found, entry, by, cost, length }: Searcher, count: number): Reach {
  let size = 2;
  while (size < 2 * count) size *= 2;
  const numbers = new Int32Array(4 * count + size);
  const metres = new Float32Array(2 * count);
  const slots = 4 * count;
  numbers.fill(-1, slots);
  for (let i = 0; i < count; i++) {
    const node = found[i]!;
    const way = by[node]!;
    const parent = way < 0 ? 0 : entry[tailOf(graph, way)]!;
    numbers[i] = node;
    numbers[count + i] = parent;
    numbers[2 * count + i] = way;
    numbers[3 * count + i] = parent === 0 ? way : numbers[3 * count + parent]!;
    metres[i] = length[node]!;
    metres[count + i] = cost[node]!;
    let slot = (Math.imul(node, 0x9e3779b1) >>> 7) & (size - 1);
    while (numbers[slots + slot]! >= 0) slot = (slot + 1) & (size - 1);
    numbers[slots + slot] = i;
  }
  return { count, numbers, metres };
}

function twice(numbers: Int32Array): Int32Array {
  const more = new Int32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
