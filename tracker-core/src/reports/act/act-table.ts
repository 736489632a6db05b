import { minorDigits, type ActAnswer, type ActLine, type Locale } from '@sweepline/contract';
import type { Cell, Table } from '../table/table.ts';
import { Figures } from '../wording/figures.ts';
import { actHeader, type ActColumn } from './act-columns.ts';
import { actWords } from './act-words.ts';

/** The reconciliation as a sheet: the act's rows with what was measured, rows that cannot be read, and the sums. */
export function actTable({ lines, faults, currency, from, totals }: ActAnswer, locale: Locale): Table {
  const { columns: titles, verdicts, faults: faultWords, sheet, total } = actWords[locale];
  const digits = minorDigits(currency);
  const number = (value: number | null, decimals = 2): Cell => (value === null ? null : { value, decimals });
  const money = (minor: number | null): Cell => number(minor === null ? null : minor / 10 ** digits, digits);
  const named = new Figures(locale).currency(currency);
  const cellsOf = (line: ActLine): Cell[] => [
    number(line.row, 0),
    line.date,
    line.routeText,
    line.route,
    line.routeName,
    line.plate ?? line.vehicleText,
    verdicts[line.verdict],
    number(line.claimed_m),
    number(line.measured_m),
    number(line.difference_m),
    number(line.claimed_h),
    number(line.measured_h),
    number(line.difference_h),
    line.price,
    money(line.claimed),
    money(line.measured),
    money(line.difference),
  ];
  const faulty = faults.map(({ row, code, text }): Cell[] => {
    const empty = Array.from({ length: 17 }, (): Cell => null);
    return empty.with(0, { value: row, decimals: 0 }).with(2, text).with(6, faultWords[code]);
  });
  const sums: Cell[] = Array.from({ length: 17 }, (): Cell => null);
  sums[0] = total;
  for (const [at, cell] of [
    [7, number(totals.claimed_m)],
    [8, number(totals.measured_m)],
    [10, number(totals.claimed_h)],
    [11, number(totals.measured_h)],
    [14, money(totals.claimed)],
    [15, money(totals.measured)],
    [16, money(totals.difference)],
  ] as const)
    sums[at] = cell;
  const inMoney: readonly (keyof typeof titles)[] = ['price', 'claimed', 'measured', 'difference'];
  const WIDTHS = [10, 12, 20, 12, 26, 14, 28, 14, 14, 14, 12, 12, 12, 12, 16, 16, 16];
  const keys = Object.keys(titles) as (keyof typeof titles)[];
  return {
    name: `${sheet} ${from}`,
    columns: keys.map((key, i) => ({
      title: inMoney.includes(key) ? `${titles[key]}, ${named}` : titles[key],
      width: WIDTHS[i]!,
    })),
    rows: [...lines.map(cellsOf), ...faulty],
    totals: sums,
  };
}

const TEMPLATE: readonly ActColumn[] = ['date', 'route', 'vehicle', 'metres', 'hours', 'amount'];

/** An act to fill in, with a row of the contract's own as its example. */
export function actTemplate(
  { date, route, plate }: { readonly date: string; readonly route: string; readonly plate: string },
  locale: Locale,
): Table {
  const example: Cell[] = [date, route, plate, { value: 11_860.5, decimals: 2 }, { value: 2.75, decimals: 2 }, null];
  return {
    name: actWords[locale].template,
    columns: TEMPLATE.map((column) => ({ title: actHeader(column, locale), width: 18 })),
    rows: [example],
    totals: null,
  };
}
