import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import type { Cell, Table } from './table.ts';

/** The oldest time that a ZIP can name, in local fields as the library reads it: the same bytes wherever and whenever. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * An Office Open XML workbook of one sheet, its header in sight; the same table gives the same bytes. `written_ms` is told as
 * the time at which it was made: nobody's clock is.
 */
export async function xlsxOf(
  { name, columns, rows, totals }: Table,
  { written_ms }: { readonly written_ms?: number } = {},
): Promise<Uint8Array> {
  const header = columns.map(({ title }): SheetCell => ({ value: title, fontWeight: 'bold', wrap: true }));
  const data = [header, ...rows.map((row) => row.map((cell) => cellOf(cell, false)))];
  if (totals !== null) data.push(totals.map((cell) => cellOf(cell, true)));
  const made = await writeXlsxFile(data, {
    sheet: sheetName(name),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
  }).toBuffer();
  const parts = unzipSync(made);
  if (written_ms === undefined) return zipSync(parts, { mtime: NO_TIME });
  return zipSync(withCore(parts, name, written_ms), { mtime: dayOf(written_ms) });
}

/** Noon of the UTC date in local fields: the one hour that every zone has on every day. */
function dayOf(ms: number): Date {
  const date = new Date(ms);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
}

/** The document's properties, which the library leaves out. */
function withCore(parts: Record<string, Uint8Array>, title: string, ms: number): Record<string, Uint8Array> {
  const at = new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const escaped = title.replace(/[<>&]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const core = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped}</dc:title><dc:creator>Sweepline</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`;
  const within = (name: string, end: string, added: string): Uint8Array =>
    strToU8(strFromU8(parts[name]!).replace(end, `${added}${end}`));
  return {
    ...parts,
    '[Content_Types].xml': within(
      '[Content_Types].xml',
      '</Types>',
      '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
    ),
    '_rels/.rels': within(
      '_rels/.rels',
      '</Relationships>',
      '<Relationship Id="rIdCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>',
    ),
    'docProps/core.xml': strToU8(core),
  };
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
