import { arcOf, isBackward, wayBack, type Graph, type Network, type Way } from '../network/network.ts';
import type { MatchLimits } from './limits.ts';

/**
 * The ways that can be entered after one way's end, within a length: a shortest-path tree over directed arcs, so that
 * turning back has its price. `cost_m` is the length plus the penalties; the tree minimises it.
 */
export interface Reach {
  readonly count: number;
  readonly way: Int32Array;
  /** Metres from the end of the first way to the start of this one. */
  readonly length_m: Float32Array;
  readonly cost_m: Float32Array;
  /** Entry before this one on the way here; −1: entered straight from the first way. */
  readonly parent: Int32Array;
  /** Open-addressed: entry by way. */
  readonly slots: Int32Array;
}

/** Radii searched, metres. A search is always made for the next one up, so that what is cached never changes a result. */
const RADII_M = [100, 200, 400, 800, 1_600, 3_200, 6_400];
/** Entries kept over all cached trees: about 100 MB; then all are dropped and made again as needed. */
const MOST_CACHED = 4_000_000;

/** Searches on one network: scratch arrays and the cache. */
export interface Searcher {
  readonly graph: Graph;
  readonly limits: MatchLimits;
  readonly cache: Map<number, Reach>[];
  cached: number;
  readonly cost: Float64Array;
  readonly length: Float64Array;
  readonly entry: Int32Array;
  readonly seen: Int32Array;
  round: number;
  readonly heapWay: number[];
  readonly heapCost: number[];
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
      heapWay: [],
      heapCost: [],
    };
    byLimits.set(limits, searcher);
  }
  return searcher;
}

/** What can be entered after `from`'s end within at least `radius_m`. */
export function reachFrom(searcher: Searcher, from: Way, radius_m: number): Reach {
  let r = 0;
  while (r < RADII_M.length - 1 && RADII_M[r]! < radius_m) r++;
  const cached = searcher.cache[r]!.get(from);
  if (cached !== undefined) return cached;
  const reach = search(searcher, from, RADII_M[r]!);
  if (searcher.cached + reach.count > MOST_CACHED) {
    for (const map of searcher.cache) map.clear();
    searcher.cached = 0;
  }
  searcher.cache[r]!.set(from, reach);
  searcher.cached += reach.count;
  return reach;
}

/** Entry of a way in a tree, −1 where it is out of reach. */
export function entryOf({ slots, way }: Reach, wanted: Way): number {
  const mask = slots.length - 1;
  let slot = Math.imul(wanted, 0x9e3779b1) >>> 7;
  for (;;) {
    const entry = slots[(slot &= mask)]!;
    if (entry < 0 || way[entry] === wanted) return entry;
    slot++;
  }
}

/** Metres of penalty for entering `next` after `way`. */
export function turnPenalty(graph: Graph, limits: MatchLimits, way: Way, next: Way, choices: number): number {
  const arc = arcOf(next);
  let penalty = 0;
  if (next === wayBack(way)) penalty += choices === 1 ? limits.turnAtDeadEnd_m : limits.turnBack_m;
  if (arc >= graph.connectorsFrom) penalty += limits.connector_m;
  else if (graph.arcOneway[arc] === (isBackward(next) ? 1 : -1)) penalty += limits.againstOneway_m;
  return penalty;
}

function search(searcher: Searcher, from: Way, radius_m: number): Reach {
  const { graph, limits, cost, length, entry, seen, heapWay, heapCost } = searcher;
  const { arcFrom, arcTo, arcLength_m, leavingFrom, leaving } = graph;
  const round = ++searcher.round;
  const way: number[] = [];
  const lengths: number[] = [];
  const costs: number[] = [];
  const parents: number[] = [];
  heapWay.length = 0;
  heapCost.length = 0;

  const relax = (after: Way, parent: number, length_m: number, cost_m: number) => {
    const node = isBackward(after) ? arcFrom[after >> 1]! : arcTo[after >> 1]!;
    const first = leavingFrom[node]!;
    const end = leavingFrom[node + 1]!;
    for (let k = first; k < end; k++) {
      const next = leaving[k]!;
      const total = cost_m + turnPenalty(graph, limits, after, next, end - first);
      if (seen[next] === round && cost[next]! <= total) continue;
      seen[next] = round;
      cost[next] = total;
      length[next] = length_m;
      entry[next] = parent;
      push(heapWay, heapCost, next, total);
    }
  };

  relax(from, -1, 0, 0);
  while (heapWay.length > 0) {
    const cost_m = heapCost[0]!;
    const next = pop(heapWay, heapCost);
    if (cost[next] !== cost_m || entry[next]! < -1) continue;
    const at = way.length;
    way.push(next);
    lengths.push(length[next]!);
    costs.push(cost_m);
    parents.push(entry[next]!);
    entry[next] = -2;
    const end_m = length[next]! + arcLength_m[next >> 1]!;
    if (end_m <= radius_m) relax(next, at, end_m, cost_m + arcLength_m[next >> 1]!);
  }

  let size = 4;
  while (size < 2 * way.length) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  for (let i = 0; i < way.length; i++) {
    let slot = (Math.imul(way[i]!, 0x9e3779b1) >>> 7) & (size - 1);
    while (slots[slot]! >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = i;
  }
  return {
    count: way.length,
    way: Int32Array.from(way),
    length_m: Float32Array.from(lengths),
    cost_m: Float32Array.from(costs),
    parent: Int32Array.from(parents),
    slots,
  };
}

/** Smallest cost first, of equal costs the smaller way. */
const before = (costA: number, wayA: number, costB: number, wayB: number) =>
  costA < costB || (costA === costB && wayA < wayB);

function push(ways: number[], costs: number[], way: number, cost: number): void {
  let at = ways.length;
  ways.push(way);
  costs.push(cost);
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!before(cost, way, costs[up]!, ways[up]!)) break;
    ways[at] = ways[up]!;
    costs[at] = costs[up]!;
    at = up;
  }
  ways[at] = way;
  costs[at] = cost;
}

function pop(ways: number[], costs: number[]): number {
  const top = ways[0]!;
  const way = ways.pop()!;
  const cost = costs.pop()!;
  const count = ways.length;
  if (count === 0) return top;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= count) break;
    if (down + 1 < count && before(costs[down + 1]!, ways[down + 1]!, costs[down]!, ways[down]!)) down++;
    if (!before(costs[down]!, ways[down]!, cost, way)) break;
    ways[at] = ways[down]!;
    costs[at] = costs[down]!;
    at = down;
  }
  ways[at] = way;
  costs[at] = cost;
  return top;
}
