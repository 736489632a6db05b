import type { Mark, Operation, Serves, VehicleState, WorkVerdict } from '@sweepline/contract';

/**
 * The stages a position passes, a type each: Fix → Screened → Step → Passage, and from the passages of all vehicles the
 * ledgers of the assignments and the judged incidents. Each stage reads the former's values and makes new ones.
 */

/** Index of an edge in `Network.edges`; outward ids live only at the borders. */
export type EdgeNo = number;

/** A counting fix: decoded, stored, one per instant of its vehicle, in time order. */
export interface Fix {
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly speed_kmh: number | null;
  readonly heading_deg: number | null;
  readonly accuracy_m: number | null;
  readonly satellites: number | null;
  readonly hdop: number | null;
  readonly ignition: boolean | null;
  /** Bit per gear in the order of the contract's GEARS: engaged. */
  readonly gear: number;
  /** Bit per gear: whether the fix says anything about it. */
  readonly gearSeen: number;
  readonly odometer_km: number | null;
  /** Received later than the rules allow for counting in a first revision. */
  readonly late: boolean;
}

/** What the quality gate made of a fix; only `used` ones are matched. */
export type FixVerdict = 'used' | 'poor' | 'jump' | 'parked';

export interface Screened {
  readonly fix: Fix;
  readonly verdict: FixVerdict;
}

/** A place on the network. */
export interface Place {
  readonly edge: EdgeNo;
  /** Metres from the edge's first vertex. */
  readonly offset_m: number;
  /** Metres from the fix to the edge. */
  readonly distance_m: number;
  /** Metres right (+) or left (−) of the edge as digitised. */
  readonly lateral_m: number;
  /** 0–1: posterior weight of this candidate among those of its fix. */
  readonly confidence: number;
}

/** A screened fix with its place; null off the network, and for fixes that were not matched. */
export interface Matched extends Screened {
  readonly place: Place | null;
}

/** A stretch of one edge in the order of driving: `to_m < from_m` is against the digitised direction. */
export interface PathPiece {
  readonly edge: EdgeNo;
  readonly from_m: number;
  readonly to_m: number;
}

/**
 * What happened between two matched fixes that follow one another (fixes between them that were stepped over are in
 * neither). `path`: driven along `pieces` (empty while standing); `off-network`: moved away from the streets; `gap`: nobody
 * can say: too long a silence, an ambiguous or impossible way.
 */
export type Step = {
  readonly from: Matched;
  readonly to: Matched;
} & (
  | {
      readonly kind: 'path';
      readonly pieces: readonly PathPiece[];
      /** Metres along the path, connectors that carry no edge included. */
      readonly length_m: number;
      readonly lowConfidence: boolean;
    }
  | { readonly kind: 'off-network'; readonly length_m: number }
  | {
      readonly kind: 'gap';
      /** The longest time in it without a fix that proves where the vehicle was. */
      readonly silence_ms: number;
    }
);

export type { WorkVerdict };

/** One continuous drive along part of one edge with one verdict: the unit of evidence. */
export interface Passage {
  readonly vehicle: string;
  readonly edge: EdgeNo;
  /** Integer centimetres from the edge's first vertex, from < to. */
  readonly from_cm: number;
  readonly to_cm: number;
  /** Along the digitised direction. */
  readonly forward: boolean;
  /** When the vehicle came onto the edge: passages of one drive along it, however often it turns there, have it in common. */
  readonly drive_ms: number;
  /** When the stretch was entered and left. */
  readonly enter_ms: number;
  readonly leave_ms: number;
  readonly operation: Operation;
  readonly verdict: WorkVerdict;
  /** The kerbs this drive serves; `undecided` on a one-way without a held offset: the plan decides, marked `side-assumed`. */
  readonly serves: 'left' | 'right' | 'both' | 'undecided';
  /** Of an undecided drive: the median of its lateral offsets, right (+) or left (−) as digitised; 0 where there is none. */
  readonly lean_m: number;
  readonly marks: readonly Mark[];
  /** 0–1: of the match, its mean over the metres driven, to the hundredth. */
  readonly confidence: number;
}

/** A stretch of time without usable fixes that was not joined: what `no-data` is judged by. Places are null off the network. */
export interface Silence {
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly from: Place | null;
  readonly to: Place | null;
}

/** What the pipeline must know of a vehicle. */
export interface VehicleSetting {
  readonly vehicle: string;
  readonly contractor: string;
  readonly operations: readonly Operation[];
  /** Bit per gear in the order of GEARS: wired. 0 = no wiring, judged by speed alone. */
  readonly gearWired: number;
  readonly serves: Serves;
  readonly drivesOn: 'right' | 'left';
  readonly interval_s: number;
}

/** The vehicle as the map shows it after a fix. */
export interface VehiclePosition {
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly heading_deg: number | null;
  readonly speed_kmh: number | null;
  readonly state: VehicleState;
  readonly gearOn: boolean;
  readonly lowConfidence: boolean;
}
