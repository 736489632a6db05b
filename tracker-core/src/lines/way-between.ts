import { centimetresOf, metresOf, type WayAnswer, type WayBody, says } from '@sweepline/contract';
import { Refused } from '../refused.ts';
import { pop, push, startHeap } from '../matching/heap.ts';
import { arcOf, isBackward, type Network, type Way } from '../network/network.ts';
import type { EdgeNo } from '../pipeline/stages.ts';

/** A part of an edge that a way goes along, metres from the edge's first vertex. */
export interface WayStretch {
  readonly edge: EdgeNo;
  readonly from_m: number;
  readonly to_m: number;
  /** Along the digitised direction. */
  readonly forward: boolean;
}

/** A stretch of an edge whose junctions a way may leave from or come to. */
export interface WayEnd {
  readonly edge: EdgeNo;
  readonly from_m: number;
  readonly to_m: number;
}

/** An end counts as reached within this: metres are rounded to centimetres outside. */
const SLACK_M = 0.5;

/**
 * The shortest way that may be driven from one stretch to another, without the two themselves; empty where they touch.
 * @param most_m longer ways are not looked for
 * @returns null where there is none
 */
export function wayBetween(network: Network, from: WayEnd, to: WayEnd, most_m: number): WayStretch[] | null {
  const { graph } = network;
  const targets = new Set(nodesOf(network, to));
  const cost = new Float64Array(graph.nodes).fill(Infinity);
  const by = new Int32Array(graph.nodes).fill(-1);
  const settled = new Uint8Array(graph.nodes);
  const heap = startHeap();
  for (const node of nodesOf(network, from)) {
    cost[node] = 0;
    push(heap, node, 0);
  }
  while (heap.count > 0) {
    const node = pop(heap);
    if (settled[node] === 1) continue;
    settled[node] = 1;
    if (targets.has(node)) return stretchesTo(network, node, by);
    for (let i = graph.leavingFrom[node]!; i < graph.leavingFrom[node + 1]!; i++) {
      const way = graph.leaving[i]!;
      const oneway = graph.arcOneway[arcOf(way)]!;
      if (oneway !== 0 && oneway === (isBackward(way) ? 1 : -1)) continue;
      const next = entered(network, way);
      const reached_m = cost[node]! + graph.arcLength_m[arcOf(way)]!;
      if (reached_m >= cost[next]! || reached_m > most_m) continue;
      cost[next] = reached_m;
      by[next] = way;
      push(heap, next, reached_m);
    }
  }
  return null;
}

/** The part of an edge between the junctions around a place on it. */
export function blockAround({ graph, edges }: Network, edge: EdgeNo, at_m: number): { from_m: number; to_m: number } {
  for (let arc = 0; arc < graph.connectorsFrom; arc++) {
    if (graph.arcEdge[arc] !== edge) continue;
    const from_m = graph.arcStart_m[arc]!;
    const to_m = from_m + graph.arcLength_m[arc]!;
    if (at_m >= from_m - SLACK_M && at_m <= to_m) return { from_m, to_m };
  }
  return { from_m: 0, to_m: edges[edge]!.length_cm / 100 };
}

/** Farther than this nobody means to go on. */
const MOST_M = 20_000;

/** @throws Refused `unknown-edge` */
export function wayAnswer(network: Network, { from, to }: WayBody): WayAnswer {
  const known = (id: string): EdgeNo => {
    const edge = network.edgeNo(id);
    if (edge === undefined)
      throw new Refused('unknown-edge', says('unknown-edges', { count: 1, edges: id }), { edges: [id] });
    return edge;
  };
  const whole = (edge: EdgeNo): number => network.edges[edge]!.length_cm / 100;
  const edge = known(to.edge);
  const { from_m, to_m } = blockAround(network, edge, to.at_m);
  const block = { from_m: rounded(from_m), to_m: rounded(Math.min(to_m, whole(edge))) };
  if (from === undefined) return { block, way: null };
  const begin = known(from.edge);
  const leave = { edge: begin, from_m: from.from_m ?? 0, to_m: from.to_m ?? whole(begin) };
  const stretches = wayBetween(network, leave, { edge, from_m: 0, to_m: whole(edge) }, MOST_M);
  if (stretches === null) return { block, way: null };
  const legs = stretches.map(({ edge, from_m, to_m, forward }) => ({
    edge: network.edges[edge]!.id,
    from_m: rounded(from_m),
    to_m: rounded(Math.min(to_m, whole(edge))),
    forward,
  }));
  const length_cm = legs.reduce((sum, leg) => sum + centimetresOf(leg.to_m) - centimetresOf(leg.from_m), 0);
  return { block, way: { length_m: metresOf(length_cm), legs } };
}

const rounded = (length_m: number): number => metresOf(centimetresOf(length_m));

const entered = ({ graph }: Network, way: Way): number =>
  isBackward(way) ? graph.arcFrom[arcOf(way)]! : graph.arcTo[arcOf(way)]!;
const left = ({ graph }: Network, way: Way): number =>
  isBackward(way) ? graph.arcTo[arcOf(way)]! : graph.arcFrom[arcOf(way)]!;

/** The nodes of an edge that lie on a stretch of it; where it holds none, those around it. */
function nodesOf({ graph }: Network, { edge, from_m, to_m }: WayEnd): number[] {
  const on: number[] = [];
  const around: number[] = [];
  for (let arc = 0; arc < graph.connectorsFrom; arc++) {
    if (graph.arcEdge[arc] !== edge) continue;
    const start_m = graph.arcStart_m[arc]!;
    const end_m = start_m + graph.arcLength_m[arc]!;
    if (start_m >= from_m - SLACK_M && start_m <= to_m + SLACK_M) on.push(graph.arcFrom[arc]!);
    if (end_m >= from_m - SLACK_M && end_m <= to_m + SLACK_M) on.push(graph.arcTo[arc]!);
    if (start_m < to_m && end_m > from_m) around.push(graph.arcFrom[arc]!, graph.arcTo[arc]!);
  }
  return on.length > 0 ? on : around;
}

function stretchesTo(network: Network, node: number, by: Int32Array): WayStretch[] {
  const { graph } = network;
  const ways: Way[] = [];
  for (let at = node; by[at] !== -1; at = left(network, by[at]!)) ways.push(by[at]!);
  const stretches: WayStretch[] = [];
  for (const way of ways.reverse()) {
    const arc = arcOf(way);
    if (arc >= graph.connectorsFrom) continue;
    const edge = graph.arcEdge[arc]!;
    const forward = !isBackward(way);
    const from_m = graph.arcStart_m[arc]!;
    const to_m = from_m + graph.arcLength_m[arc]!;
    const last = stretches.at(-1);
    const goesOn = last?.edge === edge && last.forward === forward;
    if (goesOn && Math.abs((forward ? last.to_m : last.from_m) - (forward ? from_m : to_m)) < SLACK_M)
      stretches[stretches.length - 1] = { ...last, ...(forward ? { to_m } : { from_m }) };
    else stretches.push({ edge, from_m, to_m, forward });
  }
  return stretches;
}
