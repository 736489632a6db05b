import {
  UNCOVERED_REASONS,
  type Grade,
  type PlanFactMonths,
  type PlanFactRow,
  type UncoveredReason,
} from '@sweepline/contract';

type Uncovered = Readonly<Record<UncoveredReason, number>>;

/** What a row of the table says, be it an assignment or a contractor's month. */
export interface Figures {
  readonly assignments: number;
  readonly sealed: number;
  readonly planned_m: number;
  readonly covered_m: number;
  readonly excused_m: number;
  readonly open_m: number;
  readonly uncovered_m: Uncovered;
  readonly window_s: number;
  readonly worked_s: number;
  readonly idle_s: number;
  readonly distance_m: number;
  readonly deadhead_m: number;
  readonly grades: Readonly<Record<Grade, number>>;
}

export interface TableRow extends Figures {
  readonly key: string;
  /** Local date, or the first day of the month. */
  readonly date: string;
  readonly contractor: string;
  readonly contractorName: string;
  /** Null: a month of the contractor. */
  readonly of: PlanFactRow | null;
}

const gradesOf = (grade: Grade): Figures['grades'] => ({ A: 0, B: 0, C: 0, none: 0, [grade]: 1 });

const NOT_DONE_NOTHING = Object.fromEntries(UNCOVERED_REASONS.map((reason) => [reason, 0])) as Uncovered;

/** What an assignment lacks while its window runs is still open: nobody may call it not done. */
export const rowsOfAssignments = (rows: readonly PlanFactRow[]): TableRow[] =>
  rows.map((of) => ({
    ...of,
    key: of.assignment,
    of,
    assignments: 1,
    sealed: of.status === 'sealed' ? 1 : 0,
    ...(of.status === 'running'
      ? { open_m: missingOf(of), uncovered_m: NOT_DONE_NOTHING }
      : { open_m: 0, uncovered_m: of.uncovered_m }),
    grades: gradesOf(of.grade),
  }));

export const rowsOfMonths = (months: PlanFactMonths['months']): TableRow[] =>
  months.map(({ routes: _, month, ...sums }) => ({
    ...sums,
    key: `${month} ${sums.contractor}`,
    date: `${month}-01`,
    of: null,
  }));

const NOTHING: Figures = {
  assignments: 0,
  sealed: 0,
  planned_m: 0,
  covered_m: 0,
  excused_m: 0,
  open_m: 0,
  uncovered_m: NOT_DONE_NOTHING,
  window_s: 0,
  worked_s: 0,
  idle_s: 0,
  distance_m: 0,
  deadhead_m: 0,
  grades: { A: 0, B: 0, C: 0, none: 0 },
};

/** Sums of numbers member by member; metres are added as centimetres, so that a sum is exact. */
function plus<Sums extends object>(left: Sums, right: Sums): Sums {
  const sum = { ...left } as Record<string, unknown>;
  for (const key of Object.keys(left)) {
    const [a, b] = [left[key as keyof Sums], right[key as keyof Sums]];
    sum[key] =
      typeof a === 'number'
        ? (Math.round(a * 100) + Math.round((b as number) * 100)) / 100
        : plus(a as object, b as object);
  }
  return sum as Sums;
}

export const totalOf = (rows: readonly Figures[]): Figures => rows.reduce((sum, row) => plus(sum, row), NOTHING);

export const missingOf = ({ uncovered_m }: Pick<Figures, 'uncovered_m'>): number =>
  UNCOVERED_REASONS.reduce((sum, reason) => sum + Math.round(uncovered_m[reason] * 100), 0) / 100;

/** Reasons that have metres, most first. */
export const reasonsIn = ({ uncovered_m }: Pick<Figures, 'uncovered_m'>): UncoveredReason[] =>
  UNCOVERED_REASONS.filter((reason) => uncovered_m[reason] >= 0.5).sort((a, b) => uncovered_m[b] - uncovered_m[a]);

/** Done of what was owed by now; null where that is nothing. */
export function shareOf({ planned_m, covered_m, excused_m, open_m }: Figures): number | null {
  const owed_m = planned_m - excused_m - open_m;
  return owed_m < 0.005 ? null : covered_m / owed_m;
}

/** Done of the plan, in a row of a window that runs; of the others what was owed. */
export const shareOfRow = (row: TableRow): number | null =>
  row.of?.status === 'running' ? shareOf({ ...row, open_m: 0 }) : shareOf(row);

/**
 * The same in whole metres that add up as the centimetres do: what is planned is what was done, excused, still open and not
 * done for each reason. What rounding down leaves short goes to the largest fractions (largest-remainder method).
 */
export function inWholeMetres(figures: Figures): Figures {
  const { planned_m, covered_m, excused_m, open_m, uncovered_m } = figures;
  const parts = [covered_m, excused_m, open_m, ...UNCOVERED_REASONS.map((reason) => uncovered_m[reason])];
  const whole = parts.map((part_m) => Math.floor(part_m));
  const planned = Math.round(planned_m);
  const short = planned - whole.reduce((sum, part) => sum + part, 0);
  const fraction = (at: number): number => parts[at]! - whole[at]!;
  const byFraction = parts.map((_, at) => at).sort((a, b) => fraction(b) - fraction(a));
  for (const at of byFraction.slice(0, Math.max(0, short))) whole[at]! += 1;
  const [covered, excused, open, ...reasons] = whole;
  return {
    ...figures,
    planned_m: planned,
    covered_m: covered!,
    excused_m: excused!,
    open_m: open!,
    uncovered_m: Object.fromEntries(UNCOVERED_REASONS.map((reason, at) => [reason, reasons[at]!])) as Uncovered,
  };
}
