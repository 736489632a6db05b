import { createHash } from 'node:crypto';
import {
  canonicalJson,
  instantOf,
  metresOf,
  type CoverageAnswer,
  type LegCoverage,
  type Piece,
  type Quality,
  type ResultStatus,
} from '@sweepline/contract';
import type { StreetNetwork } from '../network/network.ts';
import { rulesVersionOf } from '../pipeline/rules.ts';
import type { AssessedLeg, AssessedPiece, Assessment } from './assess.ts';
import type { Ledger } from './ledger.ts';
import { reasonMetres } from './reason-metres.ts';

export interface AnswerInput {
  readonly ledger: Ledger;
  readonly assessment: Assessment;
  readonly network: StreetNetwork;
  readonly matcherVersion: string;
  readonly revision: number;
  readonly status: ResultStatus;
  readonly sealedAt_ms: number | null;
  readonly quality: Quality;
  /** From `digestOfFixes`. */
  readonly fixesDigest: string;
}

/** SHA-256 over the digests of the counting fixes, in time order; of several vehicles one after the other by vehicle id. */
export function digestOfFixes(digests: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const digest of digests) hash.update(digest).update('\n');
  return hash.digest('hex');
}

/** The whole answer of `GET /assignments/{id}/coverage`. */
export function coverageAnswer(input: AnswerInput): CoverageAnswer {
  const { ledger, assessment, network, status } = input;
  const { plan, rules } = ledger;
  const rulesVersion = rulesVersionOf(rules);
  const legs = assessment.legs.map((leg) => legCoverage(network, leg));
  const { uncovered_cm } = assessment;
  return {
    assignment: plan.assignment,
    routeVersion: plan.routeVersion,
    rulesVersion,
    matcherVersion: input.matcherVersion,
    revision: input.revision,
    status,
    sealedAt: input.sealedAt_ms === null ? null : instantOf(input.sealedAt_ms),
    digest: digestOf(input, rulesVersion, legs),
    planned_m: metresOf(assessment.planned_cm),
    covered_m: metresOf(assessment.covered_cm),
    excused_m: metresOf(assessment.excused_cm),
    uncovered_m: reasonMetres(uncovered_cm),
    quality: input.quality,
    legs: status === 'running' ? legs.map(provisionally) : legs,
  };
}

/** Over what the result follows from and what it says; no received times, no counters, nothing that time alone changes. */
function digestOf(input: AnswerInput, rulesVersion: string, legs: readonly LegCoverage[]): string {
  const { plan } = input.ledger;
  const excuses = plan.excuses
    .map(({ edge, side, from_cm, to_cm, ground }) => ({
      edge: input.network.edges[edge]!.id,
      side,
      from_m: metresOf(from_cm),
      to_m: metresOf(to_cm),
      ground,
    }))
    .sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  const content = canonicalJson({
    window: { from: instantOf(plan.from_ms), to: instantOf(plan.to_ms) },
    route: plan.route,
    routeVersion: plan.routeVersion,
    rulesVersion,
    matcherVersion: input.matcherVersion,
    excuses,
    fixes: input.fixesDigest,
    legs,
  });
  return createHash('sha256').update(content).digest('hex');
}

function legCoverage(
  network: StreetNetwork,
  { leg, pass, length_cm, covered_cm, lastPass_ms, pieces }: AssessedLeg,
): LegCoverage {
  return {
    edge: network.edges[leg.edge]!.id,
    side: leg.side,
    pass,
    length_m: metresOf(length_cm),
    covered_m: metresOf(covered_cm),
    lastPassAt: lastPass_ms === null ? null : instantOf(lastPass_ms),
    pieces: pieces.map(pieceOf),
  };
}

function pieceOf(piece: AssessedPiece): Piece {
  const span = { from_m: metresOf(piece.from_cm), to_m: metresOf(piece.to_cm) };
  if (piece.state === 'excused') return { ...span, state: 'excused', marks: [] };
  if (piece.state === 'uncovered') return { ...span, state: 'uncovered', reason: piece.reason, marks: [] };
  const { vehicle, marks, confidence } = piece.pass;
  return { ...span, state: 'covered', at: instantOf(piece.at_ms), vehicle, confidence, marks: [...marks] };
}

/** While the window is open nothing uncovered is final. */
function provisionally(leg: LegCoverage): LegCoverage {
  return {
    ...leg,
    pieces: leg.pieces.map((piece) => (piece.state === 'uncovered' ? { ...piece, provisional: true } : piece)),
  };
}
