import { says, type ActFault } from '@sweepline/contract';
import { isArchive } from '../../lines/table/archive.ts';
import { unusable } from '../../lines/drawn.ts';
import { readCsv } from '../../lines/table/read-csv.ts';
import { readSheets } from '../../lines/table/read-sheet.ts';
import { actColumnOf, isTotal, type ActColumn } from './act-columns.ts';
import { readDate, readNumber } from './act-values.ts';
import { worded } from '../../refused.ts';

/** A row of an act that can be held against something. */
export interface ActRow {
  readonly row: number;
  readonly date: string;
  readonly route: string;
  readonly vehicle: string | null;
  readonly metres_cm: number | null;
  readonly hours_s: number | null;
  /** In the contract's currency, as written. */
  readonly amount: number | null;
}

export interface ReadAct {
  readonly rows: readonly ActRow[];
  readonly faults: readonly ActFault[];
}

/** The header stands among the first rows; above it are names of parties and of the act. */
const HEADER_WITHIN = 40;
const MOST_ROWS = 20_000;
const LONGEST_TEXT = 200;

/** The rows of a contractor's act: of the first sheet that has its columns. @throws Refused `invalid` with what is wrong. */
export async function readAct(format: 'xlsx' | 'csv', bytes: Uint8Array): Promise<ReadAct> {
  if (format === 'xlsx' && !isArchive(bytes)) throw unusable(says('no-workbook'));
  if (format === 'csv' && isArchive(bytes))
    throw unusable(worded('it is an archive or a workbook, not CSV', says('no-table')));
  const sheets = format === 'csv' ? [readCsv(bytes)] : await readSheets(bytes);
  for (const sheet of sheets) {
    const header = headerOf(sheet);
    if (header !== null) return rowsOf(sheet, header);
  }
  throw unusable(says('no-header-of-act'));
}

interface Header {
  readonly at: number;
  readonly columns: ReadonlyMap<ActColumn, number>;
}

function headerOf(sheet: readonly (readonly string[])[]): Header | null {
  for (const [at, cells] of sheet.slice(0, HEADER_WITHIN).entries()) {
    const columns = new Map<ActColumn, number>();
    for (const [i, cell] of cells.entries()) {
      const column = actColumnOf(cell);
      if (column !== undefined && !columns.has(column)) columns.set(column, i);
    }
    const hasQuantity = columns.has('metres') || columns.has('kilometres') || columns.has('hours');
    if (columns.has('date') && columns.has('route') && hasQuantity) return { at, columns };
  }
  return null;
}

function rowsOf(sheet: readonly (readonly string[])[], { at, columns }: Header): ReadAct {
  const rows: ActRow[] = [];
  const faults: ActFault[] = [];
  for (const [i, cells] of sheet.slice(at + 1).entries()) {
    if (cells.every((cell) => cell === '') || cells.some(isTotal)) continue;
    const row = at + 2 + i;
    if (rows.length + faults.length >= MOST_ROWS)
      throw unusable(worded(`the act has more than ${MOST_ROWS} rows`, says('too-many-rows', { most: MOST_ROWS })));
    const text = (column: ActColumn): string => cells[columns.get(column) ?? -1]?.slice(0, LONGEST_TEXT) ?? '';
    const read = rowOf(row, text);
    if ('code' in read) faults.push(read);
    else rows.push(read);
  }
  return { rows, faults };
}

function rowOf(row: number, text: (column: ActColumn) => string): ActRow | ActFault {
  const fault = (code: ActFault['code'], of: string): ActFault => ({ row, code, text: of });
  if (text('date') === '') return fault('no-date', '');
  const date = readDate(text('date'));
  if (date === null) return fault('bad-date', text('date'));
  if (text('route') === '') return fault('no-route', '');
  const numbers: Partial<Record<ActColumn, number>> = {};
  for (const column of ['metres', 'kilometres', 'hours', 'amount'] as const) {
    if (text(column) === '') continue;
    const value = readNumber(text(column));
    if (value === null) return fault('bad-number', text(column));
    numbers[column] = value;
  }
  const { metres, kilometres, hours, amount } = numbers;
  const length_m = metres ?? (kilometres === undefined ? undefined : kilometres * 1_000);
  if (length_m === undefined && hours === undefined) return fault('no-quantity', '');
  return {
    row,
    date,
    route: text('route'),
    vehicle: text('vehicle') || null,
    metres_cm: length_m === undefined ? null : Math.round(length_m * 100),
    hours_s: hours === undefined ? null : Math.round(hours * 3_600),
    amount: amount === undefined ? null : amount,
  };
}
