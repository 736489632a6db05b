import type { LegState, Locale, Side } from '@sweepline/contract';
import type { Hex, Theme } from '../tokens/palette.ts';
import type { Basemap, MapPadding, RenderedCounts } from './map-input.ts';

/**
 * How a leg is drawn, each with a line pattern of its own: `plan` solid ink, `strong` the same with a halo, `ghost` a
 * proposal (dashed), `faint` stands back; `added` solid, `removed` dashed, `changed` dotted; `wrong` what is refused.
 * Besides them the states of a leg.
 */
export type Tone = LegState | 'plan' | 'strong' | 'ghost' | 'faint' | 'added' | 'removed' | 'changed' | 'wrong';

/** A stretch of one side of one edge. */
export interface DrawnLeg {
  /** Unique among the legs of the map; what keeps its key and its members is not drawn anew. */
  readonly key: string;
  readonly edge: string;
  readonly side: Side;
  /** Metres from the edge's first vertex; left out, the edge's end. */
  readonly from_m?: number | undefined;
  readonly to_m?: number | undefined;
  /** Strands inside the width. */
  readonly passes?: number | undefined;
  readonly tone: Tone;
  /** Chevrons from zoom 15 in the direction in which this side is driven. */
  readonly arrow?: boolean | undefined;
  /** A bead at mid-leg from zoom 15, «1/2». */
  readonly label?: string | undefined;
}

/** An area under the streets: a district by its share, a depot. Rings as in GeoJSON. */
export interface DrawnArea {
  readonly key: string;
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  readonly color: Hex;
  readonly opacity?: number | undefined;
  readonly label?: string | undefined;
}

/** The street under the pointer. */
export interface StreetHit {
  readonly edge: string;
  readonly street: string | null;
  /** Metres along the edge from its first vertex, and its length. */
  readonly at_m: number;
  readonly length_m: number;
  /** The kerb on whose side the pointer is, along the edge's digitised direction. */
  readonly side: 'left' | 'right';
  readonly lon: number;
  readonly lat: number;
  /** Pixels of the map's canvas. */
  readonly x: number;
  readonly y: number;
  /** A key that was held: `shift` for what is added to, as in the editor. */
  readonly shift: boolean;
  readonly alt: boolean;
}

/** Where the camera shall go; each new object is carried out once. */
export type StreetMapCamera =
  | { readonly kind: 'town' }
  | { readonly kind: 'edges'; readonly edges: readonly string[] }
  | { readonly kind: 'place'; readonly lon: number; readonly lat: number; readonly zoom?: number | undefined };

/** Everything a street map shows. Immutable: a changed part is a new object. */
export interface StreetMapInput {
  readonly basemap: Basemap | null;
  readonly theme: Theme;
  readonly locale: Locale;
  readonly drivesOn: 'left' | 'right';
  readonly legs: readonly DrawnLeg[];
  /** Colour of whole streets by edge, as in a map of shares. */
  readonly fills: ReadonlyMap<string, Hex>;
  readonly areas: readonly DrawnArea[];
  /** Edges whose street names are placed before all others. */
  readonly named: readonly string[];
  readonly padding: MapPadding;
  readonly label: string;
}

export interface StreetMapEvents {
  readonly onhover: (hit: StreetHit | null) => void;
  /** Null: the click met no street. */
  readonly onpick: (hit: StreetHit | null) => void;
}

/** The map's own element; `rendered` counts what is drawn, for tests that look from outside. */
export interface StreetMapElement extends HTMLElement {
  rendered?: () => Pick<RenderedCounts, 'streets' | 'legs' | 'all'> & { readonly fills: number };
  /** The canvas place of a metre of an edge, for tests that point at it; null where there is none. */
  placeOf?: (edge: string, at_m: number) => { readonly x: number; readonly y: number } | null;
}
