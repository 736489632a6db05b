import type { Graph, Network } from '../network/network.ts';
import type { EdgeNo } from '../pipeline/stages.ts';
import { edgeArcs } from './junctions.ts';

/** A point of the network, metres from its edge's first vertex. */
export interface NetworkPoint {
  readonly edge: EdgeNo;
  readonly offset_m: number;
}

/**
 * `any`: one-ways driven either way, breaks of the drawing crossed; `drawn`: as the drawing has it, one-ways only as they may
 * be driven.
 */
export type Ways = 'any' | 'drawn';

/** Shortest ways over the network from one point; `Infinity` beyond the limit. */
export interface Distances {
  readonly network: Network;
  readonly from: NetworkPoint;
  readonly ways: Ways;
  /** The nodes within the limit by open addressing, −1 where a slot is free, and the metres to each. */
  readonly nodes: Int32Array;
  readonly metres: Float64Array;
}

/** Arrays over all nodes of a network, one search at a time: valid where `seen` is this round's. */
interface Scratch {
  readonly metres: Float64Array;
  readonly seen: Int32Array;
  round: number;
}

const scratchOf = new WeakMap<Network, Scratch>();

/** The arc of an edge on which an offset lies; −1 where the edge has none. */
function arcAt(network: Network, { edge, offset_m }: NetworkPoint): number {
  const { first, arcs } = edgeArcs(network);
  const { arcStart_m, arcLength_m } = network.graph;
  let nearest = -1;
  let nearest_m = Infinity;
  for (let k = first[edge]!; k < first[edge + 1]!; k++) {
    const arc = arcs[k]!;
    const start_m = arcStart_m[arc]!;
    const away_m = Math.max(start_m - offset_m, offset_m - start_m - arcLength_m[arc]!, 0);
    if (away_m < nearest_m) {
      nearest = arc;
      nearest_m = away_m;
    }
  }
  return nearest;
}

export function distancesFrom(network: Network, from: NetworkPoint, limit_m: number, ways: Ways = 'any'): Distances {
  const { graph } = network;
  const { nodes, arcFrom, arcTo, arcOneway, arcStart_m, arcLength_m, connectorsFrom, leavingFrom, leaving } = graph;
  const drawn = ways === 'drawn';
  let scratch = scratchOf.get(network);
  if (scratch === undefined) {
    scratch = { metres: new Float64Array(nodes), seen: new Int32Array(nodes), round: 0 };
    scratchOf.set(network, scratch);
  }
  const { metres, seen } = scratch;
  const round = ++scratch.round;
  const found: number[] = [];
  const heap: number[] = [];
  const reach = (node: number, at_m: number) => {
    if (at_m > limit_m || (seen[node] === round && at_m >= metres[node]!)) return;
    if (seen[node] !== round) found.push(node);
    seen[node] = round;
    metres[node] = at_m;
    push(heap, node, metres);
  };
  const arc = arcAt(network, from);
  if (arc >= 0) {
    const along_m = from.offset_m - arcStart_m[arc]!;
    if (!drawn || arcOneway[arc] !== 1) reach(arcFrom[arc]!, Math.max(0, along_m));
    if (!drawn || arcOneway[arc] !== -1) reach(arcTo[arc]!, Math.max(0, arcLength_m[arc]! - along_m));
  }
  while (heap.length > 0) {
    const node = pop(heap, metres);
    const at_m = metres[node]!;
    for (let k = leavingFrom[node]!; k < leavingFrom[node + 1]!; k++) {
      const way = leaving[k]!;
      const against = (way & 1) === 1 ? 1 : -1;
      if (drawn && (arcOneway[way >> 1] === against || way >> 1 >= connectorsFrom)) continue;
      reach(endOf(graph, way), at_m + arcLength_m[way >> 1]!);
    }
  }
  return { network, from, ways, ...packed(found, metres) };
}

function packed(found: readonly number[], by: Float64Array): Pick<Distances, 'nodes' | 'metres'> {
  let size = 2;
  while (size < 2 * found.length) size *= 2;
  const nodes = new Int32Array(size).fill(-1);
  const metres = new Float64Array(size);
  for (const node of found) {
    const slot = slotOf(nodes, node);
    nodes[slot] = node;
    metres[slot] = by[node]!;
  }
  return { nodes, metres };
}

/** Where a node stands, or the free slot where it would. */
function slotOf(nodes: Int32Array, node: number): number {
  const mask = nodes.length - 1;
  let slot = (Math.imul(node, 0x9e3779b1) >>> 7) & mask;
  while (nodes[slot]! >= 0 && nodes[slot] !== node) slot = (slot + 1) & mask;
  return slot;
}

function metresTo({ nodes, metres }: Distances, node: number): number {
  const slot = slotOf(nodes, node);
  return nodes[slot] === node ? metres[slot]! : Infinity;
}

const endOf = ({ arcFrom, arcTo }: Graph, way: number): number => ((way & 1) === 1 ? arcFrom : arcTo)[way >> 1]!;

/** Metres over the network to a point; `Infinity` beyond the limit. */
export function distanceTo(distances: Distances, to: NetworkPoint): number {
  const { network, from, ways } = distances;
  const { arcFrom, arcTo, arcOneway, arcStart_m, arcLength_m } = network.graph;
  const arc = arcAt(network, to);
  if (arc < 0) return Infinity;
  const only = ways === 'drawn' ? arcOneway[arc]! : 0;
  const at_m = Math.max(0, to.offset_m - arcStart_m[arc]!);
  const along_m = only === -1 ? Infinity : at_m;
  const rest_m = only === 1 ? Infinity : Math.max(0, arcLength_m[arc]! - at_m);
  const round_m = Math.min(metresTo(distances, arcFrom[arc]!) + along_m, metresTo(distances, arcTo[arc]!) + rest_m);
  const forth = (to.offset_m - from.offset_m) * only >= 0;
  const straight = from.edge === to.edge && forth && arcAt(network, from) === arc;
  return straight ? Math.min(round_m, Math.abs(to.offset_m - from.offset_m)) : round_m;
}

/** A heap of nodes by distance; a node may lie in it more than once, which costs a glance each time. */
function push(heap: number[], node: number, by: Float64Array): void {
  let at = heap.length;
  heap.push(node);
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (by[heap[up]!]! <= by[node]!) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = node;
}

function pop(heap: number[], by: Float64Array): number {
  const top = heap[0]!;
  const node = heap.pop()!;
  const count = heap.length;
  if (count === 0) return top;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= count) break;
    if (down + 1 < count && by[heap[down + 1]!]! < by[heap[down]!]!) down++;
    if (by[heap[down]!]! >= by[node]!) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = node;
  return top;
}
