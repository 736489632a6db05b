import { says } from '@sweepline/contract';
import { unusable } from '../drawn.ts';
import { worded } from '../../refused.ts';

const LAST_ROW = 20_000;
const LAST_COLUMN = 200;

/** UTF-8, UTF-16 with its mark, else the Windows code page of Russian offices. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** The separator that the first line with any has most of. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n/, 5).find((line) => /[;,\t]/.test(line)) ?? '';
  return [';', '\t', ','].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
}

/** A table of text by RFC 4180, with `;` or tabs as well as commas. @throws Refused `invalid` */
export function readCsv(bytes: Uint8Array): string[][] {
  const text = decoded(bytes);
  if (text.includes('\0')) throw unusable(says('no-table'));
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    if (row.length >= LAST_COLUMN)
      throw unusable(
        worded(
          `row ${rows.length + 1} has more than ${LAST_COLUMN} columns`,
          says('too-many-columns', { most: LAST_COLUMN }),
        ),
      );
    row.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (rows.length >= LAST_ROW) throw unusable(says('too-many-rows', { most: LAST_ROW }));
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (quoted && letter === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (letter === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted;
      if (quoted) cell = '';
    } else if (quoted) cell += letter;
    else if (letter === separator) endCell();
    else if (letter === '\n') endRow();
    else if (letter !== '\r') cell += letter;
  }
  if (quoted) throw unusable(says('open-quote', { row: rows.length + 1 }));
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
