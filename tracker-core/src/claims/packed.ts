import {
  centimetresOf,
  instantOf,
  metresOf,
  SIDES,
  UNCOVERED_REASONS,
  type CoverageAnswer,
  type LegCoverage,
  type Piece,
  type Side,
} from '@sweepline/contract';

/** From and to in centimetres, 0 covered, 1 excused, from 2 on a reason, and for what is covered when, epoch milliseconds. */
type PackedPiece = readonly [from_cm: number, to_cm: number, what: number, at_ms?: number];
type PackedLeg = readonly [
  edge: string,
  side: number,
  pass: number,
  length_cm: number,
  covered_cm: number,
  pieces: readonly PackedPiece[],
];

/**
 * What a claim needs of a sealed result, in a tenth of its size: without what qualifies its covered pieces, and without the
 * gaps of its data.
 */
export interface PackedAnswer extends Omit<CoverageAnswer, 'assignment' | 'revision' | 'status' | 'legs'> {
  readonly legs: readonly PackedLeg[];
}

const EXCUSED = 1;
const FIRST_REASON = 2;

const codeOf = ({ state, reason }: Piece): number =>
  state === 'covered' ? 0 : state === 'excused' ? EXCUSED : FIRST_REASON + UNCOVERED_REASONS.indexOf(reason!);

function packedPiece(piece: Piece): PackedPiece {
  const span = [centimetresOf(piece.from_m), centimetresOf(piece.to_m)] as const;
  return piece.at === undefined ? [...span, codeOf(piece)] : [...span, codeOf(piece), Date.parse(piece.at)];
}

export function packAnswer(answer: CoverageAnswer): PackedAnswer {
  const { assignment: _, revision: __, status: ___, legs, quality, ...rest } = answer;
  return {
    ...rest,
    quality: { ...quality, gaps: [] },
    legs: legs.map(({ edge, side, pass, length_m, covered_m, pieces }) => [
      edge,
      SIDES.indexOf(side),
      pass,
      centimetresOf(length_m),
      centimetresOf(covered_m),
      pieces.map(packedPiece),
    ]),
  };
}

function pieceOf([from_cm, to_cm, what, at_ms]: PackedPiece): Piece {
  const span = { from_m: metresOf(from_cm), to_m: metresOf(to_cm), marks: [] };
  if (what === EXCUSED) return { ...span, state: 'excused' };
  if (what > EXCUSED) return { ...span, state: 'uncovered', reason: UNCOVERED_REASONS[what - FIRST_REASON]! };
  return at_ms === undefined ? { ...span, state: 'covered' } : { ...span, state: 'covered', at: instantOf(at_ms) };
}

function legOf([edge, side, pass, length_cm, covered_cm, pieces]: PackedLeg): LegCoverage {
  let last_ms = -Infinity;
  for (const [, , , at_ms] of pieces) if (at_ms !== undefined && at_ms > last_ms) last_ms = at_ms;
  return {
    edge,
    side: SIDES[side] as Side,
    pass,
    length_m: metresOf(length_cm),
    covered_m: metresOf(covered_cm),
    lastPassAt: last_ms === -Infinity ? null : instantOf(last_ms),
    pieces: pieces.map(pieceOf),
  };
}

/** The answer again, as far as it was kept. */
export function unpackAnswer(assignment: string, revision: number, packed: PackedAnswer): CoverageAnswer {
  const { legs, ...rest } = packed;
  return { assignment, revision, status: 'sealed', ...rest, legs: legs.map(legOf) };
}
