import type { NetworkPoint } from '../coverage/distances.ts';
import { isInside } from '../geometry/polygon.ts';
import { scaleAt } from '../geometry/ruler.ts';
import { nearestShare } from '../geometry/segment.ts';
import type { Network } from '../network/network.ts';
import type { Area } from '../pipeline/plan.ts';

/** Streets this close to a yard lead into it: a gate need not be drawn. */
const GATE_M = 50;

const known = new WeakMap<Network, WeakMap<Area, readonly NetworkPoint[]>>();

/** Where the network comes to a depot, a service area or a dump: the places nearest to its middle on the streets there. */
export function yardEnds(network: Network, area: Area): readonly NetworkPoint[] {
  let ofNetwork = known.get(network);
  if (ofNetwork === undefined) known.set(network, (ofNetwork = new WeakMap()));
  let ends = ofNetwork.get(area);
  if (ends === undefined) ofNetwork.set(area, (ends = findEnds(network, area)));
  return ends;
}

function findEnds({ graph, index }: Network, { polygons }: Area): NetworkPoint[] {
  const ends: NetworkPoint[] = [];
  for (const [outer] of polygons) {
    if (outer === undefined) continue;
    const lons = outer.map(([lon]) => lon);
    const lats = outer.map(([, lat]) => lat);
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const [lon, lat] = [(west + east) / 2, (south + north) / 2];
    const { kx, ky } = scaleAt(lat);
    const [dx, dy] = [GATE_M / kx, GATE_M / ky];
    for (const segment of index.search(west - dx, south - dy, east + dx, north + dy)) {
      const arc = graph.segmentArc[segment];
      if (arc === undefined) continue;
      const v = 2 * (segment + arc);
      const ax = (graph.vertices[v]! - lon) * kx;
      const ay = (graph.vertices[v + 1]! - lat) * ky;
      const bx = (graph.vertices[v + 2]! - lon) * kx;
      const by = (graph.vertices[v + 3]! - lat) * ky;
      const along_m = nearestShare(0, 0, ax, ay, bx, by) * Math.hypot(bx - ax, by - ay);
      const offset_m = graph.arcStart_m[arc]! + graph.segmentAt_m[segment]! + along_m;
      ends.push({ edge: graph.arcEdge[arc]!, offset_m });
    }
  }
  return ends;
}

/** The area in which a position lies. */
export const yardAt = (areas: readonly Area[], lon: number, lat: number): Area | undefined =>
  areas.find(({ polygons }) => isInside(polygons, lon, lat));
