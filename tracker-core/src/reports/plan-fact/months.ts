import { UNCOVERED_REASONS, type Locale, type PlanFactMonth, type PlanFactMonths } from '@sweepline/contract';
import {
  hoursColumn,
  lengthColumn,
  shareColumn,
  tableOf,
  textColumn,
  wayColumn,
  wholeColumn,
  type Column,
} from '../table/columns.ts';
import type { Table } from '../table/table.ts';
import { planFactWords } from './plan-fact-words.ts';

type Sums = Omit<PlanFactMonth, 'routes' | 'month' | 'contractor' | 'contractorName'>;

/** A contractor's month in all, or one route of it. */
export interface MonthRow extends Sums {
  readonly month: string;
  readonly contractor: string;
  readonly contractorName: string;
  /** Null: all its routes. */
  readonly route: string | null;
  readonly routeName: string;
}

export const monthRows = ({ months }: Pick<PlanFactMonths, 'months'>, allRoutes: string): MonthRow[] =>
  months.flatMap(({ routes, ...whole }): MonthRow[] => {
    const { month, contractor, contractorName } = whole;
    return [
      { ...whole, route: null, routeName: allRoutes },
      ...routes.map((route) => ({ ...route, month, contractor, contractorName })),
    ];
  });

function columnsOf(locale: Locale): Column<MonthRow>[] {
  const { columns: titles, reasons, noGrade } = planFactWords[locale];
  return [
    textColumn(titles.month, 10, ({ month }) => month),
    textColumn(titles.contractor, 22, ({ contractorName }) => contractorName),
    textColumn(titles.route, 12, ({ route }) => route),
    textColumn(titles.routeName, 28, ({ routeName }) => routeName),
    wholeColumn(titles.assignments, ({ assignments }) => assignments),
    wholeColumn(titles.sealed, ({ sealed }) => sealed),
    lengthColumn(titles.planned, ({ planned_m }) => planned_m),
    lengthColumn(titles.covered, ({ covered_m }) => covered_m),
    lengthColumn(titles.excused, ({ excused_m }) => excused_m),
    ...UNCOVERED_REASONS.map((reason) =>
      lengthColumn(reasons[reason], ({ uncovered_m }: MonthRow) => uncovered_m[reason]),
    ),
    lengthColumn(titles.open, ({ open_m }) => open_m),
    shareColumn(titles.share),
    hoursColumn(titles.window, ({ window_s }) => window_s),
    hoursColumn(titles.worked, ({ worked_s }) => worked_s),
    wayColumn(titles.distance, ({ distance_m }) => distance_m),
    wayColumn(titles.deadhead, ({ deadhead_m }) => deadhead_m),
    hoursColumn(titles.idle, ({ idle_s }) => idle_s),
    ...(['A', 'B', 'C', 'none'] as const).map((grade) =>
      wholeColumn(`${titles.grade} ${grade === 'none' ? noGrade : grade}`, ({ grades }: MonthRow) => grades[grade]),
    ),
  ];
}

/** Plan and fact by month, contractor and route; the sums below are those of the contractors. */
export function monthTable(answer: PlanFactMonths, locale: Locale): Table {
  const { sheet, total, allRoutes } = planFactWords[locale];
  const rows = monthRows(answer, allRoutes);
  return tableOf(`${sheet} ${answer.from}`, columnsOf(locale), rows, {
    total,
    summed: rows.filter(({ route }) => route === null),
  });
}
