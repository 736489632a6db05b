import { scaleAt } from '../../geometry/ruler.ts';
import { nearestShare } from '../../geometry/segment.ts';
import type { Edge } from '../network.ts';
import { cut, newNode, nodeOf, type Cuts } from './cuts.ts';
import type { Segments } from './segments.ts';

/** A dead end this close to another edge of its layer is a drawing fault: bridged and reported. */
export const BRIDGE_M = 15;
/** Up to here a loose end gets a connector that only the matcher knows. */
export const CONNECT_M = 40;
/** Further connectors of one end: at most this much longer than its first, and so many in all. */
const FURTHER_M = 10;
const MOST = 3;

export interface Connector {
  readonly from: number;
  readonly to: number;
  readonly length_m: number;
}

export interface Bridged {
  readonly edge: number;
  readonly other: number;
  readonly length_m: number;
}

interface Target {
  readonly edge: number;
  readonly at_m: number;
  readonly away_m: number;
}

/** Connects every end that no other edge meets with what lies around it. */
export function connectLooseEnds(
  cuts: Cuts,
  edges: readonly Edge[],
  segments: Segments,
  nodeOfVertex: Int32Array,
  degree: Int32Array,
): { connectors: Connector[]; bridged: Bridged[] } {
  const connectors: Connector[] = [];
  const bridged: Bridged[] = [];
  const planned: { from: number; target: Target }[] = [];
  for (let e = 0; e < edges.length; e++) {
    for (const v of [segments.vertexFrom[e]!, segments.vertexFrom[e + 1]! - 1]) {
      const from = nodeOf(cuts, nodeOfVertex[v]!);
      if (degree[from] !== 1) continue;
      const targets = around(edges, segments, e, v);
      const nearest = targets[0];
      if (nearest === undefined) continue;
      if (nearest.away_m <= BRIDGE_M) bridged.push({ edge: e, other: nearest.edge, length_m: nearest.away_m });
      for (const target of targets.slice(0, MOST)) {
        if (target.away_m <= nearest.away_m + FURTHER_M) planned.push({ from, target });
      }
    }
  }
  for (const { from, target } of planned) {
    const to = newNode(cuts);
    cut(cuts, target.edge, target.at_m, to);
    connectors.push({ from, to, length_m: target.away_m });
  }
  return { connectors, bridged };
}

/** How many arc ends meet in each node. */
export function degreesOf(cuts: Cuts, segments: Segments): Int32Array {
  const degree = new Int32Array(cuts.parent.length);
  for (let c = 0; c < cuts.node.length; c++) {
    const e = cuts.edge[c]!;
    const at = cuts.at_m[c]!;
    const last = segments.vertexAt_m[segments.vertexFrom[e + 1]! - 1]!;
    degree[nodeOf(cuts, cuts.node[c]!)]! += at <= 0 || at >= last ? 1 : 2;
  }
  return degree;
}

/** The nearest place of each other edge of the layer around vertex v of edge e, nearest first. */
function around(edges: readonly Edge[], segments: Segments, e: number, v: number): Target[] {
  const { lonLat, vertex, edge, from_m, to_m, index } = segments;
  const lon = lonLat[2 * v]!;
  const lat = lonLat[2 * v + 1]!;
  const { kx, ky } = scaleAt(lat);
  const best = new Map<number, Target>();
  for (const s of index.search(
    lon - CONNECT_M / kx,
    lat - CONNECT_M / ky,
    lon + CONNECT_M / kx,
    lat + CONNECT_M / ky,
  )) {
    const f = edge[s]!;
    if (f === e || edges[f]!.layer !== edges[e]!.layer) continue;
    const at = 2 * vertex[s]!;
    const ax = (lonLat[at]! - lon) * kx;
    const ay = (lonLat[at + 1]! - lat) * ky;
    const bx = (lonLat[at + 2]! - lon) * kx;
    const by = (lonLat[at + 3]! - lat) * ky;
    const t = nearestShare(0, 0, ax, ay, bx, by);
    const away_m = Math.hypot(ax + t * (bx - ax), ay + t * (by - ay));
    if (away_m > CONNECT_M || away_m >= (best.get(f)?.away_m ?? Infinity)) continue;
    best.set(f, { edge: f, at_m: from_m[s]! + t * (to_m[s]! - from_m[s]!), away_m });
  }
  return [...best.values()].sort((a, b) => a.away_m - b.away_m || a.edge - b.edge);
}
