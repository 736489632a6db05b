import {
  centimetresOf,
  SIDES,
  UNCOVERED_REASONS,
  type CoverageAnswer,
  type Piece,
  type Side,
  type UncoveredReason,
} from '@sweepline/contract';

/**
 * What a claim needs of a sealed result, in a small part of its size: a month has millions of pieces. Without what qualifies
 * covered pieces, and without the gaps of the data.
 */
export interface PackedAnswer extends Pick<
  CoverageAnswer,
  'revision' | 'digest' | 'planned_m' | 'covered_m' | 'excused_m' | 'uncovered_m'
> {
  readonly quality: Pick<CoverageAnswer['quality'], 'grade' | 'uptime_pct'>;
  /** Epoch milliseconds from which the instants of passes are counted. */
  readonly begin_ms: number;
  /** One of each leg, in the order of the answer. */
  readonly edges: readonly string[];
  /** Of each leg in turn: side, pass, length and covered in centimetres, how many pieces; then its pieces, four numbers each. */
  readonly numbers: readonly number[];
}

const LEG_NUMBERS = 5;
const PIECE_NUMBERS = 4;
const COVERED = 0;
const EXCUSED = 1;
const FIRST_REASON = 2;
const NO_INSTANT = -1;

const codeOf = ({ state, reason }: Piece): number =>
  state === 'covered' ? COVERED : state === 'excused' ? EXCUSED : FIRST_REASON + UNCOVERED_REASONS.indexOf(reason!);

/** Pieces of one pass that follow one another are one. */
export function packAnswer(answer: CoverageAnswer): PackedAnswer {
  const { revision, digest, planned_m, covered_m, excused_m, uncovered_m, quality } = answer;
  let begin_ms = Infinity;
  for (const { pieces } of answer.legs)
    for (const { at } of pieces) if (at !== undefined) begin_ms = Math.min(begin_ms, Date.parse(at));
  if (begin_ms === Infinity) begin_ms = 0;
  const numbers: number[] = [];
  for (const { side, pass, length_m, covered_m, pieces } of answer.legs) {
    const head = numbers.length;
    numbers.push(SIDES.indexOf(side), pass, centimetresOf(length_m), centimetresOf(covered_m), 0);
    for (const piece of pieces) {
      const at = piece.at === undefined ? NO_INSTANT : Date.parse(piece.at) - begin_ms;
      const [from_cm, to_cm, code] = [centimetresOf(piece.from_m), centimetresOf(piece.to_m), codeOf(piece)];
      const last = numbers.length - PIECE_NUMBERS;
      const follows = code === COVERED && numbers[head + 4]! > 0 && numbers[last + 1] === from_cm;
      if (follows && numbers[last + 2] === code && numbers[last + 3] === at) numbers[last + 1] = to_cm;
      else {
        numbers.push(from_cm, to_cm, code, at);
        numbers[head + 4]! += 1;
      }
    }
  }
  return {
    revision,
    digest,
    planned_m,
    covered_m,
    excused_m,
    uncovered_m,
    quality: { grade: quality.grade, uptime_pct: quality.uptime_pct },
    begin_ms,
    edges: answer.legs.map(({ edge }) => edge),
    numbers,
  };
}

/** A reader of packed legs: where it stands is one leg, and within it one piece. Nothing is made for what nobody asks. */
export class PackedLegs {
  edge = '';
  side: Side = 'right';
  pass = 0;
  length_cm = 0;
  covered_cm = 0;
  from_cm = 0;
  to_cm = 0;
  readonly #packed: PackedAnswer;
  #leg = 0;
  #pieces = 0;
  #piece = 0;
  #end = 0;

  constructor(packed: PackedAnswer) {
    this.#packed = packed;
  }

  /** Goes to the next leg; false behind the last one. */
  nextLeg(): boolean {
    const { edges, numbers } = this.#packed;
    if (this.#leg === edges.length) return false;
    const head = this.#end;
    this.edge = edges[this.#leg++]!;
    this.side = SIDES[numbers[head]!]!;
    this.pass = numbers[head + 1]!;
    this.length_cm = numbers[head + 2]!;
    this.covered_cm = numbers[head + 3]!;
    this.#pieces = head + LEG_NUMBERS;
    this.#piece = this.#pieces - PIECE_NUMBERS;
    this.#end = this.#pieces + numbers[head + 4]! * PIECE_NUMBERS;
    return true;
  }

  /** Goes to the leg's next piece; false behind its last one. */
  nextPiece(): boolean {
    this.#piece += PIECE_NUMBERS;
    if (this.#piece >= this.#end) return false;
    const { numbers } = this.#packed;
    this.from_cm = numbers[this.#piece]!;
    this.to_cm = numbers[this.#piece + 1]!;
    return true;
  }

  get #code(): number {
    return this.#packed.numbers[this.#piece + 2]!;
  }

  /** Of the piece. */
  get isCovered(): boolean {
    return this.#code === COVERED;
  }

  /** Of the piece; undefined where it is covered or excused. */
  get reason(): UncoveredReason | undefined {
    return UNCOVERED_REASONS[this.#code - FIRST_REASON];
  }

  /** When the piece was covered, epoch milliseconds; undefined where it was not. */
  get at_ms(): number | undefined {
    const at = this.#packed.numbers[this.#piece + 3]!;
    return at === NO_INSTANT ? undefined : this.#packed.begin_ms + at;
  }
}
