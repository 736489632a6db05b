import { instantOf, metresOf, type Forecast, type LegState, type LiveLeg, type LivePiece } from '@sweepline/contract';
import type { PlannedLeg } from '../pipeline/plan.ts';
import type { EdgeNo, Passage } from '../pipeline/stages.ts';
import type { AssessedLeg, Assessment } from './assess.ts';
import { passedAt, type Ledger } from './ledger.ts';
import { legStretches } from './stretches.ts';

/** What the live map needs besides the ledger. */
export interface LiveView {
  /** The window is over: what is not covered is missed. */
  readonly closed: boolean;
  readonly forecast: Forecast | null;
  /** Only these edges' legs; all where absent. */
  readonly edges?: ReadonlySet<EdgeNo>;
  /** Reasons, once they were assessed. */
  readonly assessment?: Assessment;
}

/** The planned legs as the live map draws them. */
export function legsOf(ledger: Ledger, view: LiveView): LiveLeg[] {
  const lost = view.closed ? null : legsToMiss(ledger, view.forecast);
  const legs: LiveLeg[] = [];
  let next = 0;
  for (const leg of ledger.plan.legs) {
    // The assessment has its legs in the plan's order, one for each pass.
    const first = next;
    next += leg.passes;
    if (view.edges !== undefined && !view.edges.has(leg.edge)) continue;
    for (let pass = 1; pass <= leg.passes; pass++) {
      const assessed = view.closed ? view.assessment?.legs[first + pass - 1] : undefined;
      legs.push({
        edge: ledger.network.edges[leg.edge]!.id,
        side: leg.side,
        pass,
        passes: leg.passes,
        from_m: metresOf(leg.from_cm),
        to_m: metresOf(leg.to_cm),
        pieces: assessed === undefined ? piecesOf(ledger, leg, pass, view, lost) : assessedPieces(assessed),
      });
    }
  }
  return legs;
}

function assessedPieces({ pieces }: AssessedLeg): LivePiece[] {
  return pieces.map((piece) => {
    if (piece.state === 'covered') return donePiece(piece, piece.pass, piece.at_ms);
    if (piece.state === 'excused') return pieceOf(piece, 'excused');
    return { ...pieceOf(piece, 'missed'), reason: piece.reason };
  });
}

function piecesOf(
  ledger: Ledger,
  leg: PlannedLeg,
  pass: number,
  view: LiveView,
  lost: ReadonlySet<PlannedLeg> | null,
): LivePiece[] {
  const stretches = legStretches(ledger.byEdge.get(leg.edge)!, leg, ledger);
  let covered_cm = 0;
  for (const { from_cm, to_cm, passes } of stretches) if (passes.length >= pass) covered_cm += to_cm - from_cm;
  const share = covered_cm / (leg.to_cm - leg.from_cm);
  // The rest of a leg that counts as done needs nobody any more.
  const rest: LegState = view.closed
    ? 'missed'
    : share >= ledger.rules.legDoneShare
      ? 'done'
      : covered_cm > 0
        ? 'under-way'
        : lost?.has(leg)
          ? 'will-miss'
          : 'possible';
  const pieces: LivePiece[] = [];
  for (const stretch of stretches) {
    const covering = stretch.passes[pass - 1] ?? null;
    const state = covering !== null ? 'done' : stretch.excused ? 'excused' : rest;
    append(
      pieces,
      covering === null ? pieceOf(stretch, state) : donePiece(stretch, covering, passedAt(ledger, covering)),
    );
  }
  return pieces;
}

const pieceOf = ({ from_cm, to_cm }: Span, state: LegState): LivePiece => ({
  from_m: metresOf(from_cm),
  to_m: metresOf(to_cm),
  state,
});

/** Written out field by field: thousands are kept all day, and one put together of others has a shape of its own. */
function donePiece({ from_cm, to_cm }: Span, { marks }: Passage, at_ms: number): LivePiece {
  const from_m = metresOf(from_cm);
  const to_m = metresOf(to_cm);
  const at = instantOf(at_ms);
  if (marks.length === 0) return { from_m, to_m, state: 'done', at };
  return { from_m, to_m, state: 'done', at, marks: [...marks] };
}

interface Span {
  readonly from_cm: number;
  readonly to_cm: number;
}

function append(pieces: LivePiece[], piece: LivePiece): void {
  const last = pieces[pieces.length - 1];
  const same = last !== undefined && last.state === piece.state && last.at === piece.at && last.at === undefined;
  if (same) pieces[pieces.length - 1] = { ...last, to_m: piece.to_m };
  else pieces.push(piece);
}

/** The legs that will be left at the present pace, if the rest is driven in the plan's order. */
function legsToMiss(ledger: Ledger, forecast: Forecast | null): ReadonlySet<PlannedLeg> {
  const lost = new Set<PlannedLeg>();
  if (forecast === null || !forecast.willMiss) return lost;
  let left_cm = Math.round(forecast.expected_m * 100) - ledger.covered_cm;
  for (const leg of ledger.plan.legs) {
    for (const { from_cm, to_cm, passes, excused } of legStretches(ledger.byEdge.get(leg.edge)!, leg, ledger)) {
      if (!excused) left_cm -= (to_cm - from_cm) * Math.max(0, leg.passes - passes.length);
    }
    if (left_cm < 0) lost.add(leg);
  }
  return lost;
}
