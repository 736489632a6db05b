import { scaleAt } from '../geometry/ruler.ts';
import { nearestShare } from '../geometry/segment.ts';
import type { Network } from '../network/network.ts';

/** Metres from a position to the nearest street within `within_m`; Infinity where there is none. */
export function nearestStreet({ index, graph }: Network, lon: number, lat: number, within_m: number): number {
  const { kx, ky } = scaleAt(lat);
  const { vertices, segmentArc } = graph;
  const [dx, dy] = [within_m / kx, within_m / ky];
  let nearest_m = Infinity;
  for (const s of index.search(lon - dx, lat - dy, lon + dx, lat + dy)) {
    if (s >= segmentArc.length) continue;
    const v = 2 * (s + segmentArc[s]!);
    const ax = (vertices[v]! - lon) * kx;
    const ay = (vertices[v + 1]! - lat) * ky;
    const bx = (vertices[v + 2]! - lon) * kx;
    const by = (vertices[v + 3]! - lat) * ky;
    const t = nearestShare(0, 0, ax, ay, bx, by);
    nearest_m = Math.min(nearest_m, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
  }
  return nearest_m <= within_m ? nearest_m : Infinity;
}

/** Metres from a position to the box around all streets; 0 inside it. */
export function awayFromStreets({ index, graph }: Network, lon: number, lat: number): number {
  if (graph.segmentArc.length === 0) return Infinity;
  const { kx, ky } = scaleAt(lat);
  const east = Math.max(index.minX - lon, 0, lon - index.maxX) * kx;
  const north = Math.max(index.minY - lat, 0, lat - index.maxY) * ky;
  return Math.hypot(east, north);
}
