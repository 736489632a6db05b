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
