import type { Cell, Table } from './table.ts';

/** Marks the text as UTF-8 for spreadsheet programs. */
const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180: commas, quotes where needed, lines ended by CR LF. Numbers have a decimal point whatever the language. */
export function csvOf({ columns, rows, totals }: Table): string {
  const lines = [columns.map(({ title }) => title), ...rows, ...(totals === null ? [] : [totals])];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return cell.value.toFixed(cell.decimals);
  // A spreadsheet program would run what begins so as a formula: somebody's name must not become one.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
