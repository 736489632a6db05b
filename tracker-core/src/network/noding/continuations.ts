import Flatbush from 'flatbush';
import { scaleAt } from '../../geometry/ruler.ts';
import type { Edge } from '../network.ts';
import { nodeOf, type Cuts } from './cuts.ts';
import { CONNECT_M, type Connector } from './loose-ends.ts';
import type { Segments } from './segments.ts';

/** Two loose ends that face one another may be this far apart: a piece of the street is missing. */
const MISSING_M = 80;
/** One street going on turns less than this, over the gap as well. */
const STRAIGHT = Math.cos((30 * Math.PI) / 180);
/** Over a gap shorter than this only the two streets' directions count. */
const TINY_GAP_M = 4;

/** Connects ends of edges beyond which another edge goes on in the same direction, though something else meets them. */
export function connectContinuations(
  cuts: Cuts,
  edges: readonly Edge[],
  segments: Segments,
  nodeOfVertex: Int32Array,
  degree: Int32Array,
): Connector[] {
  const { vertexFrom, lonLat } = segments;
  const index = new Flatbush(Math.max(1, 2 * edges.length));
  // ends in pairs: 2e is the first vertex of edge e, 2e + 1 its last
  const vertexOf = (end: number) => ((end & 1) === 0 ? vertexFrom[end >> 1]! : vertexFrom[(end >> 1) + 1]! - 1);
  for (let end = 0; end < 2 * edges.length; end++) {
    const v = vertexOf(end);
    index.add(lonLat[2 * v]!, lonLat[2 * v + 1]!);
  }
  if (edges.length === 0) return [];
  index.finish();

  const connectors: Connector[] = [];
  for (let end = 0; end < 2 * edges.length; end++) {
    const v = vertexOf(end);
    const lon = lonLat[2 * v]!;
    const lat = lonLat[2 * v + 1]!;
    const { kx, ky } = scaleAt(lat);
    const own = nodeOf(cuts, nodeOfVertex[v]!);
    const [outX, outY] = outward(segments, end, v, kx, ky);
    for (const other of index.search(
      lon - MISSING_M / kx,
      lat - MISSING_M / ky,
      lon + MISSING_M / kx,
      lat + MISSING_M / ky,
    )) {
      // each pair once
      if (other <= end || other >> 1 === end >> 1) continue;
      if (edges[other >> 1]!.layer !== edges[end >> 1]!.layer) continue;
      const w = vertexOf(other);
      const there = nodeOf(cuts, nodeOfVertex[w]!);
      if (there === own) continue;
      const gapX = (lonLat[2 * w]! - lon) * kx;
      const gapY = (lonLat[2 * w + 1]! - lat) * ky;
      const gap_m = Math.hypot(gapX, gapY);
      if (gap_m > (degree[own] === 1 && degree[there] === 1 ? MISSING_M : CONNECT_M)) continue;
      const [inX, inY] = outward(segments, other, w, kx, ky);
      if (-(outX * inX + outY * inY) < STRAIGHT) continue;
      if (gap_m > TINY_GAP_M && Math.min(outX * gapX + outY * gapY, -inX * gapX - inY * gapY) < STRAIGHT * gap_m)
        continue;
      connectors.push({ from: own, to: there, length_m: gap_m });
    }
  }
  return connectors;
}

/** Unit vector that points out of the edge at its end. */
function outward({ lonLat }: Segments, end: number, v: number, kx: number, ky: number): [number, number] {
  const inner = (end & 1) === 0 ? v + 1 : v - 1;
  const x = (lonLat[2 * v]! - lonLat[2 * inner]!) * kx;
  const y = (lonLat[2 * v + 1]! - lonLat[2 * inner + 1]!) * ky;
  const size = Math.hypot(x, y);
  return size === 0 ? [0, 0] : [x / size, y / size];
}
