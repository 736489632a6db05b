import type { Network } from '../network/network.ts';
import type { EdgeNo } from '../pipeline/stages.ts';

/** The arcs of each edge: `arcs[first[e] … first[e + 1]]`. */
interface EdgeArcs {
  readonly first: Int32Array;
  readonly arcs: Int32Array;
}

const arcsOf = new WeakMap<Network, EdgeArcs>();

export function edgeArcs(network: Network): EdgeArcs {
  let known = arcsOf.get(network);
  if (known !== undefined) return known;
  const { arcEdge, connectorsFrom } = network.graph;
  const first = new Int32Array(network.edges.length + 1);
  for (let arc = 0; arc < connectorsFrom; arc++) first[arcEdge[arc]! + 1]!++;
  for (let edge = 0; edge < network.edges.length; edge++) first[edge + 1]! += first[edge]!;
  const next = first.slice();
  const arcs = new Int32Array(connectorsFrom);
  for (let arc = 0; arc < connectorsFrom; arc++) arcs[next[arcEdge[arc]!]!++] = arc;
  known = { first, arcs };
  arcsOf.set(network, known);
  return known;
}

/** The place nearest to another at which an edge meets others or ends; NaN where none is within `within_m`. */
export function junctionNear(network: Network, edge: EdgeNo, at_m: number, within_m: number): number {
  const { first, arcs } = edgeArcs(network);
  const { arcStart_m, arcLength_m } = network.graph;
  let nearest_m = NaN;
  let away_m = within_m;
  for (let k = first[edge]!; k < first[edge + 1]!; k++) {
    const start_m = arcStart_m[arcs[k]!]!;
    for (const place_m of [start_m, start_m + arcLength_m[arcs[k]!]!]) {
      if (Math.abs(place_m - at_m) > away_m) continue;
      away_m = Math.abs(place_m - at_m);
      nearest_m = place_m;
    }
  }
  return nearest_m;
}
