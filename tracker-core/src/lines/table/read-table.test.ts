import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { readTable } from './read-table.ts';

const HEADER = ['Маршрут', 'Название', 'Вид работ', 'Улица', 'Сторона', 'Проходы', 'Прим.'];
const ROWS: (string | number | null)[][] = [
  ['Б-07', null, 'Подметание', 'улица Первая', 'обе', 2, 'x'],
  [null, null, null, 'Вторая', 'правая', null, null],
  [null, null, null, null, null, null, null],
  [12, 'Tour', 'sweep', 'Third street', 'both', 1, null],
];
const workbook = async (rows: (string | number | null)[][]): Promise<Uint8Array> =>
  writeWorkbook(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer();

const refusal = (format: Parameters<typeof readTable>[0], bytes: Uint8Array): Promise<string> =>
  readTable(format, bytes).then(
    () => 'read',
    (error: Error) => error.message,
  );
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('a workbook', () => {
  it('is read by its headers, a route going on where its cell is empty, an id in Latin letters', async () => {
    const { rows, leftOut } = await readTable('xlsx', await workbook([['План на завтра'], HEADER, ...ROWS]));
    expect(leftOut).toEqual(['Прим.']);
    expect(rows.map(({ row, cells }) => [row, cells.route, cells.name, cells.street, cells.passes])).toEqual([
      [3, 'B-07', 'Б-07', 'улица Первая', '2'],
      [4, 'B-07', undefined, 'Вторая', undefined],
      [6, '12', 'Tour', 'Third street', '1'],
    ]);
  });

  it('is refused without a header, without rows and with too many', async () => {
    expect(await refusal('xlsx', await workbook(ROWS))).toContain('no row names the columns');
    expect(await refusal('xlsx', await workbook([HEADER]))).toContain('no row below the header');
    const many = Array.from({ length: 5_001 }, () => ['R', null, null, 'a', null, null, null]);
    expect(await refusal('xlsx', await workbook([HEADER, ...many]))).toContain('more than 5000 rows');
  });
});

describe('a hostile workbook', () => {
  const part = (sheet: string, more: Record<string, Uint8Array> = {}): Uint8Array =>
    zipSync({
      '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
      'xl/workbook.xml': strToU8(
        '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(sheet),
      ...more,
    });
  const sheet = (cells: string): string =>
    `<?xml version="1.0"?><worksheet xmlns="x"><sheetData>${cells}</sheetData></worksheet>`;

  it('is stopped before it fills the memory', async () => {
    const bomb = part(sheet(''), { 'xl/sharedStrings.xml': new Uint8Array(200 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refusal('xlsx', bomb)).toMatch(/unpacked, the archive is larger than 24 MiB/);
    const far = part(
      sheet('<row r="1"><c r="A1" t="n"><v>1</v></c></row><row r="2"><c r="XFD1048576"><v>1</v></c></row>'),
    );
    expect(await refusal('xlsx', far)).toContain('XFD1048576');
    expect(await refusal('xlsx', part(sheet('<row r="1048576"/>')))).toContain('row 1048576');
  });

  it('grows by no entities and reaches nowhere', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>`;
    expect(await refusal('xlsx', part(laughs))).toContain('document type');
  });

  it('that is none is named so', async () => {
    expect(await refusal('xlsx', text('route;street'))).toContain('no XLSX');
    expect(await refusal('xlsx', zipSync({ 'a.txt': strToU8('x') }))).toContain('no XLSX');
    const whole = await workbook([HEADER, ...ROWS]);
    expect(await refusal('xlsx', whole.subarray(0, whole.length / 2))).toMatch(/archive|workbook/);
    expect(await refusal('csv', whole)).toContain('not CSV');
  });

  it('gives the last value of a formula, and calculates nothing', async () => {
    const cell = (at: string, value: string): string => `<c r="${at}" t="str"><v>${value}</v></c>`;
    const rows =
      `<row r="1">${cell('A1', 'route')}${cell('B1', 'street')}</row>` +
      `<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x")</f><v>R-1</v></c>${cell('B2', '=1+1')}</row>`;
    const { rows: read } = await readTable('xlsx', part(sheet(rows)));
    expect(read).toEqual([{ row: 2, cells: { route: 'R-1', street: '=1+1' } }]);
  });
});

describe('a table of text', () => {
  const content = 'маршрут;улица;сторона;от, м;до, м\r\nR-1;"ул. ""Первая""; дом 1";обе;12,5;80\r\n';
  const expected = [
    { row: 2, cells: { route: 'R-1', street: 'ул. "Первая"; дом 1', side: 'обе', from_m: '12,5', to_m: '80' } },
  ];
  it('is read with its separators, quotes and code pages', async () => {
    expect((await readTable('csv', text(content))).rows).toEqual(expected);
    expect((await readTable('csv', text(`\uFEFF${content}`))).rows).toEqual(expected);
    const windows = Uint8Array.from([...content], (letter) => {
      const code = letter.codePointAt(0)!;
      return code < 128 ? code : code - 0x0410 + 0xc0;
    });
    expect((await readTable('csv', windows)).rows).toEqual(expected);
  });

  it('is refused where it is none', async () => {
    expect(await refusal('csv', text('route,street\n"R'))).toContain('never closed');
    expect(await refusal('csv', text('a'.repeat(10) + '\0'))).toContain('no table');
    expect(await refusal('csv', text(','.repeat(500)))).toContain('columns');
  });
});

describe('lines with names', () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [10, 55],
      [10.01, 55],
    ],
  };
  it('are a row each though one of them is broken, and a refused file where all are', async () => {
    const of = (...geometries: unknown[]): Uint8Array =>
      text(
        JSON.stringify({
          type: 'FeatureCollection',
          features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
        }),
      );
    const metres = {
      type: 'LineString',
      coordinates: [
        [1_113_195, 7_361_866],
        [1_114_308, 7_361_866],
      ],
    };
    const empty = { type: 'LineString', coordinates: [] };
    const { rows, leftOut } = await readTable('geojson', of(metres, line, empty, null));
    expect(rows.map(({ geometry }) => geometry)).toEqual([metres, line, empty]);
    expect(leftOut).toEqual(['null × 1']);
    await expect(readTable('geojson', of(metres, empty))).rejects.toMatchObject({
      saying: { reason: 'off-the-earth' },
    });
    await expect(readTable('geojson', text(''))).rejects.toMatchObject({ saying: { reason: 'empty-file' } });
  });

  it('are a route each, out of GeoJSON, GPX and KML', async () => {
    const geojson = {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { маршрут: 'R-2', сторона: 'обе' }, geometry: line },
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [10, 55] } },
        { type: 'Feature', properties: { name: 'Южный тур' }, geometry: line },
      ],
    };
    const read = await readTable('geojson', text(JSON.stringify(geojson)));
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      { route: 'R-2', side: 'обе' },
      { route: 'Yuzhnyy-tur', name: 'Южный тур' },
    ]);
    expect(read.leftOut).toEqual(['Point × 1']);
    const point = '<trkpt lat="55" lon="10"/><trkpt lat="55" lon="10.01"/>';
    const track = (name: string): string => `<trk><name>${name}</name><trkseg>${point}</trkseg></trk>`;
    const gpx = `<gpx xmlns="http://www.topografix.com/GPX/1/1">${track('A')}${track('B')}</gpx>`;
    const mark = (name: string): string =>
      `<Placemark><name>${name}</name><LineString><coordinates>10,55,0 10.01,55</coordinates></LineString></Placemark>`;
    const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>D</name>${mark('A')}${mark('B')}</Document></kml>`;
    for (const [format, file] of [
      ['gpx', gpx],
      ['kml', kml],
    ] as const) {
      const { rows } = await readTable(format, text(file));
      expect(rows.map(({ cells }) => cells.route)).toEqual(['A', 'B']);
      expect(rows[0]!.geometry).toEqual({
        type: 'MultiLineString',
        coordinates: [
          [
            [10, 55],
            [10.01, 55],
          ],
        ],
      });
    }
  });

  it('come out of a zipped shapefile with their attributes', async () => {
    const { rows } = await readTable('shapefile', shapefile('Маршрут 5'));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.cells).toEqual({ route: 'Marshrut-5', name: 'Маршрут 5' });
    expect(rows[0]!.geometry).toMatchObject({
      type: 'LineString',
      coordinates: [
        [10, 55],
        [10.01, 55],
      ],
    });
  });

  it('are refused where a shapefile is none', async () => {
    expect(await refusal('shapefile', zipSync({ 'a.shp': strToU8('nonsense') }))).toContain('cannot be read');
    expect(await refusal('shapefile', zipSync({ 'a.txt': strToU8('x') }))).toContain('no .shp');
    expect(await refusal('shapefile', text('x'))).toContain('ZIP');
  });
});

/** One polyline of two places, and a table of one column `name` in the Windows code page of Russian. */
function shapefile(name: string): Uint8Array {
  const shp = new DataView(new ArrayBuffer(100 + 8 + 80));
  shp.setInt32(0, 9994);
  shp.setInt32(24, shp.byteLength / 2);
  shp.setInt32(28, 1000, true);
  shp.setInt32(32, 3, true);
  shp.setInt32(100, 1);
  shp.setInt32(104, 40);
  shp.setInt32(108, 3, true);
  [10, 55, 10.01, 55].forEach((value, i) => shp.setFloat64(112 + 8 * i, value, true));
  shp.setInt32(144, 1, true);
  shp.setInt32(148, 2, true);
  shp.setInt32(152, 0, true);
  [10, 55, 10.01, 55].forEach((value, i) => shp.setFloat64(156 + 8 * i, value, true));
  const dbf = new Uint8Array(32 + 32 + 1 + 1 + 20 + 1);
  const view = new DataView(dbf.buffer);
  dbf[0] = 3;
  view.setUint32(4, 1, true);
  view.setUint16(8, 65, true);
  view.setUint16(10, 21, true);
  dbf[29] = 0xc9;
  dbf.set(strToU8('name'), 32);
  dbf[43] = 'C'.charCodeAt(0);
  dbf[48] = 20;
  dbf[64] = 13;
  dbf.fill(32, 65, 86);
  dbf.set(
    [...name].map((letter) => {
      const code = letter.codePointAt(0)!;
      return code < 128 ? code : code - 0x0410 + 0xc0;
    }),
    66,
  );
  dbf[86] = 26;
  return zipSync({ 'r.shp': new Uint8Array(shp.buffer), 'r.dbf': dbf });
}
