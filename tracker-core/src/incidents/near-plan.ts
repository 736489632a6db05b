import { scaleAt } from '../geometry/ruler.ts';
import { nearestShare } from '../geometry/segment.ts';
import type { Duty, Scene } from './scene.ts';

/** Whether a position lies within the off-route distance of any planned edge. */
export function nearPlan({ network, rules }: Scene, { ledger }: Duty, lon: number, lat: number): boolean {
  const { graph, index } = network;
  const { kx, ky } = scaleAt(lat);
  const reach_m = rules.offRoute_m;
  const found = index.search(lon - reach_m / kx, lat - reach_m / ky, lon + reach_m / kx, lat + reach_m / ky);
  for (const segment of found) {
    const arc = graph.segmentArc[segment];
    if (arc === undefined || !ledger.byEdge.has(graph.arcEdge[arc]!)) continue;
    const v = 2 * (segment + arc);
    const ax = (graph.vertices[v]! - lon) * kx;
    const ay = (graph.vertices[v + 1]! - lat) * ky;
    const bx = (graph.vertices[v + 2]! - lon) * kx;
    const by = (graph.vertices[v + 3]! - lat) * ky;
    const share = nearestShare(0, 0, ax, ay, bx, by);
    if (Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)) <= reach_m) return true;
  }
  return false;
}
