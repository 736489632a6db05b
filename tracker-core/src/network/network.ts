import type Flatbush from 'flatbush';
import type { EdgeNo } from '../pipeline/stages.ts';

/** One LineString of the import: what every answer names. Cut at junctions only inside the network. */
export interface Edge {
  readonly id: string;
  readonly name: string | null;
  readonly class: string | null;
  /** `forward`: only along the digitised direction; `backward`: only against it. */
  readonly oneway: 'no' | 'forward' | 'backward';
  readonly layer: number;
  /** WGS84 metres along the line, in integer centimetres. */
  readonly length_cm: number;
  /** lon, lat pairs, flat. */
  readonly coordinates: Float64Array;
}

/** The street network of one municipality as all stages read it. Immutable. */
export interface StreetNetwork {
  readonly edges: readonly Edge[];
  edgeNo(id: string): EdgeNo | undefined;
}

/**
 * A directed arc: `2 · arc` along the digitised direction, `2 · arc + 1` against it. Offsets on a directed arc are
 * metres from where it is entered.
 */
export type Way = number;

export const wayBack = (way: Way): Way => way ^ 1;
export const arcOf = (way: Way): number => way >> 1;
export const isBackward = (way: Way): boolean => (way & 1) === 1;

/**
 * The graph inside: edges cut into arcs at their nodes. Arcs that carry an edge come first, connectors (edge −1, no
 * geometry: they bridge a break of the drawing, carry length and are never covered) last.
 */
export interface Graph {
  readonly nodes: number;
  readonly arcs: number;
  /** Arcs before this one carry an edge. */
  readonly connectorsFrom: number;
  readonly arcEdge: Int32Array;
  readonly arcFrom: Int32Array;
  readonly arcTo: Int32Array;
  /** Metres from the edge's first vertex to the arc's start. */
  readonly arcStart_m: Float64Array;
  readonly arcLength_m: Float64Array;
  /** 0 both, 1 along only, −1 against only. */
  readonly arcOneway: Int8Array;
  /** First vertex of each arc in `vertices`, and one past the last. */
  readonly arcVertex: Int32Array;
  /** lon, lat pairs of all arcs, flat. */
  readonly vertices: Float64Array;
  /** Segment s runs from vertex s + segmentArc[s] to the next one. */
  readonly segmentArc: Int32Array;
  /** Metres from the arc's start to the segment's. */
  readonly segmentAt_m: Float64Array;
  /** Ways that leave node n: `leaving[leavingFrom[n] … leavingFrom[n + 1]]`. */
  readonly leavingFrom: Int32Array;
  readonly leaving: Int32Array;
}

/** Stretches of two edges that lie on one another: rows of `from, to` on the edge and `from, to` on the other, centimetres. */
export interface Coincidences {
  /** Rows of edge e: `rowFrom[e] … rowFrom[e + 1]`. */
  readonly rowFrom: Int32Array;
  readonly other: Int32Array;
  /** Four centimetre values a row; `to < from` on the other edge: it runs the other way. */
  readonly span_cm: Int32Array;
}

export interface Network extends StreetNetwork {
  readonly graph: Graph;
  readonly coincidences: Coincidences;
  /** Over the segments' boxes, in degrees. */
  readonly index: Flatbush;
  /** Total length of the edges, integer centimetres. */
  readonly length_cm: number;
}

/** A stretch of another edge (or of the same edge elsewhere) that lies on the asked one. */
export interface Coincident {
  readonly edge: EdgeNo;
  readonly from_cm: number;
  readonly to_cm: number;
  /** Whether it runs the same way as the asked edge. */
  readonly forward: boolean;
}

/** What lies on `from_cm … to_cm` of an edge within about two metres: a passage there is one along these as well. */
export function coincident(network: Network, edge: EdgeNo, from_cm: number, to_cm: number): Coincident[] {
  const { rowFrom, other, span_cm } = network.coincidences;
  const found: Coincident[] = [];
  for (let row = rowFrom[edge]!; row < rowFrom[edge + 1]!; row++) {
    const low = span_cm[4 * row]!;
    const high = span_cm[4 * row + 1]!;
    const from = Math.max(low, from_cm);
    const to = Math.min(high, to_cm);
    if (from >= to) continue;
    const start = span_cm[4 * row + 2]!;
    const stretch = (span_cm[4 * row + 3]! - start) / (high - low);
    const a = Math.round(start + (from - low) * stretch);
    const b = Math.round(start + (to - low) * stretch);
    if (a !== b) found.push({ edge: other[row]!, from_cm: Math.min(a, b), to_cm: Math.max(a, b), forward: a < b });
  }
  return found;
}
