import {
  centimetresOf,
  localOf,
  metresOf,
  UNCOVERED_REASONS,
  type Locale,
  type PlanFactAnswer,
  type PlanFactRow,
} from '@sweepline/contract';
import { planFactWords, type PlanFactWords } from './plan-fact-words.ts';
import type { Cell, Table } from '../table/table.ts';

const HOUR_S = 3_600;
const whole = (value: number): Cell => ({ value, decimals: 0 });
const metres = (value: number): Cell => ({ value, decimals: 2 });
const hours = (seconds: number): Cell => ({ value: seconds / HOUR_S, decimals: 2 });
const two = (value: number): string => String(value).padStart(2, '0');

/** How one column reads, and how it sums; `null` where a sum says nothing. */
interface Column {
  readonly title: (words: PlanFactWords) => string;
  readonly width: number;
  readonly cell: (row: PlanFactRow, words: PlanFactWords, zone: string) => Cell;
  readonly sum?: (row: PlanFactRow) => number;
  readonly sumCell?: (sum: number) => Cell;
}

const length = (title: Column['title'], of: (row: PlanFactRow) => number): Column => ({
  title,
  width: 14,
  cell: (row) => metres(of(row)),
  sum: (row) => centimetresOf(of(row)),
  sumCell: (sum_cm) => metres(metresOf(sum_cm)),
});
const time = (title: Column['title'], of: (row: PlanFactRow) => number): Column => ({
  title,
  width: 11,
  cell: (row) => hours(of(row)),
  sum: of,
  sumCell: hours,
});
const text = (title: Column['title'], width: number, cell: Column['cell']): Column => ({ title, width, cell });

const COLUMNS: readonly Column[] = [
  text(
    ({ columns }) => columns.date,
    12,
    ({ date }) => date,
  ),
  text(
    ({ columns }) => columns.route,
    12,
    ({ route }) => route,
  ),
  text(
    ({ columns }) => columns.routeName,
    28,
    ({ routeName }) => routeName,
  ),
  text(
    ({ columns }) => columns.operation,
    16,
    ({ operation }, { operations }) => operations[operation],
  ),
  text(
    ({ columns }) => columns.plate,
    12,
    ({ plate }) => plate,
  ),
  text(
    ({ columns }) => columns.vehicle,
    16,
    ({ vehicle }) => vehicle,
  ),
  text(
    ({ columns }) => columns.contractor,
    22,
    ({ contractorName }) => contractorName,
  ),
  text(
    ({ columns }) => columns.crew,
    14,
    ({ crew }) => crew,
  ),
  text(
    ({ columns }) => columns.from,
    8,
    ({ from }, _, zone) => wallTime(zone, from),
  ),
  text(
    ({ columns }) => columns.to,
    8,
    ({ to }, _, zone) => wallTime(zone, to),
  ),
  length(
    ({ columns }) => columns.planned,
    ({ planned_m }) => planned_m,
  ),
  length(
    ({ columns }) => columns.covered,
    ({ covered_m }) => covered_m,
  ),
  length(
    ({ columns }) => columns.excused,
    ({ excused_m }) => excused_m,
  ),
  ...UNCOVERED_REASONS.map((reason) =>
    length(
      ({ reasons }) => reasons[reason],
      (row) => row.uncovered_m[reason],
    ),
  ),
  {
    title: ({ columns }) => columns.share,
    width: 10,
    cell: (row) => shareOf(centimetresOf(row.covered_m), centimetresOf(row.planned_m) - centimetresOf(row.excused_m)),
  },
  time(
    ({ columns }) => columns.window,
    ({ window_s }) => window_s,
  ),
  time(
    ({ columns }) => columns.worked,
    ({ worked_s }) => worked_s,
  ),
  {
    title: ({ columns }) => columns.distance,
    width: 12,
    cell: ({ distance_m }) => ({ value: distance_m / 1_000, decimals: 2 }),
    sum: ({ distance_m }) => centimetresOf(distance_m),
    sumCell: (sum_cm) => ({ value: sum_cm / 100_000, decimals: 2 }),
  },
  text(
    ({ columns }) => columns.grade,
    9,
    ({ grade }, { noGrade }) => (grade === 'none' ? noGrade : grade),
  ),
  text(
    ({ columns }) => columns.status,
    12,
    ({ status }, { statuses }) => statuses[status],
  ),
  { title: ({ columns }) => columns.revision, width: 9, cell: ({ revision }) => whole(revision) },
  text(
    ({ columns }) => columns.assignment,
    20,
    ({ assignment }) => assignment,
  ),
];

const shareOf = (covered_cm: number, owed_cm: number): Cell =>
  owed_cm <= 0 ? null : { value: (100 * covered_cm) / owed_cm, decimals: 1 };

function wallTime(zone: string, instant: string): string {
  const { minutes } = localOf(zone, Date.parse(instant));
  return `${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}

/** The day's plan and fact as people read it, with the sums of what can be summed. */
export function planFactTable({ rows, timezone, from }: PlanFactAnswer, locale: Locale): Table {
  const words = planFactWords[locale];
  const total = ({ sum, sumCell }: Column): Cell => {
    if (sum === undefined || sumCell === undefined) return null;
    return sumCell(rows.reduce((all, row) => all + sum(row), 0));
  };
  const share = COLUMNS.findIndex(({ title }) => title(words) === words.columns.share);
  const totals = COLUMNS.map(total);
  totals[0] = words.total;
  const sums = (of: (row: PlanFactRow) => number): number => rows.reduce((all, row) => all + centimetresOf(of(row)), 0);
  totals[share] = shareOf(
    sums(({ covered_m }) => covered_m),
    sums(({ planned_m }) => planned_m) - sums(({ excused_m }) => excused_m),
  );
  return {
    name: `${words.sheet} ${from}`,
    columns: COLUMNS.map(({ title, width }) => ({ title: title(words), width })),
    rows: rows.map((row) => COLUMNS.map(({ cell }) => cell(row, words, timezone))),
    totals: rows.length === 0 ? null : totals,
  };
}
