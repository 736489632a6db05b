import { pointAlong } from '../../geometry/line.ts';
import type { Edge, Graph } from '../network.ts';
import { mergeNodes, nodeOf, type Cuts } from './cuts.ts';
import type { Connector } from './loose-ends.ts';
import type { Segments } from './segments.ts';

/** Cuts of one edge closer than this are one. */
const SAME_CUT_M = 0.3;

/** Cuts the edges into arcs and makes the graph. */
export function graphOf(
  cuts: Cuts,
  edges: readonly Edge[],
  segments: Segments,
  connectors: readonly Connector[],
): Graph {
  const order = Array.from(cuts.edge.keys()).sort(
    (a, b) => cuts.edge[a]! - cuts.edge[b]! || cuts.at_m[a]! - cuts.at_m[b]! || a - b,
  );
  const kept = merged(cuts, order, segments);
  const numbers = new Map<number, number>();
  const numberOf = (node: number) => {
    const root = nodeOf(cuts, node);
    let number = numbers.get(root);
    if (number === undefined) numbers.set(root, (number = numbers.size));
    return number;
  };

  const arcEdge: number[] = [];
  const arcFrom: number[] = [];
  const arcTo: number[] = [];
  const arcStart: number[] = [];
  const arcLength: number[] = [];
  const arcVertex: number[] = [0];
  const vertices: number[] = [];
  const segmentArc: number[] = [];
  const segmentAt: number[] = [];
  for (const k of inSpace(cuts, edges, segments, kept)) {
    const e = cuts.edge[kept[k]!]!;
    const from_m = cuts.at_m[kept[k]!]!;
    const to_m = cuts.at_m[kept[k + 1]!]!;
    const arc = arcEdge.length;
    arcEdge.push(e);
    arcFrom.push(numberOf(cuts.node[kept[k]!]!));
    arcTo.push(numberOf(cuts.node[kept[k + 1]!]!));
    arcStart.push(from_m);
    arcLength.push(to_m - from_m);
    appendLine(edges[e]!, segments, e, from_m, to_m, (lon, lat, at_m, last) => {
      vertices.push(lon, lat);
      if (last) return;
      segmentArc.push(arc);
      segmentAt.push(at_m - from_m);
    });
    arcVertex.push(vertices.length >> 1);
  }
  const connectorsFrom = arcEdge.length;
  for (const { from, to, length_m } of connectors) {
    const [a, b] = [numberOf(from), numberOf(to)];
    if (a === b) continue;
    arcEdge.push(-1);
    arcFrom.push(a);
    arcTo.push(b);
    arcStart.push(0);
    arcLength.push(length_m);
    arcVertex.push(vertices.length >> 1);
  }
  const nodes = numbers.size;
  const oneway = { no: 0, forward: 1, backward: -1 };
  const from = Int32Array.from(arcFrom);
  const to = Int32Array.from(arcTo);
  return {
    nodes,
    arcs: arcEdge.length,
    connectorsFrom,
    arcEdge: Int32Array.from(arcEdge),
    arcFrom: from,
    arcTo: to,
    arcStart_m: Float64Array.from(arcStart),
    arcLength_m: Float64Array.from(arcLength),
    arcOneway: Int8Array.from(arcEdge, (e) => (e < 0 ? 0 : oneway[edges[e]!.oneway])),
    arcVertex: Int32Array.from(arcVertex),
    vertices: Float64Array.from(vertices),
    segmentArc: Int32Array.from(segmentArc),
    segmentAt_m: Float64Array.from(segmentAt),
    ...leavingWays(nodes, from, to),
  };
}

/** About 400 m: arcs of one square get neighbouring numbers, so that what a vehicle needs lies together in memory. */
const SQUARE_DEG = 0.004;

/** The cuts at which an arc begins, square by square along a Z-order curve, inside a square in the order of the edges. */
function inSpace(cuts: Cuts, edges: readonly Edge[], segments: Segments, kept: readonly number[]): number[] {
  const starts: number[] = [];
  const code = new Float64Array(kept.length);
  for (let k = 0; k + 1 < kept.length; k++) {
    const e = cuts.edge[kept[k]!]!;
    if (cuts.edge[kept[k + 1]!] !== e) continue;
    starts.push(k);
    const first = segments.vertexFrom[e]!;
    const offsets = segments.vertexAt_m.subarray(first, segments.vertexFrom[e + 1]!);
    const [lon, lat] = pointAlong(edges[e]!.coordinates, cuts.at_m[kept[k]!]!, offsets);
    code[k] = interleaved(Math.floor((lon + 180) / SQUARE_DEG), Math.floor((lat + 90) / SQUARE_DEG));
  }
  return starts.sort((a, b) => code[a]! - code[b]! || a - b);
}

/** The bits of two numbers below 2¹⁷ in turn. */
function interleaved(x: number, y: number): number {
  let code = 0;
  for (let bit = 16; bit >= 0; bit--) code = code * 4 + ((x >> bit) & 1) * 2 + ((y >> bit) & 1);
  return code;
}

/** Of cuts that stand together the first stays (an edge's end always does); their nodes become one. */
function merged(cuts: Cuts, order: readonly number[], segments: Segments): number[] {
  const kept: number[] = [];
  for (const c of order) {
    const last = kept[kept.length - 1];
    if (last === undefined || cuts.edge[last] !== cuts.edge[c]) {
      kept.push(c);
      continue;
    }
    const e = cuts.edge[c]!;
    const end_m = segments.vertexAt_m[segments.vertexFrom[e + 1]! - 1]!;
    const gap = cuts.at_m[c]! - cuts.at_m[last]!;
    const atEnd = cuts.at_m[c]! >= end_m;
    if (gap > SAME_CUT_M || (atEnd && gap > 0 && cuts.at_m[last] === 0)) kept.push(c);
    else {
      mergeNodes(cuts, cuts.node[last]!, cuts.node[c]!);
      if (atEnd && gap > 0) kept[kept.length - 1] = c;
    }
  }
  return kept;
}

function appendLine(
  edge: Edge,
  { vertexFrom, vertexAt_m }: Segments,
  e: number,
  from_m: number,
  to_m: number,
  add: (lon: number, lat: number, at_m: number, last: boolean) => void,
): void {
  const first = vertexFrom[e]!;
  const count = vertexFrom[e + 1]! - first;
  const offsets = vertexAt_m.subarray(first, first + count);
  const start = pointAlong(edge.coordinates, from_m, offsets);
  add(start[0], start[1], from_m, false);
  for (let v = firstBeyond(offsets, from_m); v < count && offsets[v]! < to_m; v++) {
    add(edge.coordinates[2 * v]!, edge.coordinates[2 * v + 1]!, offsets[v]!, false);
  }
  const end = pointAlong(edge.coordinates, to_m, offsets);
  add(end[0], end[1], to_m, true);
}

/** Index of the first offset above `at_m`. */
function firstBeyond(offsets: Float64Array, at_m: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! <= at_m) low = middle + 1;
    else high = middle;
  }
  return low;
}

function leavingWays(nodes: number, from: Int32Array, to: Int32Array): Pick<Graph, 'leavingFrom' | 'leaving'> {
  const leavingFrom = new Int32Array(nodes + 1);
  for (let a = 0; a < from.length; a++) {
    leavingFrom[from[a]! + 1]!++;
    leavingFrom[to[a]! + 1]!++;
  }
  for (let n = 0; n < nodes; n++) leavingFrom[n + 1]! += leavingFrom[n]!;
  const leaving = new Int32Array(2 * from.length);
  const next = leavingFrom.slice();
  for (let a = 0; a < from.length; a++) {
    leaving[next[from[a]!]!++] = 2 * a;
    leaving[next[to[a]!]!++] = 2 * a + 1;
  }
  return { leavingFrom, leaving };
}
