import {
  centimetresOf,
  metresOf,
  UNCOVERED_REASONS,
  type CoverageAnswer,
  type FulfilmentFigures,
  type UncoveredReason,
} from '@sweepline/contract';
import type { Ledger } from './ledger.ts';
import { legStretches } from './stretches.ts';
import { reasonMetres } from './reason-metres.ts';

/** Planned = covered + excused + open + Σ uncovered. Integer centimetres. */
export interface Figures {
  planned_cm: number;
  covered_cm: number;
  excused_cm: number;
  /** Not covered so far in a window that is not over. */
  open_cm: number;
  readonly uncovered_cm: Record<UncoveredReason, number>;
}

/** A stretch of an edge that a route asks for, with what became of all its passes on all its sides. */
export interface LegFigures extends Figures {
  readonly edge: string;
  readonly from_cm: number;
  readonly to_cm: number;
}

export const noFigures = (): Figures => ({
  planned_cm: 0,
  covered_cm: 0,
  excused_cm: 0,
  open_cm: 0,
  uncovered_cm: { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
});

export function addFigures(sum: Figures, more: Figures): void {
  sum.planned_cm += more.planned_cm;
  sum.covered_cm += more.covered_cm;
  sum.excused_cm += more.excused_cm;
  sum.open_cm += more.open_cm;
  for (const reason of UNCOVERED_REASONS) sum.uncovered_cm[reason] += more.uncovered_cm[reason];
}

export const sumOf = (all: Iterable<Figures>): Figures => {
  const sum = noFigures();
  for (const one of all) addFigures(sum, one);
  return sum;
};

/** An answer about coverage by its legs; their sum is the answer's own. What a running one misses is open. */
export function legsOfAnswer(answer: CoverageAnswer): LegFigures[] {
  const legs = new Legs();
  for (const { edge, length_m, pieces } of answer.legs) {
    const from_cm = centimetresOf(pieces[0]?.from_m ?? 0);
    const to_cm = centimetresOf(pieces.at(-1)?.to_m ?? 0);
    const leg = legs.at(edge, from_cm, to_cm);
    leg.planned_cm += centimetresOf(length_m);
    for (const piece of pieces) {
      const size_cm = centimetresOf(piece.to_m) - centimetresOf(piece.from_m);
      if (piece.state === 'covered') leg.covered_cm += size_cm;
      else if (piece.state === 'excused') leg.excused_cm += size_cm;
      else if (answer.status === 'running') leg.open_cm += size_cm;
      else leg.uncovered_cm[piece.reason ?? 'not-reached'] += size_cm;
    }
  }
  return legs.all();
}

/** The same of an assignment whose window is not over, as its ledger stands. */
export function legsOfLedger(ledger: Ledger): LegFigures[] {
  const legs = new Legs();
  for (const leg of ledger.plan.legs) {
    const { edge, from_cm, to_cm } = leg;
    const sum = legs.at(ledger.network.edges[edge]!.id, from_cm, to_cm);
    sum.planned_cm += (to_cm - from_cm) * leg.passes;
    for (const { from_cm, to_cm, passes, excused } of legStretches(ledger.byEdge.get(edge)!, leg, ledger)) {
      const driven = Math.min(passes.length, leg.passes);
      sum.covered_cm += (to_cm - from_cm) * driven;
      if (excused) sum.excused_cm += (to_cm - from_cm) * (leg.passes - driven);
      else sum.open_cm += (to_cm - from_cm) * (leg.passes - driven);
    }
  }
  return legs.all();
}

export const outwardFigures = ({
  planned_cm,
  covered_cm,
  excused_cm,
  open_cm,
  uncovered_cm,
}: Figures): FulfilmentFigures => ({
  planned_m: metresOf(planned_cm),
  covered_m: metresOf(covered_cm),
  excused_m: metresOf(excused_cm),
  open_m: metresOf(open_cm),
  uncovered_m: reasonMetres(uncovered_cm),
});

/** Sides and passes of the same stretch are one. */
class Legs {
  private readonly legs = new Map<string, LegFigures>();

  at(edge: string, from_cm: number, to_cm: number): LegFigures {
    const key = `${from_cm} ${to_cm} ${edge}`;
    let leg = this.legs.get(key);
    if (leg === undefined) this.legs.set(key, (leg = { edge, from_cm, to_cm, ...noFigures() }));
    return leg;
  }

  all(): LegFigures[] {
    return [...this.legs.values()];
  }
}
