import type { Operation, Side } from '@sweepline/contract';
import type { Polygons } from '../geometry/polygon.ts';
import type { EdgeNo } from './stages.ts';

/** One side of one edge to be covered `passes` times. Integer centimetres from the edge's first vertex, from < to. */
export interface PlannedLeg {
  readonly edge: EdgeNo;
  readonly side: Side;
  readonly passes: number;
  readonly from_cm: number;
  readonly to_cm: number;
}

/** An accepted excuse: its metres leave the denominator. */
export interface Excuse {
  readonly edge: EdgeNo;
  readonly side: Side;
  readonly from_cm: number;
  readonly to_cm: number;
  readonly ground: string;
}

/** An assignment with all that coverage and incidents are judged by. */
export interface PlannedAssignment {
  readonly assignment: string;
  readonly vehicle: string;
  readonly contractor: string;
  readonly route: string;
  readonly routeVersion: number;
  readonly operation: Operation;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly legs: readonly PlannedLeg[];
  readonly excuses: readonly Excuse[];
  /** Share of the metres to be covered at which the route counts as done, 0–1. */
  readonly required_share: number;
  /** Whether other vehicles of the contractor may cover its legs. */
  readonly othersMayCover: boolean;
}

/** A depot, service area or dump site. */
export interface Area {
  readonly id: string;
  readonly kind: 'depot' | 'service' | 'dump';
  readonly name: string;
  readonly polygons: Polygons;
}
