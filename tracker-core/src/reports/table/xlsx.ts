import { deflated, type ArchivedFile } from '../../archive/deflated.ts';
import { directory, type Entry } from '../../archive/zip-format.ts';
import { escaped, rowXml, SHEET_END, sheetHead, stylesXml, XML } from './sheet-xml.ts';
import type { LongTable, Table } from './table.ts';

/** `written_ms` is told as the time at which it was made: nobody's clock is. */
interface Written {
  readonly written_ms?: number | undefined;
}

/** Rows that a sheet holds (ECMA-376 knows no limit, the programs do), without header and sums. */
const MOST_ROWS = 1_048_574;

/**
 * An Office Open XML workbook, its header in sight, a piece at a time: nothing of it is held but the piece. The same table
 * gives the same bytes. What does not fit on one sheet goes on on the next.
 */
export async function* xlsxPieces(
  table: LongTable,
  { written_ms, mostRows = MOST_ROWS }: Written & { readonly mostRows?: number } = {},
): AsyncGenerator<Uint8Array, void, void> {
  const at_ms = written_ms ?? 0;
  const entries: Entry[] = [];
  let offset = 0;
  async function* file(one: ArchivedFile): AsyncGenerator<Uint8Array, void, void> {
    const { entry, end } = yield* deflated(one, { at_ms, offset });
    entries.push(entry);
    offset = end;
  }
  const text = (name: string, xml: string) => file({ name, pieces: [Buffer.from(xml, 'utf8')] });

  const rows = new Rows(table.rows);
  let sheets = 0;
  try {
    do {
      sheets += 1;
      yield* file({ name: `xl/worksheets/sheet${sheets}.xml`, pieces: sheetPieces(table, rows, mostRows) });
    } while (!rows.over);
  } finally {
    await rows.close();
  }
  yield* text('xl/styles.xml', stylesXml());
  yield* text('xl/workbook.xml', workbookXml(table.name, sheets));
  yield* text('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
  yield* text('_rels/.rels', relations(written_ms !== undefined));
  if (written_ms !== undefined) yield* text('docProps/core.xml', coreXml(table.name, written_ms));
  yield* text('[Content_Types].xml', contentTypes(sheets, written_ms !== undefined));
  yield directory(entries, offset, at_ms);
}

/** The whole of a table that is held anyway. */
export async function xlsxOf({ rows, totals, ...sheet }: Table, written: Written = {}): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of xlsxPieces({ ...sheet, rows: [rows], totals: () => totals }, written)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

type Row = Parameters<typeof rowXml>[1];

/** Takes rows out of their batches, and knows whether there are more. */
class Rows {
  over = false;
  private readonly batches: AsyncIterator<readonly Row[]> | Iterator<readonly Row[]>;
  private left: readonly Row[] = [];

  constructor(batches: LongTable['rows']) {
    this.batches = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  }

  /** Up to so many; none once they are over. */
  async take(most: number): Promise<readonly Row[]> {
    while (this.left.length === 0 && !this.over) await this.next();
    const taken = this.left.slice(0, most);
    this.left = this.left.slice(most);
    while (this.left.length === 0 && !this.over) await this.next();
    return taken;
  }

  /** Whoever makes them need not go on. */
  async close(): Promise<void> {
    if (!this.over) await this.batches.return?.();
  }

  private async next(): Promise<void> {
    const { done, value } = await this.batches.next();
    if (done) this.over = true;
    else this.left = value;
  }
}

async function* sheetPieces(table: LongTable, rows: Rows, mostRows: number): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from(sheetHead(table), 'utf8');
  let no = 1;
  while (no - 1 < mostRows) {
    const taken = await rows.take(mostRows - (no - 1));
    if (taken.length === 0) break;
    let xml = '';
    for (const row of taken) xml += rowXml(++no, row);
    yield Buffer.from(xml, 'utf8');
  }
  const totals = rows.over ? table.totals() : null;
  yield Buffer.from((totals === null ? '' : rowXml(no + 1, totals, 'sum')) + SHEET_END, 'utf8');
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function workbookXml(name: string, sheets: number): string {
  const list = numbers(sheets)
    .map((n) => `<sheet name="${escaped(sheetName(name, n))}" sheetId="${n}" r:id="rId${n}"/>`)
    .join('');
  return `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${list}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
  const list = numbers(sheets)
    .map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
    .join('');
  return `${XML}<Relationships xmlns="${RELATIONS}">${list}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

const relations = (core: boolean): string =>
  `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rIdBook" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>${
    core ? `<Relationship Id="rIdCore" Type="${RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>` : ''
  }</Relationships>`;

function contentTypes(sheets: number, core: boolean): string {
  const parts = [
    ['/xl/workbook.xml', `${TYPES}.sheet.main+xml`],
    ['/xl/styles.xml', `${TYPES}.styles+xml`],
    ...numbers(sheets).map((n) => [`/xl/worksheets/sheet${n}.xml`, `${TYPES}.worksheet+xml`]),
    ...(core ? [['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml']] : []),
  ];
  const list = parts.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join('');
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${list}</Types>`;
}

function coreXml(title: string, ms: number): string {
  const at = new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>Sweepline</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`;
}

/** A sheet's name has at most 31 characters, and none of these; later ones have their number. */
function sheetName(name: string, n: number): string {
  const end = n === 1 ? '' : ` ${n}`;
  return `${name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31 - end.length)}${end}`;
}
