import { scaleAt } from '../geometry/ruler.ts';
import { arcOf, isBackward, wayBack, type Graph, type Network, type Way } from '../network/network.ts';
import { pop, push, startHeap, type Heap } from './heap.ts';
import type { MatchLimits } from './limits.ts';

/**
 * The nodes within a length of one node: a shortest-path tree that minimises metres plus penalties. Turning back has
 * its price only where it can matter: when the first way leads back where the vehicle came from, or the last one back
 * along the tree. A tree is known by where it lies in `Trees`; its entries too, the root's first.
 */
export type Reach = number;

/**
 * All trees one after the other in one block, for there are very many, most are small, and each is asked from far away:
 * no object lies between. A tree is the mask of its slots, the number of its entries, open-addressed slots (0: free, else
 * an entry) and a row for each entry.
 */
interface Trees {
  ints: Int32Array;
  /** The same memory. */
  floats: Float32Array;
  /** Kept up to here; what lies from there to `end` is for the search under way alone. */
  kept: number;
  end: number;
  /** By radius, then by node: its tree, 0 where it has none yet. */
  readonly known: readonly Int32Array[];
}

const MASK = 0;
const COUNT = 1;
const SLOTS = 2;

const ROW = 6;
/** Of an entry: its node; the entry before it; the way by which it was reached (−1: the root); the first way from the root. */
const NODE = 0;
const PARENT = 1;
const BY = 2;
const FIRST = 3;
/** Metres from the root; then the same with the penalties. */
const METRES = 4;
const PRICED = 5;

/** Where a long search leads: to the starts of ways within `around_m` of a place. */
export interface Aim {
  readonly lon: number;
  readonly lat: number;
  readonly around_m: number;
  /** The ways looked for; the search ends with the last of them. */
  readonly ways: readonly Way[];
}

/** Radii of the cached trees, metres. A search is made for the next one up, so that what is cached never changes a result. */
const RADII_M = [50, 80, 120, 180, 270];
/** Beyond that trees grow too large to keep: each search goes towards its aim. */
export const WIDEST_TREE_M = 270;
/** Numbers kept over all trees: about 100 MB; then all are dropped and made again as needed. */
const MOST_KEPT = 25_000_000;
const FIRST_KEPT = 65_536;
/** Nodes that were merged lie up to half a metre from their arcs' ends: the straight line must not promise too much. */
const MERGED_M = 1;

/** Searches on one network: scratch arrays and the cache. */
export interface Searcher {
  readonly graph: Graph;
  readonly limits: MatchLimits;
  readonly trees: Trees;
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

const searchers = new WeakMap<Network, WeakMap<MatchLimits, Searcher>>();

/** The one searcher of a network and its limits. */
export function searcherOf(network: Network, limits: MatchLimits): Searcher {
  let byLimits = searchers.get(network);
  if (byLimits === undefined) searchers.set(network, (byLimits = new WeakMap()));
  let searcher = byLimits.get(limits);
  if (searcher === undefined) {
    const { nodes } = network.graph;
    searcher = {
      graph: network.graph,
      limits,
      trees: startTrees(nodes),
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

function startTrees(nodes: number): Trees {
  const ints = new Int32Array(FIRST_KEPT);
  const known = RADII_M.map(() => new Int32Array(nodes));
  return { ints, floats: new Float32Array(ints.buffer), kept: 1, end: 1, known };
}

/** Before trees are asked for: those that were given for an aim, or too many to keep, are no longer needed by anyone. */
export function forgetTrees({ trees }: Searcher): void {
  if (trees.kept > MOST_KEPT) {
    for (const known of trees.known) known.fill(0);
    trees.kept = 1;
  }
  trees.end = trees.kept;
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

/**
 * What lies within at least `radius_m` of a node; beyond `WIDEST_TREE_M` only what leads to the aim. Good until trees are
 * forgotten.
 */
export function reachFrom(searcher: Searcher, node: number, radius_m: number, aim: Aim | null): Reach {
  if (radius_m > WIDEST_TREE_M) return search(searcher, node, radius_m, aim);
  let r = 0;
  while (RADII_M[r]! < radius_m) r++;
  const { trees } = searcher;
  const known = trees.known[r]![node]!;
  if (known !== 0) return known;
  const reach = search(searcher, node, RADII_M[r]!, null);
  trees.known[r]![node] = reach;
  trees.kept = trees.end;
  return reach;
}

/** Entry of a node in a tree, −1 where it is out of reach. */
export function entryOf({ trees: { ints } }: Searcher, reach: Reach, node: number): number {
  const mask = ints[reach + MASK]!;
  const slots = reach + SLOTS;
  for (let slot = Math.imul(node, 0x9e3779b1) >>> 7; ; slot++) {
    const entry = ints[slots + (slot & mask)]!;
    if (entry === 0) return -1;
    if (ints[entry + NODE] === node) return entry;
  }
}

const rootOf = ({ ints }: Trees, reach: Reach): number => reach + SLOTS + ints[reach + MASK]! + 1;

/** All entries of a tree, the root first: this one and one after each `step`. */
export function entriesOf({ trees }: Searcher, reach: Reach): { first: number; step: number; past: number } {
  const first = rootOf(trees, reach);
  return { first, step: ROW, past: first + ROW * trees.ints[reach + COUNT]! };
}

/** Metres from the root to an entry. */
export const metresTo = ({ trees }: Searcher, entry: number): number => trees.floats[entry + METRES]!;
export const nodeOf = ({ trees }: Searcher, entry: number): number => trees.ints[entry + NODE]!;
/** The way by which an entry was reached, −1 for the root. */
export const lastWay = ({ trees }: Searcher, entry: number): Way => trees.ints[entry + BY]!;
/** Whether the tree's path to an entry begins with a way. */
export const startsWith = ({ trees: { ints } }: Searcher, entry: number, way: Way): boolean =>
  ints[entry + BY]! >= 0 && ints[entry + FIRST] === way;

/** Metres of penalty for coming along `before`, taking the tree's path to the entry and leaving it by `after`. */
export function penaltyTo(searcher: Searcher, reach: Reach, entry: number, before: Way, after: Way): number {
  const { graph, limits, trees } = searcher;
  const { ints, floats } = trees;
  const root = ints[rootOf(trees, reach) + NODE]!;
  let penalty_m = floats[entry + PRICED]! - floats[entry + METRES]! + enteringPenalty(graph, limits, after);
  const by = ints[entry + BY]!;
  if (by < 0) return after === wayBack(before) ? penalty_m + turningBack(graph, limits, root) : penalty_m;
  if (ints[entry + FIRST] === wayBack(before)) penalty_m += turningBack(graph, limits, root);
  if (by === wayBack(after)) penalty_m += turningBack(graph, limits, ints[entry + NODE]!);
  return penalty_m;
}

/** Fills in the ways of a drive along `first`, from its end to an entry, and on along `last`. */
export function waysAlong({ trees: { ints } }: Searcher, entry: number, first: Way, last: Way, ways: Way[]): void {
  let between = 0;
  for (let at = entry; ints[at + BY]! >= 0; at = ints[at + PARENT]!) between++;
  ways.length = between + 2;
  ways[0] = first;
  ways[between + 1] = last;
  for (let at = entry; ints[at + BY]! >= 0; at = ints[at + PARENT]!) ways[between--] = ints[at + BY]!;
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
    for (const way of aim.ways) {
      const tail = tailOf(graph, way);
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
function treeOf({ graph, found, entry, by, cost, length, trees }: Searcher, count: number): Reach {
  let size = 2;
  while (size < 2 * count) size *= 2;
  const reach = trees.end;
  trees.end += SLOTS + size + ROW * count;
  while (trees.end > trees.ints.length) {
    trees.ints = twice(trees.ints);
    trees.floats = new Float32Array(trees.ints.buffer);
  }
  const { ints, floats } = trees;
  const slots = reach + SLOTS;
  const root = slots + size;
  ints[reach + MASK] = size - 1;
  ints[reach + COUNT] = count;
  ints.fill(0, slots, root);
  for (let i = 0, row = root; i < count; i++, row += ROW) {
    const node = found[i]!;
    const way = by[node]!;
    const parent = way < 0 ? 0 : entry[tailOf(graph, way)]!;
    const before = root + ROW * parent;
    ints[row + NODE] = node;
    ints[row + PARENT] = before;
    ints[row + BY] = way;
    ints[row + FIRST] = parent === 0 ? way : ints[before + FIRST]!;
    floats[row + METRES] = length[node]!;
    floats[row + PRICED] = cost[node]!;
    let slot = (Math.imul(node, 0x9e3779b1) >>> 7) & (size - 1);
    while (ints[slots + slot]! !== 0) slot = (slot + 1) & (size - 1);
    ints[slots + slot] = row;
  }
  return reach;
}

function twice(numbers: Int32Array): Int32Array {
  const more = new Int32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
