import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { GRADES, MARKS, RESULT_STATUSES, SIDES, UNCOVERED_REASONS } from '../words.ts';
import { InstantOrNull, Metres } from './common.ts';

export const Piece = Type.Object({
  from_m: Metres,
  to_m: Metres,
  state: Type.Enum(['covered', 'excused', 'uncovered']),
  reason: Type.Optional(Type.Enum([...UNCOVERED_REASONS])),
  at: Type.Optional(Type.String()),
  vehicle: Type.Optional(Id),
  provisional: Type.Optional(Type.Boolean()),
  marks: Type.Array(Type.Enum([...MARKS])),
});
export type Piece = Static<typeof Piece>;

export const LegCoverage = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  pass: Type.Integer({ minimum: 1 }),
  length_m: Metres,
  covered_m: Metres,
  lastPassAt: InstantOrNull,
  pieces: Type.Array(Piece),
});
export type LegCoverage = Static<typeof LegCoverage>;

export const UncoveredMetres = Type.Object({
  'not-reached': Metres,
  'no-data': Metres,
  'too-fast': Metres,
  'gear-off': Metres,
  'wrong-side': Metres,
});
export type UncoveredMetres = Static<typeof UncoveredMetres>;

export const Quality = Type.Object({
  grade: Type.Enum([...GRADES]),
  uptime_pct: Type.Union([Type.Number(), Type.Null()]),
  fixes: Type.Integer(),
  rejected: Type.Integer(),
  conflicts: Type.Integer(),
  fieldErrors: Type.Integer(),
  gaps: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
});
export type Quality = Static<typeof Quality>;

export const CoverageAnswer = Type.Object({
  assignment: Id,
  routeVersion: Type.Integer(),
  rulesVersion: Type.String(),
  matcherVersion: Type.String(),
  revision: Type.Integer(),
  status: Type.Enum([...RESULT_STATUSES]),
  sealedAt: InstantOrNull,
  digest: Type.String(),
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  uncovered_m: UncoveredMetres,
  quality: Quality,
  legs: Type.Array(LegCoverage),
});
export type CoverageAnswer = Static<typeof CoverageAnswer>;

export const RecomputeAnswer = Type.Object({ digest: Type.String(), revision: Type.Integer() });
export type RecomputeAnswer = Static<typeof RecomputeAnswer>;

export const Revision = Type.Object({
  revision: Type.Integer(),
  sealedAt: Type.String(),
  digest: Type.String(),
  cause: Type.String(),
  difference: Type.Object({
    covered_m: Type.Number(),
    excused_m: Type.Number(),
    uncovered_m: Type.Record(Type.String(), Type.Number()),
  }),
});
export type Revision = Static<typeof Revision>;

const SideService = Type.Object({ covered_m: Metres, lastPassAt: InstantOrNull });

/** What every vehicle did on one edge, planned or not: exactly these fields. */
export const EdgeService = Type.Object({
  edge: EdgeId,
  length_m: Metres,
  driven_m: Metres,
  sides: Type.Object({ left: SideService, right: SideService }),
  lastPassAt: InstantOrNull,
});
export type EdgeService = Static<typeof EdgeService>;

export const ServiceAnswer = Type.Object({ edges: Type.Array(EdgeService) });
export type ServiceAnswer = Static<typeof ServiceAnswer>;

export const FixMatch = Type.Object({
  edge: EdgeId,
  offset_m: Type.Number(),
  distance_m: Type.Number(),
  confidence: Type.Number(),
});
export type FixMatch = Static<typeof FixMatch>;

/** `fixes` carry the fields as they were sent besides these. */
export const TrackAnswer = Type.Object({
  fixes: Type.Array(
    Type.Object({
      ts: Type.String(),
      receivedAt: Type.String(),
      lat: Type.Number(),
      lon: Type.Number(),
      match: Type.Optional(FixMatch),
    }),
  ),
  distance_m: Metres,
});
export type TrackAnswer = Static<typeof TrackAnswer>;
