import {
  metresOf,
  UNCOVERED_REASONS,
  type ClaimLine,
  type ClaimTotals,
  type UncoveredReason,
} from '@sweepline/contract';
import { centimetresOf } from '@sweepline/contract';
import { evaluate } from './evaluate.ts';
import { keep, type KeptWork } from './kept.ts';
import { lengthOf, metresAtPrice, placeOf, undoneByStreet } from './non-payment.ts';
import type { DraftSetup, SealedWork } from './setup.ts';
import { priceOf, termsOn } from './terms-of.ts';
import { totalsOf } from './totals.ts';

export interface Draft {
  /** Of a work nothing is kept but its sums and what was not done. @throws RangeError where no terms or no price hold */
  add(work: SealedWork): void;
  finish(): { lines: ClaimLine[]; totals: ClaimTotals };
}

/** Begins the draft of a claim. */
export function beginDraft(setup: DraftSetup): Draft {
  const works: KeptWork[] = [];
  const sums_cm = { planned: 0, covered: 0, excused: 0 };
  const uncovered_cm = Object.fromEntries(UNCOVERED_REASONS.map((reason) => [reason, 0])) as Record<
    UncoveredReason,
    number
  >;
  return {
    add(work) {
      if (work.date < setup.from || work.date >= setup.to) return;
      works.push(keep(work));
      const { planned_m, covered_m, excused_m, uncovered_m } = work.answer;
      sums_cm.planned += centimetresOf(planned_m);
      sums_cm.covered += centimetresOf(covered_m);
      sums_cm.excused += centimetresOf(excused_m);
      for (const reason of UNCOVERED_REASONS) uncovered_cm[reason] += centimetresOf(uncovered_m[reason]);
    },
    finish() {
      const lines = works.flatMap((work) => nonPaymentOf(setup, work));
      for (const [i, line] of lines.entries()) line.no = i + 1;
      const uncovered_m = Object.fromEntries(
        UNCOVERED_REASONS.map((reason) => [reason, metresOf(uncovered_cm[reason])]),
      ) as Record<UncoveredReason, number>;
      const metres = {
        planned_m: metresOf(sums_cm.planned),
        covered_m: metresOf(sums_cm.covered),
        excused_m: metresOf(sums_cm.excused),
        uncovered_m,
      };
      return { lines, totals: totalsOf(lines, metres) };
    },
  };
}

function nonPaymentOf({ terms, contract }: DraftSetup, work: KeptWork): ClaimLine[] {
  const version = termsOn(terms, work.date);
  const price = priceOf(version.terms, work.operation, work.route);
  return undoneByStreet(work).map(({ reason, parts }) => {
    const length_cm = lengthOf(parts);
    const arithmetic = { terms: [metresAtPrice(length_cm, price)], caps: [] };
    return {
      no: 0,
      kind: 'non-payment',
      state: 'standing',
      why: null,
      rule: null,
      terms: version.version,
      assignment: work.assignment,
      date: work.date,
      route: work.route,
      vehicle: work.vehicle,
      ...placeOf(parts),
      reason,
      incident: null,
      metres: metresOf(length_cm),
      arithmetic,
      amount: evaluate(arithmetic, contract.currency),
      occurrence: null,
      result: work.result,
      answer: null,
      decision: null,
    };
  });
}
