import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import {
  GRADES,
  MARKS,
  RESULT_STATUSES,
  REVISION_CAUSES,
  REVISION_STATES,
  SIDES,
  UNCOVERED_REASONS,
} from '../words.ts';
import { Instant, InstantOrNull, Metres, written } from './common.ts';

export const Piece = Type.Object({
  from_m: Metres,
  to_m: Metres,
  state: Type.Enum(['covered', 'excused', 'uncovered']),
  reason: Type.Optional(Type.Enum([...UNCOVERED_REASONS])),
  at: Type.Optional(Type.String()),
  vehicle: Type.Optional(Id),
  /** Of the match, 0–1: how sure it is that the drive was along this edge and no other. */
  confidence: Type.Optional(Type.Number()),
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

/** Metres that a revision moved, more or less, by state and reason. */
const MovedMetres = {
  covered_m: Type.Number(),
  excused_m: Type.Number(),
  uncovered_m: Type.Record(Type.String(), Type.Number()),
};

export const LegDifference = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  pass: Type.Integer({ minimum: 1 }),
  ...MovedMetres,
});
export type LegDifference = Static<typeof LegDifference>;

export const Revision = Type.Object({
  revision: Type.Integer(),
  sealedAt: Type.String(),
  digest: Type.String(),
  cause: Type.Enum([...REVISION_CAUSES]),
  state: Type.Enum([...REVISION_STATES]),
  decision: Type.Union([Type.Object({ by: Type.String(), at: Type.String(), reason: Type.String() }), Type.Null()]),
  /** Against the revision that stood before; of the first against nothing, without its legs. */
  difference: Type.Object({
    ...MovedMetres,
    planned_m: Type.Number(),
    grade: Type.Union([Type.Object({ from: Type.Enum([...GRADES]), to: Type.Enum([...GRADES]) }), Type.Null()]),
    legs: Type.Array(LegDifference),
  }),
});
export type Revision = Static<typeof Revision>;

export const RevisionDecisionBody = Type.Object({ reason: written(2_000) });
export type RevisionDecisionBody = Static<typeof RevisionDecisionBody>;

export const RecomputeJobBody = Type.Object({ from: Instant, to: Instant });
export type RecomputeJobBody = Static<typeof RecomputeJobBody>;

/** A shift of a batch whose digest is not the stored one, or that could not be computed. */
export const RecomputeFinding = Type.Object({
  assignment: Id,
  revision: Type.Union([Type.Integer(), Type.Null()]),
  stored: Type.Union([Type.String(), Type.Null()]),
  computed: Type.Union([Type.String(), Type.Null()]),
  trouble: Type.Union([Type.String(), Type.Null()]),
});
export type RecomputeFinding = Static<typeof RecomputeFinding>;

export const RecomputeJob = Type.Object({
  id: Id,
  municipality: Id,
  from: Type.String(),
  to: Type.String(),
  by: Type.String(),
  askedAt: Type.String(),
  endedAt: InstantOrNull,
  state: Type.Enum(['running', 'done']),
  total: Type.Integer(),
  done: Type.Integer(),
  /** Of those done: not sealed yet, so that there is no digest to compare with. */
  unsealed: Type.Integer(),
  changed: Type.Integer(),
  failed: Type.Integer(),
  fixes: Type.Integer(),
  seconds: Type.Number(),
  /** At most the first thousand, by assignment. */
  findings: Type.Array(RecomputeFinding),
});
export type RecomputeJob = Static<typeof RecomputeJob>;

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
