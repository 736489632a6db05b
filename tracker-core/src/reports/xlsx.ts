import { unzipSync, zipSync } from 'fflate';
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import type { Cell, Table } from './table.ts';

/** The oldest time that a ZIP can name, in local fields as the library reads it: the same bytes wherever and whenever. */
const NO_TIME = new Date(1980, 0, 1);

/** An Office Open XML workbook of one sheet, its header in sight; the same table gives the same bytes. */
export async function xlsxOf({ name, columns, rows, totals }: Table): Promise<Uint8Array> {
  const header = columns.map(({ title }): SheetCell => ({ value: title, fontWeight: 'bold', wrap: true }));
  const data = [header, ...rows.map((row) => row.map((cell) => cellOf(cell, false)))];
  if (totals !== null) data.push(totals.map((cell) => cellOf(cell, true)));
  const made = await writeXlsxFile(data, {
    sheet: sheetName(name),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
  }).toBuffer();
  return zipSync(unzipSync(made), { mtime: NO_TIME });
}

function cellOf(cell: Cell, strong: boolean): SheetCell {
  if (cell === null) return null;
  const weight = strong ? ({ fontWeight: 'bold' } as const) : {};
  if (typeof cell === 'string') return { value: cell, type: String, ...weight };
  const format = cell.decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(cell.decimals)}`;
  return { value: cell.value, type: Number, format, ...weight };
}

/** A sheet's name has at most 31 characters, and none of these. */
const sheetName = (name: string): string => name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31);
