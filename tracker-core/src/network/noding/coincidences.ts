import { scaleAt } from '../../geometry/ruler.ts';
import type { Edge, Coincidences } from '../network.ts';
import { segmentsNear, type Segments } from './segments.ts';

/** Lines of one layer that run within this of one another are one street drawn twice. */
export const COINCIDENT_M = 2;
/** Least overlap and greatest angle of two segments that lie on one another. */
const OVERLAP_M = 1;
const PARALLEL = Math.sin((6 * Math.PI) / 180);
/** Rows that continue one another within this are one. */
const JOIN_CM = 5;

interface Row {
  edge: number;
  other: number;
  span: [number, number, number, number];
}

/** Finds the stretches at which edges (or parts of one edge) lie on one another. */
export function coincidencesOf(edges: readonly Edge[], segments: Segments): Coincidences {
  const rows: Row[] = [];
  const { count, edge, from_m, to_m, vertex, lonLat } = segments;
  for (let i = 0; i < count; i++) {
    const vi = 2 * vertex[i]!;
    const { kx, ky } = scaleAt(lonLat[vi + 1]!);
    const size = to_m[i]! - from_m[i]!;
    if (size < OVERLAP_M) continue;
    const x0 = lonLat[vi]!;
    const y0 = lonLat[vi + 1]!;
    const ux = ((lonLat[vi + 2]! - x0) * kx) / size;
    const uy = ((lonLat[vi + 3]! - y0) * ky) / size;
    for (const j of segmentsNear(segments, i, COINCIDENT_M)) {
      if (j === i || edges[edge[i]!]!.layer !== edges[edge[j]!]!.layer) continue;
      const vj = 2 * vertex[j]!;
      const cx = (lonLat[vj]! - x0) * kx;
      const cy = (lonLat[vj + 1]! - y0) * ky;
      const dx = (lonLat[vj + 2]! - x0) * kx;
      const dy = (lonLat[vj + 3]! - y0) * ky;
      const sizeJ = Math.hypot(dx - cx, dy - cy);
      if (Math.abs(ux * (dy - cy) - uy * (dx - cx)) > PARALLEL * sizeJ) continue;
      // both ends of j along i, cut to the overlap
      const c = ux * cx + uy * cy;
      const d = ux * dx + uy * dy;
      if (c === d) continue;
      const low = Math.max(0, Math.min(c, d));
      const high = Math.min(size, Math.max(c, d));
      if (high - low < Math.min(OVERLAP_M, sizeJ / 2)) continue;
      const offset = (along: number) => {
        const t = (along - c) / (d - c);
        return Math.abs(ux * (cy + t * (dy - cy)) - uy * (cx + t * (dx - cx)));
      };
      if (offset(low) > COINCIDENT_M || offset(high) > COINCIDENT_M) continue;
      const onJ = (along: number) => from_m[j]! + ((along - c) / (d - c)) * (to_m[j]! - from_m[j]!);
      rows.push({
        edge: edge[i]!,
        other: edge[j]!,
        span: [cm(from_m[i]! + low), cm(from_m[i]! + high), cm(onJ(low)), cm(onJ(high))],
      });
    }
  }
  return packed(joined(rows), edges.length);
}

const cm = (metres: number): number => Math.round(metres * 100);

/** Puts rows of one pair that continue one another together. */
function joined(rows: Row[]): Row[] {
  const way = ({ span }: Row) => (span[3] > span[2] ? 1 : 0);
  rows.sort(
    (a, b) => a.edge - b.edge || a.other - b.other || way(a) - way(b) || a.span[0] - b.span[0] || a.span[2] - b.span[2],
  );
  const kept: Row[] = [];
  for (const row of rows) {
    const last = kept[kept.length - 1];
    if (
      last !== undefined &&
      last.edge === row.edge &&
      last.other === row.other &&
      way(last) === way(row) &&
      Math.abs(last.span[1] - row.span[0]) <= JOIN_CM &&
      Math.abs(last.span[3] - row.span[2]) <= JOIN_CM
    ) {
      last.span[1] = row.span[1];
      last.span[3] = row.span[3];
    } else kept.push(row);
  }
  return kept;
}

function packed(rows: readonly Row[], edges: number): Coincidences {
  const rowFrom = new Int32Array(edges + 1);
  const other = new Int32Array(rows.length);
  const span_cm = new Int32Array(4 * rows.length);
  rows.forEach((row, r) => {
    rowFrom[row.edge + 1]!++;
    other[r] = row.other;
    span_cm.set(row.span, 4 * r);
  });
  for (let e = 0; e < edges; e++) rowFrom[e + 1]! += rowFrom[e]!;
  return { rowFrom, other, span_cm };
}
