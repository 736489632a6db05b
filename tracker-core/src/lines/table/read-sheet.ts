import { says } from '@sweepline/contract';
import { zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { unusable } from '../drawn.ts';
import { unpack } from './archive.ts';
import { worded } from '../../refused.ts';

/** Beyond these a sheet is no table of routes, and its empty cells alone would fill the memory. */
const LAST_ROW = 20_000;
const LAST_COLUMN = 200;
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/;

/**
 * The sheets of an XLSX file as text, row by row. Of a formula its last value is read; nothing is calculated.
 * @throws Refused `invalid` where it is broken, larger inside than a table may be, or holds what could grow.
 */
export async function readSheets(bytes: Uint8Array): Promise<string[][][]> {
  const parts = unpack(bytes, (name) => NEEDED.test(name));
  if (!parts.has('xl/workbook.xml')) throw unusable(says('no-workbook'));
  for (const [name, part] of parts) checkPart(name, part);
  // Packed anew: what is read is what was looked at.
  const checked = zipSync(Object.fromEntries(parts), { level: 0 });
  try {
    const sheets = await readWorkbook(checked.buffer as ArrayBuffer);
    return sheets.map(({ data }) => data.map((row) => row.map(textOf)));
  } catch (cause) {
    const message = `the workbook cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw unusable(worded(message, says('broken-file', { format: 'XLSX' })), cause);
  }
}

function checkPart(name: string, part: Uint8Array): void {
  const xml = new TextDecoder().decode(part);
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    throw unusable(worded(`a document type is not taken: ${name} has one`, says('document-type')));
  if (!name.startsWith('xl/worksheets/')) return;
  for (const [, letters, digits] of xml.matchAll(/\br="([A-Z]{1,3})([0-9]{1,7})"/g)) {
    const column = [...letters!].reduce((no, letter) => no * 26 + letter.charCodeAt(0) - 64, 0);
    if (Number(digits) > LAST_ROW || column > LAST_COLUMN)
      throw unusable(says('cells-too-far', { cell: `${letters}${digits}`, rows: LAST_ROW, columns: LAST_COLUMN }));
  }
  for (const [, digits] of xml.matchAll(/<row\b[^>]*?\br="([0-9]{1,9})"/g))
    if (Number(digits) > LAST_ROW)
      throw unusable(
        worded(
          `the sheet reaches to row ${digits}; at most ${LAST_ROW} are read`,
          says('too-many-rows', { most: LAST_ROW }),
        ),
      );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value).trim();
}
