import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { OPERATIONS, PLANNED_SIDES, type Operation, type Side } from '../words.ts';
import { Instant, Name } from './common.ts';

export const LegBody = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...PLANNED_SIDES]),
  passes: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  from_m: Type.Optional(Type.Number({ minimum: 0 })),
  to_m: Type.Optional(Type.Number({ minimum: 0 })),
});
export type LegBody = Static<typeof LegBody>;

export const RouteBody = Type.Object({
  municipality: Id,
  name: Name,
  operation: Type.Enum([...OPERATIONS]),
  legs: Type.Optional(Type.Array(LegBody, { minItems: 1, maxItems: 20_000 })),
  geometry: Type.Optional(
    Type.Object({ type: Type.Enum(['LineString', 'MultiLineString']), coordinates: Type.Array(Type.Unknown()) }),
  ),
  side: Type.Optional(Type.Enum([...PLANNED_SIDES])),
});
export type RouteBody = Static<typeof RouteBody>;

/** One side of one edge, cut, with its passes: `both` of a body has become two of these. */
export interface Leg {
  readonly edge: string;
  readonly side: Side;
  readonly passes: number;
  readonly from_m: number;
  readonly to_m: number;
}

export interface Route {
  readonly id: string;
  readonly municipality: string;
  readonly name: string;
  readonly operation: Operation;
  readonly version: number;
  readonly legs: readonly Leg[];
  /** Σ length over (leg, pass). */
  readonly planned_m: number;
  /** Only for a route given as a line: what could not be matched to the network. */
  readonly unmatched?: readonly { readonly from_m: number; readonly to_m: number }[];
}

export const AssignmentBody = Type.Object({
  route: Id,
  vehicle: Id,
  from: Instant,
  to: Instant,
  crew: Type.Optional(Name),
  contract: Type.Optional(Id),
});
export type AssignmentBody = Static<typeof AssignmentBody>;

export interface Assignment {
  readonly id: string;
  readonly municipality: string;
  readonly route: string;
  readonly routeVersion: number;
  readonly vehicle: string;
  readonly from: string;
  readonly to: string;
  readonly crew: string | null;
  readonly contract: string | null;
  /** Made or changed after its window began. */
  readonly retroactive: boolean;
}
