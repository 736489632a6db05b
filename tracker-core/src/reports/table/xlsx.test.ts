import { strFromU8, unzipSync } from 'fflate';
import * as fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { Cell, Table } from './table.ts';
import { xlsxOf, xlsxPieces } from './xlsx.ts';

const columnsOf = (count: number) => Array.from({ length: count }, (_, n) => ({ title: `Column ${n + 1}`, width: 12 }));
const read = async (bytes: Uint8Array) => readXlsxFile(Buffer.from(bytes));
const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('=cmd|calc', ' a  b ', '<a & "b">', 'ул. Ленина', '𝄞', '', '_x0041_', 'two\nlines', '\u0000\u0007x'),
);
const number = fc.record({
  value: fc.integer({ min: -1e9, max: 1e9 }).map((of) => of / 100),
  decimals: fc.integer({ min: 0, max: 4 }),
});
const cell: fc.Arbitrary<Cell> = fc.oneof(text, number, fc.constant(null));
const sheets = fc
  .integer({ min: 1, max: 30 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }))
  .map((rows): Table => ({ name: 'Sheet', columns: columnsOf(rows[0]?.length ?? 3), rows, totals: null }));

test('a program reads the same cells out of it as out of the sheet of a library', async () => {
  const plain = fc.oneof(fc.constantFrom('a', 'два', '<b & c>', 'two\nlines'), number, fc.constant(null));
  const tables = fc.array(fc.array(plain, { minLength: 4, maxLength: 4 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      const columns = columnsOf(4);
      const ours = await xlsxOf({ name: 'Sheet', columns, rows, totals: null });
      const theirs = await writeXlsxFile([
        columns.map(({ title }) => ({ value: title })),
        ...rows.map((row) =>
          row.map((one) => (one === null ? null : { value: typeof one === 'string' ? one : one.value })),
        ),
      ] as never).toBuffer();
      const [mine, other] = [await read(ours), await read(theirs)];
      expect(mine[0]!.data).toEqual(other[0]!.data);
    }),
    { numRuns: 25 },
  );
});

test('whatever stands in the cells, its parts are well-formed', async () => {
  await fc.assert(
    fc.asyncProperty(sheets, async (table) => {
      for (const [name, part] of Object.entries(unzipSync(await xlsxOf(table, { written_ms: 1_800_000_000_000 })))) {
        const parser = new SaxesParser();
        parser.on('error', (error) => {
          throw new Error(`${name}: ${error.message}`);
        });
        parser.write(strFromU8(part)).close();
      }
    }),
    { numRuns: 60 },
  );
});

test('rows that come one by one make the bytes of rows that come at once', async () => {
  const rows = Array.from({ length: 50 }, (_, n): Cell[] => [`row ${n}`, { value: n / 4, decimals: 2 }]);
  const [columns, totals] = [columnsOf(2), ['Total', { value: 3, decimals: 0 }] as const];
  const sheet = { name: 'Строки', columns };
  const once = await xlsxOf({ ...sheet, rows, totals }, { written_ms: 1_800_000_000_000 });
  const sheetOf = (bytes: Uint8Array) => strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!);
  async function* single() {
    for (const row of rows) yield [row];
    yield [];
  }
  const slow = await whole(
    xlsxPieces({ ...sheet, rows: single(), totals: () => totals }, { written_ms: 1_800_000_000_000 }),
  );
  expect(sheetOf(slow)).toBe(sheetOf(once));
  const again = await xlsxOf({ ...sheet, rows, totals }, { written_ms: 1_800_000_000_000 });
  expect(Buffer.from(again).equals(Buffer.from(once))).toBe(true);
});

test('what one sheet does not hold goes on on the next, and the sums stand below the last', async () => {
  const rows = Array.from({ length: 7 }, (_, n): Cell[] => [`${n}`]);
  const table = { name: 'Lines', columns: columnsOf(1), rows: [rows], totals: () => ['Total'] };
  const made = await read(await whole(xlsxPieces(table, { mostRows: 3 })));
  expect(made.map(({ sheet, data }) => [sheet, data.flat()])).toEqual([
    ['Lines', ['Column 1', '0', '1', '2']],
    ['Lines 2', ['Column 1', '3', '4', '5']],
    ['Lines 3', ['Column 1', '6', 'Total']],
  ]);
});

test('a reader that goes away ends the rows', async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield [['again'.repeat(2_000)]];
    } finally {
      ended = true;
    }
  }
  for await (const _ of xlsxPieces({ name: 'x', columns: columnsOf(1), rows: endless(), totals: () => null })) break;
  const pieces = xlsxPieces({ name: 'x', columns: columnsOf(1), rows: endless(), totals: () => null });
  for (let n = 0; n < 5; n++) await pieces.next();
  await pieces.return();
  expect(ended).toBe(true);
});
