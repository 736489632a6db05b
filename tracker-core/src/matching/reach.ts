import { arcOf, isBackward, wayBack, type Graph, type Network, type Way } from '../network/network.ts';
import type { MatchLimits } from './limits.ts';
import { pop, push, startHeap, type Heap } from './heap.ts';

/**
 * The ways that can be entered from a node, within a length: a shortest-path tree over directed arcs, so that turning
 * back has its price. The tree minimises the length plus the penalties. Entries are numbered; kept in two blocks, for
 * there are very many trees and most are small.
 */
export interface Reach {
  readonly count: number;
  /** By entry: way; then entry before it (−1: entered straight from the node); then the first way; then open-addressed slots. */
  readonly numbers: Int32Array;
  /** By entry: metres from the node to the start of the way; then the same with the penalties. */
  readonly metres: Float32Array;
}

/** Radii searched, metres. A search is always made for the next one up, so that what is cached never changes a result. */
const RADII_M = [50, 80, 120, 180, 270, 400, 600, 900, 1_350, 2_000, 3_000, 4_500];
/** Entries kept over all cached trees: about 100 MB; then all are dropped and made again as needed. */
const MOST_CACHED = 4_000_000;

/** Searches on one network: scratch arrays and the cache. */
export interface Searcher {
  readonly graph: Graph;
  readonly limits: MatchLimits;
  /** By radius, then by node. */
  readonly cache: Map<number, Reach>[];
  cached: number;
  // scratch by way, valid where `seen` is this round's
  readonly cost: Float64Array;
  readonly length: Float64Array;
  readonly entry: Int32Array;
  readonly seen: Int32Array;
  round: number;
  readonly heap: Heap;
  // scratch by entry
  found: Int32Array;
}

const searchers = new WeakMap<Network, Map<MatchLimits, Searcher>>();

/** The one searcher of a network and its limits. */
export function searcherOf(network: Network, limits: MatchLimits): Searcher {
  let byLimits = searchers.get(network);
  if (byLimits === undefined) searchers.set(network, (byLimits = new Map()));
  let searcher = byLimits.get(limits);
  if (searcher === undefined) {
    const ways = 2 * network.graph.arcs;
    searcher = {
      graph: network.graph,
      limits,
      cache: RADII_M.map(() => new Map()),
      cached: 0,
      cost: new Float64Array(ways),
      length: new Float64Array(ways),
      entry: new Int32Array(ways),
      seen: new Int32Array(ways),
      round: 0,
      heap: startHeap(),
      found: new Int32Array(256),
    };
    byLimits.set(limits, searcher);
  }
  return searcher;
}

/** The node a way leads to. */
export const headOf = (graph: Graph, way: Way): number =>
  isBackward(way) ? graph.arcFrom[way >> 1]! : graph.arcTo[way >> 1]!;

/** What can be entered from a node within at least `radius_m`. */
export function reachFrom(searcher: Searcher, node: number, radius_m: number): Reach {
  let r = 0;
  while (r < RADII_M.length - 1 && RADII_M[r]! < radius_m) r++;
  const cached = searcher.cache[r]!.get(node);
  if (cached !== undefined) return cached;
  const reach = search(searcher, node, RADII_M[r]!);
  if (searcher.cached + reach.count > MOST_CACHED) {
    for (const map of searcher.cache) map.clear();
    searcher.cached = 0;
  }
  searcher.cache[r]!.set(node, reach);
  searcher.cached += reach.count;
  return reach;
}

/** Entry of a way in a tree, −1 where it is out of reach. */
export function entryOf({ numbers, count }: Reach, wanted: Way): number {
  const slots = 3 * count;
  const mask = numbers.length - slots - 1;
  let slot = Math.imul(wanted, 0x9e3779b1) >>> 7;
  for (;;) {
    const entry = numbers[slots + (slot &= mask)]!;
    if (entry < 0 || numbers[entry] === wanted) return entry;
    slot++;
  }
}

/** Metres of penalty for taking the tree's path to an entry after having come along `way`. */
export function penaltyTo(
  { graph, limits }: Searcher,
  { numbers, metres, count }: Reach,
  entry: number,
  way: Way,
): number {
  const penalty_m = metres[count + entry]! - metres[entry]!;
  if (numbers[2 * count + entry] !== wayBack(way)) return penalty_m;
  const node = headOf(graph, way);
  return penalty_m + turningBack(graph, limits, node);
}

/** The ways from the tree's node to an entry, in order. */
export function waysTo({ numbers, count }: Reach, entry: number): Way[] {
  const ways: Way[] = [];
  for (let at = entry; at >= 0; at = numbers[count + at]!) ways.push(numbers[at]!);
  return ways.reverse();
}

const turningBack = (graph: Graph, limits: MatchLimits, node: number): number =>
  graph.leavingFrom[node + 1]! - graph.leavingFrom[node]! === 1 ? limits.turnAtDeadEnd_m : limits.turnBack_m;

function search(searcher: Searcher, root: number, radius_m: number): Reach {
  const { graph, limits, cost, length, entry, seen, heap } = searcher;
  const { arcLength_m, arcOneway, connectorsFrom, leavingFrom, leaving } = graph;
  const round = ++searcher.round;
  let count = 0;
  let node = root;
  let after = -1;
  let parent = -1;
  let length_m = 0;
  let cost_m = 0;
  for (;;) {
    // offer every way out of the node
    const end = leavingFrom[node + 1]!;
    for (let k = leavingFrom[node]!; k < end; k++) {
      const next = leaving[k]!;
      const arc = next >> 1;
      let total = cost_m;
      if (next === (after ^ 1)) total += turningBack(graph, limits, node);
      if (arc >= connectorsFrom) total += limits.connector_m;
      else if (arcOneway[arc] === (isBackward(next) ? 1 : -1)) total += limits.againstOneway_m;
      if (seen[next] === round && cost[next]! <= total) continue;
      seen[next] = round;
      cost[next] = total;
      length[next] = length_m;
      entry[next] = parent;
      push(heap, next, total);
    }
    // settle the cheapest that leads on
    for (;;) {
      if (heap.count === 0) return treeOf(searcher, count);
      cost_m = heap.key[0]!;
      after = pop(heap);
      if (cost[after] !== cost_m || entry[after]! < -1) continue;
      if (count === searcher.found.length) {
        const more = new Int32Array(2 * count);
        more.set(searcher.found);
        searcher.found = more;
      }
      parent = count;
      searcher.found[count++] = after;
      // from here on the entry's number, so that it is not settled twice
      const own = entry[after]!;
      entry[after] = -2 - own - 1;
      length_m = length[after]! + arcLength_m[arcOf(after)]!;
      if (length_m <= radius_m) break;
    }
    cost_m += arcLength_m[arcOf(after)]!;
    node = headOf(graph, after);
  }
}

/** Packs what the search found. */
function treeOf({ found, entry, cost, length }: Searcher, count: number): Reach {
  let size = 2;
  while (size < 2 * count) size *= 2;
  const numbers = new Int32Array(3 * count + size);
  const metres = new Float32Array(2 * count);
  const slots = 3 * count;
  numbers.fill(-1, slots);
  for (let i = 0; i < count; i++) {
    const way = found[i]!;
    const parent = -3 - entry[way]!;
    numbers[i] = way;
    numbers[count + i] = parent;
    numbers[2 * count + i] = parent < 0 ? way : numbers[2 * count + parent]!;
    metres[i] = length[way]!;
    metres[count + i] = cost[way]!;
    let slot = (Math.imul(way, 0x9e3779b1) >>> 7) & (size - 1);
    while (numbers[slots + slot]! >= 0) slot = (slot + 1) & (size - 1);
    numbers[slots + slot] = i;
  }
  return { count, numbers, metres };
}
