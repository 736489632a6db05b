import { describe, expect, test } from 'vitest';
import { Refused } from '../refused.ts';
import { readLines, type LineFormat } from './read-lines.ts';

const read = (format: LineFormat, text: string) => readLines(format, new TextEncoder().encode(text));
const drawn = (format: LineFormat, text: string): number[][] => read(format, text).lines.map((line) => [...line]);
const saying = (format: LineFormat, text: string): string[] => read(format, text).leftOut.map(({ detail }) => detail);

function refusal(format: LineFormat, text: string | Uint8Array): string {
  try {
    readLines(format, typeof text === 'string' ? new TextEncoder().encode(text) : text);
  } catch (error) {
    if (error instanceof Refused && error.code === 'invalid') return error.message;
    throw error;
  }
  return 'taken';
}

const gpx = (inside: string, attributes = 'xmlns="http://www.topografix.com/GPX/1/1" version="1.1"'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><gpx ${attributes}>${inside}</gpx>`;
const points = (name: string, ...places: [lon: number, lat: number][]): string =>
  places.map(([lon, lat]) => `<${name} lat="${lat}" lon="${lon}"><ele>12</ele></${name}>`).join('');
const kml = (inside: string, attributes = 'xmlns="http://www.opengis.net/kml/2.2"'): string =>
  `<kml ${attributes}><Document>${inside}</Document></kml>`;
const mark = (inside: string): string => `<Placemark><name>A &amp; B</name>${inside}</Placemark>`;

describe('GPX', () => {
  test('a track, with whatever devices put beside its points', () => {
    const extended = `<trkpt lat="1" lon="10"><extensions><gpxtpx:hr>90</gpxtpx:hr></extensions></trkpt>`;
    expect(
      drawn('gpx', gpx(`<trk><trkseg>${extended}${points('trkpt', [11, 1], [11, 1], [12, 2])}</trkseg></trk>`)),
    ).toEqual([[10, 1, 11, 1, 12, 2]]);
  });

  test('several tracks and segments are lines in their order; those that go on where one ended are one', () => {
    const segments = [
      points('trkpt', [10, 1], [11, 1]),
      points('trkpt', [11, 1.00001], [12, 1]),
      points('trkpt', [14, 1]),
      points('trkpt', [20, 1], [21, 1]),
    ];
    const text = gpx(segments.map((segment) => `<trk><trkseg>${segment}</trkseg></trk>`).join(''));
    expect(drawn('gpx', text)).toEqual([
      [10, 1, 11, 1, 11, 1.00001, 12, 1],
      [20, 1, 21, 1],
    ]);
    expect(saying('gpx', text)).toEqual(['1 track segment of fewer than two places, left out']);
  });

  test('a route, with the places between its points; beside a track it is left out, and waypoints always', () => {
    const between = '<extensions><gpxx:rpt lat="1" lon="10.5"/></extensions>';
    const rte = `<rte><rtept lat="1" lon="10">${between}</rtept>${points('rtept', [11, 1])}</rte>`;
    expect(drawn('gpx', gpx(rte))).toEqual([[10, 1, 10.5, 1, 11, 1]]);
    const all = gpx(
      `${points('wpt', [1, 1], [2, 2])}${rte}<trk><trkseg>${points('trkpt', [5, 5], [6, 6])}</trkseg></trk>`,
    );
    expect(drawn('gpx', all)).toEqual([[5, 5, 6, 6]]);
    expect(saying('gpx', all)).toEqual([
      '1 route beside the tracks: the same way drawn coarser, left out',
      '2 waypoints: no line, left out',
    ]);
  });

  test.each([
    ['version 1.0', 'xmlns="http://www.topografix.com/GPX/1/0"'],
    ['no namespace', ''],
    ['a prefix', 'xmlns:g="http://www.topografix.com/GPX/1/1"'],
  ])('%s', (what, attributes) => {
    const plain = gpx(`<trk><trkseg>${points('trkpt', [10, 1], [11, 1])}</trkseg></trk>`, attributes);
    const text = what === 'a prefix' ? plain.replace(/<(\/?)(?=[a-z])/g, '<$1g:') : plain;
    expect(drawn('gpx', text)).toEqual([[10, 1, 11, 1]]);
  });

  test('a byte order mark before it', () => {
    expect(drawn('gpx', `\uFEFF${gpx(`<rte>${points('rtept', [10, 1], [11, 1])}</rte>`)}`)).toHaveLength(1);
  });

  test.each([
    ['waypoints alone', gpx(points('wpt', [1, 1], [2, 2])), 'only 2 waypoints'],
    ['nothing', '', 'not readable as GPX'],
    ['cut short', gpx('').slice(0, -9), 'not readable as GPX: 1:'],
    ['a wrong nesting', gpx('<trk></rte>'), 'not readable as GPX: 1:'],
    ['KML', kml(''), 'expected GPX with the root <gpx>, got <kml>'],
    ['another namespace', gpx('', 'xmlns="urn:other"'), 'namespace urn:other'],
    ['no latitude', gpx('<rte><rtept lon="1"/></rte>'), '<rtept> 0 is not longitude and latitude'],
    ['an empty number', gpx('<rte><rtept lon="1" lat=" "/></rte>'), '<rtept> 0 is not'],
    ['words', gpx('<rte><rtept lon="east" lat="1"/></rte>'), '<rtept> 0 is not'],
    ['swapped', gpx(`<rte>${points('rtept', [57, 120])}</rte>`), 'looks like latitude before longitude'],
    ['metres', gpx(`<rte>${points('rtept', [1_300_000, 7_900_000])}</rte>`), 'not metres of a map projection'],
    ['elements without end', `<gpx>${'<a>'.repeat(1_000)}`, 'nests more than 64'],
  ])('%s is refused', (_, text, words) => expect(refusal('gpx', text)).toContain(words));
});

describe('what XML could hide', () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  test.each([
    ['entities of entities', `<!DOCTYPE gpx [<!ENTITY l0 "lol">${lol}]>${gpx('<name>&l9;</name>').slice(38)}`],
    ['an outside file', `<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>`],
    ['an outside document type', '<!DOCTYPE gpx SYSTEM "http://127.0.0.1:1/x.dtd"><gpx/>'],
  ])('%s', (_, text) => expect(refusal('gpx', text)).toContain('document type'));

  test('an entity that nobody declared', () => expect(refusal('gpx', '<gpx>&x;</gpx>')).toContain('not readable'));

  test.each([
    ['KMZ', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0xff), 'archive'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'gzip'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x3c, 0), 'UTF-8'],
    ['an archive as text', new TextEncoder().encode('PK\u0003\u0004'), 'archive'],
  ])('%s', (_, bytes, words) => expect(refusal('kml', bytes)).toContain(words));
});

describe('KML', () => {
  test('lines with heights, in the order of the document, and tracks', () => {
    const text = kml(
      mark(`<LineString><coordinates>\n 10,1,5 11,1,5\n</coordinates></LineString>`) +
        mark(
          `<MultiGeometry><LineString><coordinates>20, 1 21,1</coordinates></LineString>` +
            `<LinearRing><coordinates>30,1 31,1 31,2 30,1</coordinates></LinearRing></MultiGeometry>`,
        ) +
        mark(
          `<gx:Track><when>2026-01-01T00:00:00Z</when><gx:coord>40 1 0</gx:coord><gx:coord>41 1 0</gx:coord></gx:Track>`,
        ),
    );
    expect(drawn('kml', text)).toEqual([
      [10, 1, 11, 1],
      [20, 1, 21, 1],
      [30, 1, 31, 1, 31, 2, 30, 1],
      [40, 1, 41, 1],
    ]);
  });

  test('what is no line is counted', () => {
    const ring = '<LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing>';
    const text = kml(
      mark('<Point><coordinates>1,1</coordinates></Point>') +
        mark(`<Polygon><outerBoundaryIs>${ring}</outerBoundaryIs></Polygon>`) +
        mark('<LineString><coordinates>10,1 11,1</coordinates></LineString>') +
        '<NetworkLink><Link><href>http://127.0.0.1:1/x.kml</href></Link></NetworkLink>',
    );
    expect(drawn('kml', text)).toEqual([[10, 1, 11, 1]]);
    expect(saying('kml', text)).toEqual([
      '1 point: no line, left out',
      '1 polygon: no line, left out',
      '1 link to another file: no line, left out',
    ]);
  });

  test.each([
    ['no line', kml(mark('<Point><coordinates>1,1</coordinates></Point>')), 'only 1 point'],
    ['a word', kml('<LineString><coordinates>1,1 a,b</coordinates></LineString>'), '"a,b"'],
    ['a lone number', kml('<LineString><coordinates>1,1 7</coordinates></LineString>'), '"7"'],
    ['swapped', kml('<LineString><coordinates>57,120 57,121</coordinates></LineString>'), 'latitude before longitude'],
    ['GPX', gpx(''), 'expected KML with the root <kml>, got <gpx>'],
    ['HTML', '<html/>', 'got <html>'],
  ])('%s is refused', (_, text, words) => expect(refusal('kml', text)).toContain(words));

  test('older namespaces', () => {
    const line = '<LineString><coordinates>1,1 2,2</coordinates></LineString>';
    for (const space of ['xmlns="http://earth.google.com/kml/2.0"', 'xmlns="http://earth.google.com/kml/2.1"', ''])
      expect(drawn('kml', kml(line, space))).toHaveLength(1);
  });
});

describe('GeoJSON', () => {
  const lineString = (...coordinates: unknown[]): object => ({ type: 'LineString', coordinates });
  const json = (value: unknown): string => JSON.stringify(value);

  test('a line in whatever it is wrapped, several lines in their order', () => {
    const line = lineString([10, 1, 99], [11, 1, 99]);
    const feature = { type: 'Feature', properties: {}, geometry: line };
    const multi = {
      type: 'MultiLineString',
      coordinates: [
        [
          [20, 1],
          [21, 1],
        ],
        [
          [30, 1],
          [31, 1],
        ],
      ],
    };
    const [one, many] = [
      [10, 1, 11, 1],
      [
        [20, 1, 21, 1],
        [30, 1, 31, 1],
      ],
    ];
    expect(drawn('geojson', json(line))).toEqual([one]);
    expect(drawn('geojson', json(feature))).toEqual([one]);
    expect(drawn('geojson', json(multi))).toEqual(many);
    const mixed = [feature, { type: 'Feature', properties: {}, geometry: null }, { type: 'Feature', geometry: multi }];
    expect(drawn('geojson', json({ type: 'FeatureCollection', features: mixed }))).toEqual([one, ...many]);
    expect(drawn('geojson', json({ type: 'GeometryCollection', geometries: [multi, line] }))).toEqual([...many, one]);
  });

  test('points beside the line are counted', () => {
    const text = json({
      type: 'GeometryCollection',
      geometries: [{ type: 'Point', coordinates: [1, 1] }, lineString([1, 1], [2, 2])],
    });
    expect(saying('geojson', text)).toEqual(['1 Point: no line, left out']);
  });

  test.each<[string, unknown, string]>([
    ['a point', { type: 'Point', coordinates: [1, 1] }, 'only 1 Point'],
    ['an empty collection', { type: 'FeatureCollection', features: [] }, 'no line in it'],
    ['one place', lineString([1, 1]), 'fewer than two positions'],
    ['the same place twice', lineString([1, 1], [1, 1]), 'no length'],
    ['a word', lineString([1, 1], ['x', 1]), 'position 1 is not longitude and latitude'],
    ['swapped', lineString([57, 120], [57, 121]), 'looks like latitude before longitude'],
    ['metres', { ...lineString([1, 1], [2, 2]), crs: { properties: { name: 'EPSG:3857' } } }, 'EPSG:3857'],
    ['no list of lines', { type: 'MultiLineString', coordinates: null }, 'no list of lines'],
    ['a number', 5, 'not a GeoJSON object'],
    ['another object', { type: 'Topology', arcs: [] }, 'not a GeoJSON object'],
  ])('%s is refused', (_, value, words) => expect(refusal('geojson', json(value))).toContain(words));

  test('nests and broken JSON are refused', () => {
    let nested: object = lineString([1, 1], [2, 2]);
    for (let i = 0; i < 20; i++) nested = { type: 'GeometryCollection', geometries: [nested] };
    expect(refusal('geojson', json(nested))).toContain('too deep');
    expect(refusal('geojson', '{"type":')).toContain('not JSON');
  });
});
