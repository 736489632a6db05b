import {
  centimetresOf,
  type ClaimLine,
  type Operation,
  type Side,
  type TermsVersion,
  type UncoveredReason,
} from '@sweepline/contract';
import { PackedLegs } from './packed.ts';
import type { PackedWork } from '../setup.ts';
import { priceOf } from '../terms/terms-of.ts';

/** Metres of one leg that were owed and not done for one reason. */
export interface UndoneStretch {
  readonly reason: UncoveredReason;
  readonly length_cm: number;
  /** From and to along the edge, one after the other. */
  readonly spans_cm: readonly (readonly [from_cm: number, to_cm: number])[];
}

/** A leg of which something was not done. */
export interface UndoneLeg {
  readonly edge: string;
  readonly side: Side;
  readonly pass: number;
  /** Empty where the street has no name. */
  readonly street: string;
  /** Planned and not excused. */
  readonly owed_cm: number;
  readonly covered_cm: number;
  readonly undone: readonly UndoneStretch[];
}

/** What a draft keeps of a sealed result: its sums, and the legs that something is missing of. */
export interface KeptWork {
  readonly assignment: string;
  readonly date: string;
  readonly month: string;
  readonly route: string;
  readonly operation: Operation;
  readonly vehicle: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly planned_cm: number;
  readonly owed_cm: number;
  readonly covered_cm: number;
  readonly result: NonNullable<ClaimLine['result']>;
  readonly legs: readonly UndoneLeg[];
  /** The terms that hold on its date, and their price of its metre. */
  readonly terms: TermsVersion;
  readonly price: string;
}

/** Reads a work; the answer itself is let go. @throws RangeError where the terms have no price for it */
export function keep(work: PackedWork, terms: TermsVersion): KeptWork {
  const { assignment, date, route, operation, vehicle, retroactive, answer, streets } = work;
  const { revision, digest, quality } = answer;
  const planned_cm = centimetresOf(answer.planned_m);
  const legs: UndoneLeg[] = [];
  const read = new PackedLegs(answer);
  while (read.nextLeg()) {
    // A leg that was done whole is most of them.
    if (read.covered_cm === read.length_cm) continue;
    let excused_cm = 0;
    const undone = new Map<UncoveredReason, { length_cm: number; spans_cm: [number, number][] }>();
    while (read.nextPiece()) {
      if (read.isCovered) continue;
      const { from_cm, to_cm, reason } = read;
      const length_cm = to_cm - from_cm;
      if (reason === undefined) excused_cm += length_cm;
      else {
        const stretch = undone.get(reason) ?? { length_cm: 0, spans_cm: [] };
        stretch.length_cm += length_cm;
        stretch.spans_cm.push([from_cm, to_cm]);
        undone.set(reason, stretch);
      }
    }
    if (undone.size === 0) continue;
    const { edge, side, pass, length_cm, covered_cm } = read;
    legs.push({
      edge,
      side,
      pass,
      street: streets.get(edge) ?? '',
      owed_cm: length_cm - excused_cm,
      covered_cm,
      undone: [...undone].map(([reason, stretch]) => ({ reason, ...stretch })),
    });
  }
  return {
    assignment,
    date,
    month: date.slice(0, 7),
    route,
    operation,
    vehicle,
    from_ms: Date.parse(work.from),
    to_ms: Date.parse(work.to),
    planned_cm,
    owed_cm: planned_cm - centimetresOf(answer.excused_m),
    covered_cm: centimetresOf(answer.covered_m),
    result: { revision, digest, grade: quality.grade, uptime_pct: quality.uptime_pct, retroactive },
    legs,
    terms,
    price: priceOf(terms.terms, operation, route),
  };
}
