import { centimetresOf, metresOf } from '@sweepline/contract';
import type { Cell, Table } from './table.ts';

const HOUR_S = 3_600;

/** How one column of rows reads, and how it sums; without `sum` a sum says nothing. */
export interface Column<Row> {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: Row) => Cell;
  readonly sum?: (row: Row) => number;
  readonly sumCell?: (sum: number) => Cell;
}

export const textColumn = <Row>(title: string, width: number, cell: (row: Row) => Cell): Column<Row> => ({
  title,
  width,
  cell,
});

export const wholeColumn = <Row>(title: string, of: (row: Row) => number): Column<Row> => ({
  title,
  width: 10,
  cell: (row) => ({ value: of(row), decimals: 0 }),
  sum: of,
  sumCell: (sum) => ({ value: sum, decimals: 0 }),
});

/** Metres, summed in centimetres. */
export const lengthColumn = <Row>(title: string, of: (row: Row) => number): Column<Row> => ({
  title,
  width: 14,
  cell: (row) => ({ value: of(row), decimals: 2 }),
  sum: (row) => centimetresOf(of(row)),
  sumCell: (sum_cm) => ({ value: metresOf(sum_cm), decimals: 2 }),
});

/** Metres told in kilometres. */
export const wayColumn = <Row>(title: string, of: (row: Row) => number): Column<Row> => ({
  title,
  width: 12,
  cell: (row) => ({ value: of(row) / 1_000, decimals: 2 }),
  sum: (row) => centimetresOf(of(row)),
  sumCell: (sum_cm) => ({ value: sum_cm / 100_000, decimals: 2 }),
});

/** Seconds told in hours. */
export const hoursColumn = <Row>(title: string, of: (row: Row) => number): Column<Row> => ({
  title,
  width: 11,
  cell: (row) => ({ value: of(row) / HOUR_S, decimals: 2 }),
  sum: of,
  sumCell: (sum) => ({ value: sum / HOUR_S, decimals: 2 }),
});

interface Done {
  readonly planned_m: number;
  readonly covered_m: number;
  readonly excused_m: number;
}

/** Per cent of what is owed; of all rows that of their sums. */
export const shareColumn = <Row extends Done>(title: string): ShareColumn<Row> => ({
  title,
  width: 10,
  cell: (row) => shareOf([row]),
  ofAll: shareOf,
});

interface ShareColumn<Row> extends Column<Row> {
  readonly ofAll: (rows: readonly Row[]) => Cell;
}

export function shareOf(rows: readonly Done[]): Cell {
  const sum = (of: (row: Done) => number): number => rows.reduce((all, row) => all + centimetresOf(of(row)), 0);
  const owed_cm = sum(({ planned_m }) => planned_m) - sum(({ excused_m }) => excused_m);
  return owed_cm <= 0 ? null : { value: (100 * sum(({ covered_m }) => covered_m)) / owed_cm, decimals: 1 };
}

/** The sheet of some rows, with the sums of those of them that are `summed` below. */
export function tableOf<Row>(
  name: string,
  columns: readonly (Column<Row> | ShareColumn<Row>)[],
  rows: readonly Row[],
  { total, summed = rows }: { readonly total: string; readonly summed?: readonly Row[] },
): Table {
  const totals = columns.map((column): Cell => {
    if ('ofAll' in column) return column.ofAll(summed);
    const { sum, sumCell } = column;
    if (sum === undefined || sumCell === undefined) return null;
    return sumCell(summed.reduce((all, row) => all + sum(row), 0));
  });
  totals[0] = total;
  return {
    name,
    columns: columns.map(({ title, width }) => ({ title, width })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
    totals: rows.length === 0 ? null : totals,
  };
}
