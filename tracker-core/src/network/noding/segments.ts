import Flatbush from 'flatbush';
import { scaleAt } from '../../geometry/ruler.ts';
import { vertexOffsets } from '../../geometry/line.ts';
import type { Edge } from '../network.ts';

/** All segments of all edges as they were drawn, before any cut. */
export interface Segments {
  readonly count: number;
  readonly edge: Int32Array;
  /** Metres from the edge's first vertex to the segment's start and end. */
  readonly from_m: Float64Array;
  readonly to_m: Float64Array;
  /** First vertex of the segment; the second one follows it. */
  readonly vertex: Int32Array;
  /** lon, lat of every vertex of every edge, flat; edge e owns `vertexFrom[e] … vertexFrom[e + 1]`. */
  readonly lonLat: Float64Array;
  readonly vertexFrom: Int32Array;
  readonly vertexAt_m: Float64Array;
  readonly index: Flatbush;
}

export function segmentsOf(edges: readonly Edge[]): Segments {
  const vertexFrom = new Int32Array(edges.length + 1);
  edges.forEach((edge, e) => (vertexFrom[e + 1] = vertexFrom[e]! + (edge.coordinates.length >> 1)));
  const vertices = vertexFrom[edges.length]!;
  const count = vertices - edges.length;
  const segments = {
    count,
    edge: new Int32Array(count),
    from_m: new Float64Array(count),
    to_m: new Float64Array(count),
    vertex: new Int32Array(count),
    lonLat: new Float64Array(2 * vertices),
    vertexFrom,
    vertexAt_m: new Float64Array(vertices),
    index: new Flatbush(Math.max(1, count)),
  };
  let s = 0;
  edges.forEach((edge, e) => {
    const first = vertexFrom[e]!;
    segments.lonLat.set(edge.coordinates, 2 * first);
    const offsets = vertexOffsets(edge.coordinates);
    segments.vertexAt_m.set(offsets, first);
    for (let i = 0; i + 1 < offsets.length; i++, s++) {
      segments.edge[s] = e;
      segments.from_m[s] = offsets[i]!;
      segments.to_m[s] = offsets[i + 1]!;
      segments.vertex[s] = first + i;
      addBox(segments.index, edge.coordinates, 2 * i);
    }
  });
  if (count === 0) segments.index.add(0, 0, 0, 0);
  segments.index.finish();
  return segments;
}

/** Adds the box of the segment whose first vertex stands at `at` in flat lon, lat pairs. */
export function addBox(index: Flatbush, lonLat: Float64Array, at: number): void {
  const ax = lonLat[at]!;
  const ay = lonLat[at + 1]!;
  const bx = lonLat[at + 2]!;
  const by = lonLat[at + 3]!;
  index.add(ax < bx ? ax : bx, ay < by ? ay : by, ax < bx ? bx : ax, ay < by ? by : ay);
}

/** Segments whose box comes within `reach_m` of segment s, s itself included. */
export function segmentsNear({ lonLat, vertex, index }: Segments, s: number, reach_m: number): number[] {
  const at = 2 * vertex[s]!;
  const { kx, ky } = scaleAt(lonLat[at + 1]!);
  const ax = lonLat[at]!;
  const ay = lonLat[at + 1]!;
  const bx = lonLat[at + 2]!;
  const by = lonLat[at + 3]!;
  const dx = reach_m / kx;
  const dy = reach_m / ky;
  return index.search(Math.min(ax, bx) - dx, Math.min(ay, by) - dy, Math.max(ax, bx) + dx, Math.max(ay, by) + dy);
}
