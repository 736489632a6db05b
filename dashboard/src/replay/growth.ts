import type { CoverageAnswer, LegState, LiveLeg, LivePiece, Side, UncoveredReason } from '@sweepline/contract';

/** A stretch of a leg with what became of it in the end. */
interface Outcome {
  readonly from_m: number;
  readonly to_m: number;
  readonly end: 'covered' | 'excused' | 'open';
  readonly reason?: UncoveredReason | undefined;
  /** When it was covered; unknown of some. */
  readonly at_ms: number | null;
}

export interface PlannedStrip {
  readonly edge: string;
  readonly side: Side;
  readonly pass: number;
  readonly passes: number;
  readonly from_m: number;
  readonly to_m: number;
  readonly outcomes: readonly Outcome[];
}

export interface PlanWindow {
  readonly assignment: string;
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** How an assignment's coverage grew: its legs as they stood at any instant, the same objects while nothing changes. */
export class Growth {
  readonly window: PlanWindow;
  readonly #strips: readonly PlannedStrip[];
  /** Of each strip, the instants at which it changes. */
  readonly #changes: readonly (readonly number[])[];
  readonly #made: Map<number, LiveLeg>[];
  #shown: readonly LiveLeg[] = [];
  #steps: Int32Array;

  constructor(window: PlanWindow, strips: readonly PlannedStrip[]) {
    this.window = window;
    this.#strips = strips;
    this.#changes = strips.map(({ outcomes }) =>
      [
        ...new Set([
          ...outcomes.flatMap(({ end, at_ms }) => (end === 'covered' && at_ms !== null ? [at_ms] : [])),
          window.to_ms,
        ]),
      ].sort((a, b) => a - b),
    );
    this.#made = strips.map(() => new Map());
    this.#steps = new Int32Array(strips.length).fill(-1);
  }

  legsAt(at_ms: number): readonly LiveLeg[] {
    let changed = false;
    for (let i = 0; i < this.#strips.length; i++) {
      const changes = this.#changes[i]!;
      let step = 0;
      while (step < changes.length && changes[step]! <= at_ms) step += 1;
      if (step === this.#steps[i]) continue;
      this.#steps[i] = step;
      changed = true;
    }
    if (changed) this.#shown = this.#strips.map((strip, i) => this.#leg(strip, i, at_ms));
    return this.#shown;
  }

  /** Metres covered of the plan so far, passes counted each. */
  coveredAt(at_ms: number): { covered_m: number; planned_m: number } {
    let covered_m = 0;
    let planned_m = 0;
    for (const { outcomes } of this.#strips)
      for (const { from_m, to_m, end, at_ms: done_ms } of outcomes) {
        if (end !== 'excused') planned_m += to_m - from_m;
        if (end === 'covered' && (done_ms ?? this.window.to_ms) <= at_ms) covered_m += to_m - from_m;
      }
    return { covered_m, planned_m };
  }

  #leg(strip: PlannedStrip, i: number, at_ms: number): LiveLeg {
    const step = this.#steps[i]!;
    const made = this.#made[i]!.get(step);
    if (made) return made;
    const { outcomes, ...leg } = strip;
    const pieces = outcomes.map((outcome) => pieceAt(outcome, at_ms, this.window.to_ms));
    const shown = { ...leg, pieces };
    this.#made[i]!.set(step, shown);
    return shown;
  }
}

function pieceAt({ from_m, to_m, end, reason, at_ms: done_ms }: Outcome, at_ms: number, closes_ms: number): LivePiece {
  const state: LegState =
    end === 'excused'
      ? 'excused'
      : end === 'covered' && (done_ms ?? closes_ms) <= at_ms
        ? 'done'
        : at_ms >= closes_ms && end === 'open'
          ? 'missed'
          : 'possible';
  return {
    from_m,
    to_m,
    state,
    ...(state === 'missed' && reason !== undefined ? { reason } : {}),
    ...(state === 'done' && done_ms !== null ? { at: new Date(done_ms).toISOString() } : {}),
  };
}

/** Of the live feed's legs. */
export const stripsOfLive = (legs: readonly LiveLeg[]): PlannedStrip[] =>
  legs.map(({ pieces, ...leg }) => ({
    ...leg,
    outcomes: pieces.map(({ from_m, to_m, state, reason, at }) => ({
      from_m,
      to_m,
      end: state === 'excused' ? 'excused' : state === 'done' ? 'covered' : 'open',
      reason,
      at_ms: at === undefined ? null : Date.parse(at),
    })),
  }));

/** Of an exact result. */
export function stripsOfCoverage({ legs }: Pick<CoverageAnswer, 'legs'>): PlannedStrip[] {
  const passes = new Map<string, number>();
  const keyOf = ({ edge, side }: { edge: string; side: Side }) => `${side} ${edge}`;
  for (const leg of legs) passes.set(keyOf(leg), Math.max(leg.pass, passes.get(keyOf(leg)) ?? 1));
  return legs.map((leg) => ({
    edge: leg.edge,
    side: leg.side,
    pass: leg.pass,
    passes: passes.get(keyOf(leg)) ?? 1,
    from_m: leg.pieces[0]?.from_m ?? 0,
    to_m: leg.pieces.at(-1)?.to_m ?? leg.length_m,
    outcomes: leg.pieces.map(({ from_m, to_m, state, reason, at }) => ({
      from_m,
      to_m,
      end: state === 'uncovered' ? 'open' : state,
      reason,
      at_ms: at === undefined ? null : Date.parse(at),
    })),
  }));
}
