import type { UncoveredReason } from '@sweepline/contract';
import type { Network } from '../network/network.ts';
import type { PlannedAssignment, PlannedLeg } from '../pipeline/plan.ts';
import type { EdgeNo, Passage, Silence } from '../pipeline/stages.ts';
import { hiddenIn, type Hidden } from './hidden.ts';
import { passesAt } from './lane.ts';
import type { EdgeLedger } from './edge-ledger.ts';
import { passedAt, type Ledger } from './ledger.ts';
import { bitsOf } from './marks.ts';
import { askedAt, cutAtEnds, cutsOf, legStretches, type Stretch } from './stretches.ts';

/** A stretch of one pass of one leg, in integer centimetres from the edge's first vertex, with what became of it. */
export type AssessedPiece = { readonly from_cm: number; readonly to_cm: number } & (
  | { readonly state: 'covered'; readonly pass: Passage; readonly at_ms: number }
  | { readonly state: 'excused' }
  | { readonly state: 'uncovered'; readonly reason: UncoveredReason }
);

export interface AssessedLeg {
  readonly leg: PlannedLeg;
  /** 1 … leg.passes */
  readonly pass: number;
  readonly length_cm: number;
  readonly covered_cm: number;
  readonly lastPass_ms: number | null;
  /** Without gaps, in order. */
  readonly pieces: readonly AssessedPiece[];
}

/** Planned = covered + excused + Σ uncovered, to the centimetre. */
export interface Assessment {
  readonly legs: readonly AssessedLeg[];
  readonly planned_cm: number;
  readonly covered_cm: number;
  readonly excused_cm: number;
  readonly uncovered_cm: Readonly<Record<UncoveredReason, number>>;
}

export interface AssessOptions {
  /** The vehicle's silences around the window. */
  readonly silences?: readonly Silence[];
  /** Other assignments of the contractor in the window: work they asked for explains nothing here. */
  readonly otherPlans?: readonly PlannedAssignment[];
  /** Nothing whatever was received and nothing more is waited for: every metre is without data. */
  readonly blind?: boolean;
}

/** The one reason for every uncovered metre, and the pass for every covered one. */
export function assess(ledger: Ledger, network: Network, options: AssessOptions = {}): Assessment {
  const { silences = [], otherPlans = [], blind = false } = options;
  const hidden: Hidden = blind ? () => true : hiddenIn(network, ledger.plan, silences, ledger.rules);
  const legs: AssessedLeg[] = [];
  const others = askedByOthers(ledger.plan, otherPlans);
  for (const leg of ledger.plan.legs) assessLeg(ledger, leg, others.get(leg.edge) ?? [], hidden, legs);
  return { legs, ...sumsOf(legs) };
}

function askedByOthers(plan: PlannedAssignment, otherPlans: readonly PlannedAssignment[]): Map<EdgeNo, PlannedLeg[]> {
  const byEdge = new Map<EdgeNo, PlannedLeg[]>();
  for (const { operation, legs } of otherPlans) {
    if (operation !== plan.operation) continue;
    for (const leg of legs) {
      const there = byEdge.get(leg.edge);
      if (there === undefined) byEdge.set(leg.edge, [leg]);
      else there.push(leg);
    }
  }
  return byEdge;
}

function sumsOf(legs: readonly AssessedLeg[]): Omit<Assessment, 'legs'> {
  const uncovered_cm = { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 };
  let planned_cm = 0;
  let covered_cm = 0;
  let excused_cm = 0;
  for (const { length_cm, pieces } of legs) {
    planned_cm += length_cm;
    for (const piece of pieces) {
      const size_cm = piece.to_cm - piece.from_cm;
      if (piece.state === 'covered') covered_cm += size_cm;
      else if (piece.state === 'excused') excused_cm += size_cm;
      else uncovered_cm[piece.reason] += size_cm;
    }
  }
  return { planned_cm, covered_cm, excused_cm, uncovered_cm };
}

function assessLeg(
  ledger: Ledger,
  leg: PlannedLeg,
  others: readonly PlannedLeg[],
  hidden: Hidden,
  out: AssessedLeg[],
): void {
  const there = ledger.byEdge.get(leg.edge)!;
  const pieces: AssessedPiece[][] = Array.from({ length: leg.passes }, () => []);
  for (const stretch of legStretches(there, leg, ledger)) {
    for (let k = 0; k < leg.passes && k < stretch.passes.length; k++) {
      const pass = stretch.passes[k]!;
      put(pieces[k]!, { ...span(stretch), state: 'covered', pass, at_ms: passedAt(ledger, pass) });
    }
    if (stretch.passes.length >= leg.passes) continue;
    for (const part of explain(there, leg, stretch, others)) {
      part.reasons.forEach((reason, i) => {
        const into = pieces[stretch.passes.length + i]!;
        if (reason === 'not-reached') putUnseen(into, leg.edge, part, hidden);
        else if (reason === 'excused') put(into, { ...span(part), state: 'excused' });
        else put(into, { ...span(part), state: 'uncovered', reason });
      });
    }
  }
  pieces.forEach((own, k) => out.push(legOf(leg, k + 1, own)));
}

function legOf(leg: PlannedLeg, pass: number, pieces: readonly AssessedPiece[]): AssessedLeg {
  let covered_cm = 0;
  let lastPass_ms: number | null = null;
  for (const piece of pieces) {
    if (piece.state !== 'covered') continue;
    covered_cm += piece.to_cm - piece.from_cm;
    lastPass_ms = Math.max(lastPass_ms ?? -Infinity, piece.at_ms);
  }
  return { leg, pass, length_cm: leg.to_cm - leg.from_cm, covered_cm, lastPass_ms, pieces };
}

interface Explained {
  readonly from_cm: number;
  readonly to_cm: number;
  /** One for each missing pass. */
  readonly reasons: readonly (UncoveredReason | 'excused')[];
}

/**
 * What was driven instead of each missing pass, in the order of the rules; `not-reached` where nothing was. One drive
 * explains one missing pass.
 */
function explain(there: EdgeLedger, leg: PlannedLeg, stretch: Stretch, others: readonly PlannedLeg[]): Explained[] {
  const { lanes } = there;
  const missing = leg.passes - stretch.passes.length;
  if (stretch.excused) return [{ ...span(stretch), reasons: Array<'excused'>(missing).fill('excused') }];
  const otherSide = leg.side === 'left' ? 'right' : leg.side === 'right' ? 'left' : null;
  const across = otherSide === null ? undefined : lanes[`worked/${otherSide}`];
  const side = leg.side === 'centre' ? 'any' : leg.side;
  const within = { ...leg, ...span(stretch) };
  const cuts = new Set([within.from_cm, within.to_cm]);
  for (const lane of [across, lanes[`gear-off/${side}`], lanes[`too-fast/${side}`], lanes[`late/${side}`]]) {
    cutsOf(lane, within, cuts);
  }
  cutsOf(lanes['late/undecided'], within, cuts);
  cutAtEnds(there.legs, within, cuts);
  cutAtEnds(others, within, cuts);
  const ends = [...cuts].sort((a, b) => a - b);
  const parts: Explained[] = [];
  for (let i = 1; i < ends.length; i++) {
    const at_cm = ends[i - 1]!;
    const reasons: UncoveredReason[] = [];
    const take = (reason: UncoveredReason, count: number) => {
      for (let n = 0; n < count && reasons.length < missing; n++) reasons.push(reason);
    };
    if (otherSide !== null) {
      const asked = askedAt(there.legs, otherSide, at_cm) + askedAt(others, otherSide, at_cm);
      take('wrong-side', passesAt(across, at_cm).length - asked);
    }
    take('gear-off', passesAt(lanes[`gear-off/${side}`], at_cm).length);
    take('too-fast', passesAt(lanes[`too-fast/${side}`], at_cm).length);
    take('no-data', passesAt(lanes[`late/${side}`], at_cm).length + passesAt(lanes['late/undecided'], at_cm).length);
    take('not-reached', missing);
    parts.push({ from_cm: at_cm, to_cm: ends[i]!, reasons });
  }
  return parts;
}

const span = ({ from_cm, to_cm }: { from_cm: number; to_cm: number }) => ({ from_cm, to_cm });

/** Splits metres that no drive explains by whether a silence may hide one, metre by metre. */
function putUnseen(into: AssessedPiece[], edge: number, { from_cm, to_cm }: Explained, hidden: Hidden): void {
  const nextOf = (at_cm: number): number => Math.min(to_cm, at_cm - (at_cm % METRE_CM) + METRE_CM);
  const isHidden = (at_cm: number): boolean => hidden(edge, (at_cm + nextOf(at_cm)) / 200);
  for (let at_cm = from_cm; at_cm < to_cm;) {
    const unseen = isHidden(at_cm);
    let end_cm = nextOf(at_cm);
    while (end_cm < to_cm && isHidden(end_cm) === unseen) end_cm = nextOf(end_cm);
    put(into, { from_cm: at_cm, to_cm: end_cm, state: 'uncovered', reason: unseen ? 'no-data' : 'not-reached' });
    at_cm = end_cm;
  }
}

const METRE_CM = 100;

function put(pieces: AssessedPiece[], piece: AssessedPiece): void {
  const last = pieces[pieces.length - 1];
  if (last !== undefined && last.to_cm === piece.from_cm && alike(last, piece)) {
    pieces[pieces.length - 1] = { ...last, to_cm: piece.to_cm };
  } else pieces.push(piece);
}

function alike(a: AssessedPiece, b: AssessedPiece): boolean {
  if (a.state === 'covered') {
    if (b.state !== 'covered') return false;
    const { vehicle, marks } = a.pass;
    return vehicle === b.pass.vehicle && a.at_ms === b.at_ms && bitsOf(marks) === bitsOf(b.pass.marks);
  }
  return a.state === b.state && (a.state === 'excused' || (b.state === 'uncovered' && a.reason === b.reason));
}
