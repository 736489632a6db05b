import type { Operation, VehicleState } from '@sweepline/contract';

/** A vehicle as it was at the replay's moment. */
export interface ReplayedVehicle {
  readonly vehicle: string;
  readonly plate: string;
  readonly operation: Operation;
  readonly state: VehicleState;
  readonly lon: number;
  readonly lat: number;
  readonly heading_deg: number | null;
  /** Looked at: with a halo, and its plate before the others'. */
  readonly focused: boolean;
  readonly badge: 'warning' | 'critical' | null;
}

/** How a drawn stretch of a way counts: `refused` was too fast or with the gear up, `loose` off the streets or undecided. */
export type TrackKind = 'worked' | 'driven' | 'refused' | 'loose';

/** A run of fixes that count alike. */
export interface TrackRun {
  readonly kind: TrackKind;
  readonly coordinates: readonly (readonly [number, number])[];
}

/** What is replayed, for the map to draw: it asks whenever it is told that something has changed. */
export interface ReplayScene {
  /** Called at each frame of playing, at each seek, and when more has been read. Returns the way to stop. */
  watch(changed: () => void): () => void;
  vehicles(): readonly ReplayedVehicle[];
  /** The ways up to the moment. */
  runs(): readonly TrackRun[];
  /** A place that is looked ahead at; null where none is. */
  preview(): readonly [number, number] | null;
  /** The pointer is over a place, or was put there. `reach_m` is what a few pixels are. */
  point(lon: number, lat: number, reach_m: number): boolean;
  leave(): void;
  pick(lon: number, lat: number, reach_m: number): void;
}
