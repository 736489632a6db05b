import { centimetresOf, metresOf, type Leg, type LegCoverage, type Piece } from '@sweepline/contract';

/** A plan in two parts that together are the plan, pass by pass and centimetre by centimetre. */
export interface Parted {
  /** What was covered before the instant, or is excused. */
  readonly kept: readonly Leg[];
  readonly given: readonly Leg[];
  readonly kept_m: number;
  readonly given_m: number;
}

interface Cut {
  readonly from_cm: number;
  readonly to_cm: number;
  readonly passes: number;
}

/**
 * Parts an assignment's legs at an instant: a pass over a metre stays where it was done by then or needs not be done, and
 * goes with the rest otherwise. Passes over a metre are alike, so each part asks for a number of them.
 */
export function partAt(legs: readonly LegCoverage[], at_ms: number): Parted {
  const kept: Leg[] = [];
  const given: Leg[] = [];
  const stays = (piece: Piece) => staysAt(piece, at_ms);
  for (const { edge, side, pieces } of lanesOf(legs)) {
    for (const cut of cutsOf(pieces.filter(stays))) kept.push(legOf(edge, side, cut));
    for (const cut of cutsOf(pieces.filter((piece) => !stays(piece)))) given.push(legOf(edge, side, cut));
  }
  return { kept, given, kept_m: lengthOf(kept), given_m: lengthOf(given) };
}

/** Pieces of all legs and passes along one side of one edge. */
function lanesOf(legs: readonly LegCoverage[]): Iterable<Pick<LegCoverage, 'edge' | 'side' | 'pieces'>> {
  const lanes = new Map<string, Pick<LegCoverage, 'edge' | 'side' | 'pieces'>>();
  for (const { edge, side, pieces } of legs) {
    const lane = lanes.get(`${side} ${edge}`);
    if (lane) lane.pieces.push(...pieces);
    else lanes.set(`${side} ${edge}`, { edge, side, pieces: [...pieces] });
  }
  return lanes.values();
}

const staysAt = ({ state, at }: Piece, at_ms: number): boolean =>
  state === 'excused' || (state === 'covered' && (at === undefined || Date.parse(at) < at_ms));

/** Stretches that lie over each other, as stretches beside each other that say how many lay there. */
function cutsOf(pieces: readonly Piece[]): Cut[] {
  const steps = new Map<number, number>();
  const step = (at_cm: number, by: number) => steps.set(at_cm, (steps.get(at_cm) ?? 0) + by);
  for (const { from_m, to_m } of pieces) {
    step(centimetresOf(from_m), 1);
    step(centimetresOf(to_m), -1);
  }
  const cuts: Cut[] = [];
  let passes = 0;
  let from_cm = 0;
  for (const [at_cm, by] of [...steps].filter(([, by]) => by !== 0).sort(([a], [b]) => a - b)) {
    if (passes > 0) cuts.push({ from_cm, to_cm: at_cm, passes });
    passes += by;
    from_cm = at_cm;
  }
  return cuts;
}

const legOf = (edge: string, side: Leg['side'], { from_cm, to_cm, passes }: Cut): Leg => ({
  edge,
  side,
  passes,
  from_m: metresOf(from_cm),
  to_m: metresOf(to_cm),
});

const lengthOf = (legs: readonly Leg[]): number =>
  metresOf(
    legs.reduce((sum, { passes, from_m, to_m }) => sum + passes * (centimetresOf(to_m) - centimetresOf(from_m)), 0),
  );
