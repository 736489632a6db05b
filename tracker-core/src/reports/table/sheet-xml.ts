import type { Cell, LongTable } from './table.ts';

/** SpreadsheetML (ECMA-376, part 1, 18.3): one sheet, its texts in their cells, so that nothing has to be known of other rows. */

/** Cells are given by numbers of decimals: 0 to this. Currencies have at most four. */
const MOST_DECIMALS = 4;
/** What a cell takes; more of it makes a workbook that is offered for repair. */
const MOST_CHARACTERS = 32_767;

/** Places in `cellXfs` of the styles below: plain, header, strong text, numbers, strong numbers. */
const [HEADER, STRONG, NUMBERS] = [1, 2, 3];
const numberStyle = (decimals: number, strong: boolean): number =>
  NUMBERS + Math.min(decimals, MOST_DECIMALS) + (strong ? MOST_DECIMALS + 1 : 0);

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** What XML 1.0 cannot say at all is left out. */
const UNSPEAKABLE =
  // oxlint-disable-next-line no-control-regex
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What a program might trim or fold where it is not told to keep it. */
const SPACED = /^\s|\s$|[\t\r\n]|\s{2}/;
export const escaped = (text: string): string =>
  text.replace(UNSPEAKABLE, '').replace(/[&<>"]/g, (mark) => ENTITIES[mark]!);

export function stylesXml(): string {
  const formats = Array.from({ length: MOST_DECIMALS + 1 }, (_, n) => (n === 0 ? '#,##0' : `#,##0.${'0'.repeat(n)}`));
  const numFmts = formats.map((code, n) => `<numFmt numFmtId="${164 + n}" formatCode="${code}"/>`).join('');
  const numbers = (font: number): string =>
    formats
      .map(
        (_, n) =>
          `<xf numFmtId="${164 + n}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
      )
      .join('');
  const text = (font: number, more = '/>'): string =>
    `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" applyFont="1"${more}`;
  const font = (weight: string): string => `<font>${weight}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  return `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${numFmts}</numFmts><fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${NUMBERS + 2 * formats.length}">${text(0)}${text(1, ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>')}${text(1)}${numbers(0)}${numbers(1)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** Up to the first row; the header stays in sight. */
export function sheetHead({ columns }: Pick<LongTable, 'columns'>): string {
  const cols = columns
    .map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const view = `<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>`;
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><cols>${cols}</cols><sheetData>${rowXml(
    1,
    columns.map(({ title }) => title),
    'header',
  )}`;
}

export const SHEET_END = `</sheetData><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"/></worksheet>`;

export function rowXml(no: number, cells: readonly Cell[], kind: 'plain' | 'header' | 'sum' = 'plain'): string {
  let xml = `<row r="${no}">`;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (cell === null) continue;
    const at = `<c r="${columnName(i)}${no}"`;
    if (typeof cell === 'string') {
      if (cell === '') continue;
      const style = kind === 'plain' ? '' : ` s="${kind === 'header' ? HEADER : STRONG}"`;
      const text = escaped(cell.slice(0, MOST_CHARACTERS));
      const keep = SPACED.test(text) ? ' xml:space="preserve"' : '';
      xml += `${at}${style} t="inlineStr"><is><t${keep}>${text}</t></is></c>`;
    } else xml += `${at} s="${numberStyle(cell.decimals, kind === 'sum')}"><v>${cell.value}</v></c>`;
  }
  return `${xml}</row>`;
}

const NAMES: string[] = [];
/** A, B … Z, AA … of columns that count from 0. */
function columnName(index: number): string {
  let name = NAMES[index];
  if (name !== undefined) return name;
  name = '';
  for (let left = index; left >= 0; left = Math.floor(left / 26) - 1)
    name = String.fromCharCode(65 + (left % 26)) + name;
  return (NAMES[index] = name);
}
