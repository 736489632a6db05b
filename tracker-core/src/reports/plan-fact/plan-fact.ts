import { localOf, UNCOVERED_REASONS, type Locale, type PlanFactAnswer, type PlanFactRow } from '@sweepline/contract';
import {
  hoursColumn,
  lengthColumn,
  shareColumn,
  tableOf,
  textColumn,
  wayColumn,
  type Column,
} from '../table/columns.ts';
import type { Table } from '../table/table.ts';
import { planFactWords } from './plan-fact-words.ts';

const two = (value: number): string => String(value).padStart(2, '0');

function columnsOf(locale: Locale, zone: string): Column<PlanFactRow>[] {
  const { columns: titles, reasons, operations, statuses, noGrade } = planFactWords[locale];
  return [
    textColumn(titles.date, 12, ({ date }) => date),
    textColumn(titles.route, 12, ({ route }) => route),
    textColumn(titles.routeName, 28, ({ routeName }) => routeName),
    textColumn(titles.operation, 16, ({ operation }) => operations[operation]),
    textColumn(titles.plate, 12, ({ plate }) => plate),
    textColumn(titles.vehicle, 16, ({ vehicle }) => vehicle),
    textColumn(titles.contractor, 22, ({ contractorName }) => contractorName),
    textColumn(titles.crew, 14, ({ crew }) => crew),
    textColumn(titles.from, 8, ({ from }) => wallTime(zone, from)),
    textColumn(titles.to, 8, ({ to }) => wallTime(zone, to)),
    lengthColumn(titles.planned, ({ planned_m }) => planned_m),
    lengthColumn(titles.covered, ({ covered_m }) => covered_m),
    lengthColumn(titles.excused, ({ excused_m }) => excused_m),
    ...UNCOVERED_REASONS.map((reason) =>
      lengthColumn(reasons[reason], ({ uncovered_m }: PlanFactRow) => uncovered_m[reason]),
    ),
    shareColumn(titles.share),
    hoursColumn(titles.window, ({ window_s }) => window_s),
    hoursColumn(titles.worked, ({ worked_s }) => worked_s),
    wayColumn(titles.distance, ({ distance_m }) => distance_m),
    wayColumn(titles.deadhead, ({ deadhead_m }) => deadhead_m),
    hoursColumn(titles.idle, ({ idle_s }) => idle_s),
    textColumn(titles.grade, 9, ({ grade }) => (grade === 'none' ? noGrade : grade)),
    textColumn(titles.status, 12, ({ status }) => statuses[status]),
    textColumn(titles.revision, 9, ({ revision }) => ({ value: revision, decimals: 0 })),
    textColumn(titles.assignment, 20, ({ assignment }) => assignment),
  ];
}

function wallTime(zone: string, instant: string): string {
  const { minutes } = localOf(zone, Date.parse(instant));
  return `${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}

/** Plan and fact of each assignment as people read it, with the sums of what can be summed. */
export function planFactTable({ rows, timezone, from }: PlanFactAnswer, locale: Locale): Table {
  const { sheet, total } = planFactWords[locale];
  return tableOf(`${sheet} ${from}`, columnsOf(locale, timezone), rows, { total });
}
