import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { LINE_SIDES, LINE_WARNINGS, OPERATIONS, PLANNED_SIDES, UNMATCHED_REASONS } from '../words.ts';
import type { Operation, Side } from '../words.ts';
import { Instant, Metres, Name } from './common.ts';

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
    Type.Object(
      { type: Type.Enum(['LineString', 'MultiLineString']), coordinates: Type.Array(Type.Unknown()) },
      { description: 'a line that is matched to the streets; several lines are taken in their order' },
    ),
  ),
  gpx: Type.Optional(Type.String({ minLength: 1, description: 'the same as the text of a GPX file' })),
  kml: Type.Optional(Type.String({ minLength: 1, description: 'the same as the text of a KML file' })),
  side: Type.Optional(
    Type.Enum([...LINE_SIDES], {
      description:
        'of a line: a side of each street as digitised, or `driving`: the kerb that a vehicle serves which follows the line',
    }),
  ),
});
export type RouteBody = Static<typeof RouteBody>;

/** A stretch of a route's line, in metres along it, that is not in the plan. */
export const UnmatchedStretch = Type.Object({
  from_m: Metres,
  to_m: Metres,
  reason: Type.Optional(Type.Enum([...UNMATCHED_REASONS])),
  detail: Type.Optional(Type.String()),
  coordinates: Type.Optional(
    Type.Array(Type.Tuple([Type.Number(), Type.Number()]), { description: '[longitude, latitude] along the stretch' }),
  ),
});
export type UnmatchedStretch = Static<typeof UnmatchedStretch>;

/** Something odd about a line that is in the plan all the same; `from_m`, `to_m` are metres along the line. */
export const LineWarning = Type.Object({
  code: Type.Enum([...LINE_WARNINGS]),
  detail: Type.String(),
  edge: Type.Optional(EdgeId),
  from_m: Type.Optional(Metres),
  to_m: Type.Optional(Metres),
});
export type LineWarning = Static<typeof LineWarning>;

/** How well a line fitted the streets; what did not fit is in `unmatched`. */
export const LineReport = Type.Object({
  length_m: Metres,
  matched_m: Metres,
  share: Type.Number({ minimum: 0, maximum: 1, description: 'matched_m / length_m' }),
  warnings: Type.Array(LineWarning),
});
export type LineReport = Static<typeof LineReport>;

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
  readonly unmatched?: readonly UnmatchedStretch[];
  /** Only for a route given as a line. */
  readonly line?: LineReport;
  /** Only for a route that is retired: it is given to no vehicle any more. */
  readonly retiredAt?: string;
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
  /** Only where it asks for a part of the route's version: that part. */
  readonly legs?: readonly Leg[];
  /** Only for the rest of another: the assignment it goes on with. */
  readonly continues?: string;
  /** Only where its rest was handed over: the assignment that goes on with it. */
  readonly handedOverTo?: string;
  /** Only where parts of it were given to others besides: the assignments that go on with them. */
  readonly sharedWith?: readonly string[];
}

/** A stretch of a plan, whatever its passes: without `from_m` and `to_m` the whole length of the edge. */
export const StretchBody = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...PLANNED_SIDES]),
  from_m: Type.Optional(Type.Number({ minimum: 0 })),
  to_m: Type.Optional(Type.Number({ minimum: 0 })),
});
export type StretchBody = Static<typeof StretchBody>;

/** The rest of a route goes to another vehicle, at `at` or at the present moment; with `legs` a part of the rest. */
export const HandoverBody = Type.Object({
  vehicle: Id,
  at: Type.Optional(Instant),
  crew: Type.Optional(Name),
  legs: Type.Optional(
    Type.Array(StretchBody, {
      minItems: 1,
      maxItems: 20_000,
      description:
        'only what is left of these stretches; the vehicle that has the route goes on with what is left besides',
    }),
  ),
  remainder: Type.Optional(
    Type.Object(
      { vehicle: Id, crew: Type.Optional(Name) },
      { description: 'with `legs`: a third vehicle goes on with what is left besides' },
    ),
  ),
});
export type HandoverBody = Static<typeof HandoverBody>;

export interface HandoverAnswer {
  /** As it is now: its window ends at the instant, unless its vehicle goes on with a part. */
  readonly assignment: Assignment;
  readonly rest: Assignment;
  /** What `assignment` asks for now. */
  readonly kept_m: number;
  readonly given_m: number;
  /** What the rest's vehicle was told by; null where it has no device. */
  readonly command: string | null;
  /** Only where a third vehicle goes on with what is left besides. */
  readonly remainder?: {
    readonly assignment: Assignment;
    readonly given_m: number;
    readonly command: string | null;
  };
}
