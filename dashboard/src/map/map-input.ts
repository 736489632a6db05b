import type { Incident, LegState, LiveLeg, LivePiece, LiveVehicle, Locale, Severity, Side } from '@sweepline/contract';
import type { ReplayScene } from './replay/scene.ts';
import type { Theme } from '../tokens/palette.ts';
import type { District } from './districts/district.ts';
import type { Box } from './streets/box.ts';

/** What `GET /municipalities/{m}/basemap` answers: streets (with edge `id`), paths, buildings, water, green, rail, places. */
export type Basemap = GeoJSON.FeatureCollection;

export interface MapSelection {
  readonly vehicle?: string | undefined;
  readonly assignment?: string | undefined;
}

/** Pixels of the map that open panels cover. */
export interface MapPadding {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  /** How far up the attribution stands, where that is not as far as the panels reach. */
  readonly attribution?: number;
}

/** A wish for the camera; each new object is carried out once. With `follow` the camera stays with the vehicle as long as that is the wish. */
export type CameraRequest =
  | { readonly kind: 'town' }
  | { readonly kind: 'vehicle'; readonly vehicle: string }
  | { readonly kind: 'follow'; readonly vehicle: string }
  | { readonly kind: 'vehicles'; readonly vehicles: readonly string[] }
  | { readonly kind: 'assignment'; readonly assignment: string }
  | { readonly kind: 'edge'; readonly edge: string }
  | { readonly kind: 'district'; readonly district: string }
  | { readonly kind: 'street'; readonly edges: ReadonlySet<string> }
  | { readonly kind: 'place'; readonly lon: number; readonly lat: number; readonly zoom?: number | undefined };

/** A stretch of a planned leg under the pointer. */
export interface LegPiece {
  readonly assignment: string;
  readonly edge: string;
  readonly street: string | null;
  readonly side: Side;
  readonly pass: number;
  readonly passes: number;
  readonly piece: LivePiece;
}

/** What the pointer is over, with its place on the map's canvas in CSS pixels. */
export type MapHover = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'vehicle'; readonly vehicle: string }
  | { readonly kind: 'district'; readonly district: string }
  | { readonly kind: 'street'; readonly edge: string }
  | ({ readonly kind: 'leg' } & LegPiece)
);

export type MapPick =
  | { readonly kind: 'vehicle'; readonly vehicle: string }
  | { readonly kind: 'street'; readonly edge: string }
  | { readonly kind: 'district'; readonly district: string }
  | ({ readonly kind: 'leg' } & LegPiece)
  | null;

/** A district as the map shows it from afar. */
export interface MapDistrict extends District {
  readonly done_m: number;
  readonly due_m: number;
  /** Done of what is due, 0–1; null where nothing is due. */
  readonly share: number | null;
  /** The same in words. */
  readonly percent: string;
  /** What needs a decision there. */
  readonly open: { readonly severity: Severity; readonly count: number } | null;
}

/** Where the camera stands: the middle of what no panel covers, and the box that is on the screen. */
export interface MapView {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly box: Box;
}

/** The words that only the shell can say, in the interface's language. */
export interface MapWords {
  /** What a stretch of a leg is: state with figures, and below it the reason or time. */
  readonly leg: (piece: LegPiece) => { readonly title: string; readonly detail?: string | undefined };
  readonly vehicle: (vehicle: LiveVehicle) => { readonly title: string; readonly detail?: string | undefined };
  readonly district: (district: MapDistrict) => { readonly title: string; readonly detail?: string | undefined };
  /** Age of a silent vehicle's last fix, «14 мин»; null leaves the plate alone. */
  readonly silentFor: (vehicle: LiveVehicle) => string | null;
}

export interface CasePlace {
  readonly lon: number;
  readonly lat: number;
  readonly severity: Severity;
}

/** Everything the map shows. Immutable: a changed part is a new object, what did not change keeps its identity. */
export interface MapInput {
  readonly basemap: Basemap | null;
  readonly theme: Theme;
  readonly locale: Locale;
  readonly drivesOn: 'left' | 'right';
  /** Replaced at most five times a second. */
  readonly vehicles: readonly LiveVehicle[];
  readonly legs: ReadonlyMap<string, readonly LiveLeg[]>;
  /** Open ones; their vehicles carry a badge. */
  readonly incidents: readonly Incident[];
  /** Shown from afar in the place of legs and vehicles; none: legs and dots stay. */
  readonly districts: readonly MapDistrict[];
  readonly selected: MapSelection | null;
  /** The vehicle that the camera stays with. */
  readonly followed: string | null;
  readonly hidden: ReadonlySet<LegState>;
  readonly padding: MapPadding;
  /** Address of a MapLibre style that takes the place of the town's own basemap. */
  readonly outsideStyle: string | null;
  readonly words: MapWords | null;
  /** Says what the canvas holds, with counts. */
  readonly label: string;
  /** What is replayed instead of the present; null while the map is live. */
  readonly replay: ReplayScene | null;
  /** Edges of the street that is looked at. */
  readonly street: ReadonlySet<string>;
  /** Where the case began that is looked at. */
  readonly casePlace: CasePlace | null;
  /** A handover that is being asked about. */
  readonly parts: MapParts | null;
}

/** What is left of a route, as it would be parted between two machines. */
export interface MapParts {
  readonly first: readonly LiveLeg[];
  readonly second: readonly LiveLeg[];
}

/** Counts of what is really drawn, for tests that look at the map from outside. */
export interface RenderedCounts {
  readonly streets: number;
  readonly buildings: number;
  readonly labels: number;
  readonly legs: number;
  readonly vehicles: number;
  /** Stretches of replayed ways. */
  readonly ways: number;
  readonly districts: number;
  /** Stretches that two machines would share. */
  readonly parts: number;
  readonly all: number;
}
