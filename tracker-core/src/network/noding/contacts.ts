import { scaleAt } from '../../geometry/ruler.ts';
import { crossing, nearestShare } from '../../geometry/segment.ts';
import type { Edge } from '../network.ts';
import { cut, mergeNodes, newNode, type Cuts } from './cuts.ts';
import { segmentsNear, type Segments } from './segments.ts';

/** A vertex this close to a line of its layer touches it: the rounding of five to six decimals. */
export const TOUCH_M = 0.5;
/** Closer than this along one edge, its own segments are neighbours, not a crossing. */
const OWN_APART_M = 5;

/** Cuts where lines of one layer touch and cross; ends that meet are joined whatever their layers. Answers the edges that cross themselves. */
export function cutAtContacts(
  cuts: Cuts,
  edges: readonly Edge[],
  segments: Segments,
  nodeOfVertex: Int32Array,
): Set<number> {
  const selfCrossing = new Set<number>();
  const { count, edge, from_m, to_m, vertex, lonLat, vertexFrom } = segments;

  const nodeAtVertex = (v: number, e: number, at_m: number): number => {
    if (nodeOfVertex[v]! < 0) {
      nodeOfVertex[v] = newNode(cuts);
      cut(cuts, e, at_m, nodeOfVertex[v]!);
    }
    return nodeOfVertex[v]!;
  };
  const isEnd = (v: number, e: number) => v === vertexFrom[e]! || v === vertexFrom[e + 1]! - 1;

  for (let i = 0; i < count; i++) {
    const e = edge[i]!;
    const vi = vertex[i]!;
    const { kx, ky } = scaleAt(lonLat[2 * vi + 1]!);
    const x0 = lonLat[2 * vi]!;
    const y0 = lonLat[2 * vi + 1]!;
    const bx = (lonLat[2 * vi + 2]! - x0) * kx;
    const by = (lonLat[2 * vi + 3]! - y0) * ky;

    for (const j of segmentsNear(segments, i, TOUCH_M)) {
      if (j <= i) continue;
      const f = edge[j]!;
      if (e === f && Math.min(Math.abs(from_m[j]! - to_m[i]!), Math.abs(from_m[i]! - to_m[j]!)) < OWN_APART_M) continue;
      const vj = vertex[j]!;
      const cx = (lonLat[2 * vj]! - x0) * kx;
      const cy = (lonLat[2 * vj + 1]! - y0) * ky;
      const dx = (lonLat[2 * vj + 2]! - x0) * kx;
      const dy = (lonLat[2 * vj + 3]! - y0) * ky;
      const sameLayer = edges[e]!.layer === edges[f]!.layer;

      let touched = false;
      // an end of one segment on the other one
      const touch = (
        v: number,
        ve: number,
        vAt_m: number,
        px: number,
        py: number,
        other: number,
        ax: number,
        ay: number,
        zx: number,
        zy: number,
      ) => {
        const t = nearestShare(px, py, ax, ay, zx, zy);
        if (Math.hypot(px - ax - t * (zx - ax), py - ay - t * (zy - ay)) > TOUCH_M) return;
        touched = true;
        const oe = edge[other]!;
        const ov = vertex[other]!;
        const size = Math.hypot(zx - ax, zy - ay);
        const near = t * size <= TOUCH_M ? ov : (1 - t) * size <= TOUCH_M ? ov + 1 : -1;
        if (!sameLayer && !(near >= 0 && isEnd(near, oe) && isEnd(v, ve))) return;
        const node = nodeAtVertex(v, ve, vAt_m);
        if (near >= 0) {
          const there = nodeAtVertex(near, oe, near === ov ? from_m[other]! : to_m[other]!);
          if (there !== node) mergeNodes(cuts, node, there);
        } else {
          cut(cuts, oe, from_m[other]! + t * (to_m[other]! - from_m[other]!), node);
        }
      };
      if (nodeOfVertex[vi]! < 0 || nodeOfVertex[vi] !== nodeOfVertex[vj]) {
        touch(vi, e, from_m[i]!, 0, 0, j, cx, cy, dx, dy);
      } else touched = true;
      touch(vi + 1, e, to_m[i]!, bx, by, j, cx, cy, dx, dy);
      touch(vj, f, from_m[j]!, cx, cy, i, 0, 0, bx, by);
      touch(vj + 1, f, to_m[j]!, dx, dy, i, 0, 0, bx, by);
      if (touched || !sameLayer) continue;

      const shares = crossing(0, 0, bx, by, cx, cy, dx, dy);
      if (shares === null) continue;
      if (e === f) selfCrossing.add(e);
      const node = newNode(cuts);
      cut(cuts, e, from_m[i]! + shares[0] * (to_m[i]! - from_m[i]!), node);
      cut(cuts, f, from_m[j]! + shares[1] * (to_m[j]! - from_m[j]!), node);
    }
  }
  return selfCrossing;
}
