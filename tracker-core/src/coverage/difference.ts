import {
  centimetresOf,
  metresOf,
  UNCOVERED_REASONS,
  type CoverageAnswer,
  type LegCoverage,
  type LegDifference,
  type Revision,
} from '@sweepline/contract';

interface Moved {
  covered_cm: number;
  excused_cm: number;
  readonly uncovered_cm: Record<string, number>;
}

const nothing = (): Moved => ({ covered_cm: 0, excused_cm: 0, uncovered_cm: {} });

/** Adds a leg's pieces, or with -1 takes them away. */
function add(moved: Moved, { pieces }: LegCoverage, sign: 1 | -1): void {
  for (const { from_m, to_m, state, reason } of pieces) {
    const length_cm = sign * (centimetresOf(to_m) - centimetresOf(from_m));
    if (state === 'covered') moved.covered_cm += length_cm;
    else if (state === 'excused') moved.excused_cm += length_cm;
    else moved.uncovered_cm[reason!] = (moved.uncovered_cm[reason!] ?? 0) + length_cm;
  }
}

const keyOf = ({ edge, side, pass }: LegCoverage): string => `${edge}\n${side}\n${pass}`;

/** The legs of which something moved between the states or reasons, in the order of their ids. */
function movedLegs(before: readonly LegCoverage[], after: readonly LegCoverage[]): LegDifference[] {
  const byLeg = new Map<string, { readonly leg: LegCoverage; readonly moved: Moved }>();
  const take = (legs: readonly LegCoverage[], sign: 1 | -1): void => {
    for (const leg of legs) {
      let known = byLeg.get(keyOf(leg));
      if (known === undefined) byLeg.set(keyOf(leg), (known = { leg, moved: nothing() }));
      add(known.moved, leg, sign);
    }
  };
  take(before, -1);
  take(after, 1);
  const legs: LegDifference[] = [];
  for (const key of [...byLeg.keys()].sort()) {
    const { leg, moved } = byLeg.get(key)!;
    const { edge, side, pass } = leg;
    const metres = outward(moved);
    const same = metres.covered_m === 0 && metres.excused_m === 0 && Object.keys(metres.uncovered_m).length === 0;
    if (!same) legs.push({ edge, side, pass, ...metres });
  }
  return legs;
}

function outward({ covered_cm, excused_cm, uncovered_cm }: Moved) {
  const uncovered_m: Record<string, number> = {};
  for (const reason of UNCOVERED_REASONS) {
    const moved_cm = uncovered_cm[reason] ?? 0;
    if (moved_cm !== 0) uncovered_m[reason] = metresOf(moved_cm);
  }
  return { covered_m: metresOf(covered_cm), excused_m: metresOf(excused_cm), uncovered_m };
}

const metresMore = (before_m: number, after_m: number): number =>
  metresOf(centimetresOf(after_m) - centimetresOf(before_m));

/**
 * What a later answer says otherwise than the one before it: metres by state and reason, leg by leg, and the grade. Against
 * null, as the first answer's: all that it says, without its legs.
 */
export function differenceOf(before: CoverageAnswer | null, after: CoverageAnswer): Revision['difference'] {
  const { planned_m, covered_m, excused_m, uncovered_m, quality } = after;
  if (before === null)
    return { planned_m, covered_m, excused_m, uncovered_m: { ...uncovered_m }, grade: null, legs: [] };
  return {
    planned_m: metresMore(before.planned_m, planned_m),
    covered_m: metresMore(before.covered_m, covered_m),
    excused_m: metresMore(before.excused_m, excused_m),
    uncovered_m: Object.fromEntries(
      UNCOVERED_REASONS.map((reason) => [reason, metresMore(before.uncovered_m[reason], uncovered_m[reason])]),
    ),
    grade: before.quality.grade === quality.grade ? null : { from: before.quality.grade, to: quality.grade },
    legs: movedLegs(before.legs, after.legs),
  };
}

/**
 * Whether two answers say the same of the work: of every piece of every leg, and of the data's grade. Who drove it when, and
 * how many fixes it took, is no part of it.
 */
export function saysTheSame(a: CoverageAnswer, b: CoverageAnswer): boolean {
  const said = ({ routeVersion, legs, quality }: CoverageAnswer): string =>
    JSON.stringify([routeVersion, quality.grade, legs.map(piecesOf)]);
  return said(a) === said(b);
}

/** Neighbours alike but for who and when are one: a pass known better cuts nothing. */
function piecesOf({ edge, side, pass, pieces }: LegCoverage): unknown {
  const told: [number, number, string][] = [];
  for (const { from_m, to_m, state, reason } of pieces) {
    const last = told.at(-1);
    const what = reason ?? state;
    if (last?.[1] === from_m && last[2] === what) last[1] = to_m;
    else told.push([from_m, to_m, what]);
  }
  return [edge, side, pass, told];
}
