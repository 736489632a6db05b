import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importNetwork } from './importing/import-network.ts';

const SHARED = new URL('../../../../shared/data/', import.meta.url);

type Json = Record<string, unknown>;
const feature = (properties: Json | null, coordinates: unknown, type = 'LineString', id?: unknown) => ({
  type: 'Feature',
  ...(id === undefined ? {} : { id }),
  properties,
  geometry: { type, coordinates },
});
const body = (...features: unknown[]) =>
  new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
const importing = (...features: unknown[]) => importNetwork('geojson', body(...features));

const GOOD = feature({ id: 'good', name: 'Lenina' }, [
  [37.6, 55.75],
  [37.61, 55.75],
]);

describe('a bad feature is named, the rest is taken', () => {
  const cases: [string, unknown, string, string][] = [
    [
      'zero length',
      feature({ id: 'x' }, [
        [37.6, 55.75],
        [37.6, 55.75],
      ]),
      'zero-length',
      'x',
    ],
    ['one position', feature({ id: 'x' }, [[37.6, 55.75]]), 'zero-length', 'x'],
    [
      'duplicate id',
      feature({ id: 'good' }, [
        [37.6, 55.76],
        [37.61, 55.76],
      ]),
      'duplicate-id',
      'good',
    ],
    [
      'off the earth',
      feature({ id: 'x' }, [
        [237.6, 55.75],
        [237.61, 55.75],
      ]),
      'out-of-range',
      'x',
    ],
    [
      'latitude beyond the pole',
      feature({ id: 'x' }, [
        [55.75, 137.6],
        [55.75, 137.61],
      ]),
      'swapped',
      'x',
    ],
    [
      'not a number',
      feature({ id: 'x' }, [
        [37.6, null],
        [37.61, 55.75],
      ]),
      'bad-geometry',
      'x',
    ],
    [
      'text for a number',
      feature({ id: 'x' }, [
        ['37.6', '55.75'],
        [37.61, 55.75],
      ]),
      'bad-geometry',
      'x',
    ],
    ['no coordinates', feature({ id: 'x' }, undefined), 'bad-geometry', 'x'],
    ['no geometry', { type: 'Feature', properties: { id: 'x' }, geometry: null }, 'not-a-line', 'x'],
    [
      'several lines',
      feature(
        { id: 'x' },
        [
          [
            [37.6, 55.7],
            [37.61, 55.7],
          ],
          [
            [37.6, 55.8],
            [37.61, 55.8],
          ],
        ],
        'MultiLineString',
      ),
      'not-a-line',
      'x',
    ],
    ['no feature', null, 'not-a-feature', 'feature 1'],
  ];
  test.each(cases)('%s', async (_, bad, code, item) => {
    const { edges, warnings, network } = await importing(GOOD, bad);
    expect(edges).toBe(1);
    expect(network.edgeNo('good')).toBe(0);
    expect(warnings).toContainEqual(expect.objectContaining({ code, item }));
  });

  const kept: [string, unknown, string, string][] = [
    [
      'three numbers a position',
      feature({ id: 'x', name: 'n' }, [
        [37.6, 55.76, 130],
        [37.61, 55.76, 131],
      ]),
      'heights-ignored',
      'x',
    ],
    [
      'crossing itself',
      feature({ id: 'x', name: 'n' }, [
        [37.6, 55.76],
        [37.61, 55.76],
        [37.605, 55.761],
        [37.605, 55.759],
      ]),
      'self-crossing',
      'x',
    ],
    [
      'no name',
      feature({ id: 'x' }, [
        [37.6, 55.76],
        [37.61, 55.76],
      ]),
      'no-name',
      'x',
    ],
    [
      'unknown one-way',
      feature({ id: 'x', name: 'n', oneway: 'perhaps' }, [
        [37.6, 55.76],
        [37.61, 55.76],
      ]),
      'bad-oneway',
      'x',
    ],
    [
      'unprintable id',
      feature({ id: 'x\u0000', name: 'n' }, [
        [37.6, 55.76],
        [37.61, 55.76],
      ]),
      'bad-id',
      'feature 1',
    ],
  ];
  test.each(kept)('%s: taken with a warning', async (_, odd, code, item) => {
    const { edges, warnings } = await importing(GOOD, odd);
    expect(edges).toBe(2);
    expect(warnings).toEqual([expect.objectContaining({ code, item })]);
  });

  test('swapped among others, though both orders are on the earth', async () => {
    const more = [1, 2, 3].map((n) =>
      feature({ id: `s${n}`, name: 'n' }, [
        [37.6, 55.75 + n / 100],
        [37.61, 55.75 + n / 100],
      ]),
    );
    const { edges, warnings } = await importing(
      GOOD,
      ...more,
      feature({ id: 'x' }, [
        [55.75, 37.6],
        [55.75, 37.61],
      ]),
    );
    expect(edges).toBe(4);
    expect(warnings).toEqual([expect.objectContaining({ code: 'swapped', item: 'x' })]);
  });

  test('of very many the first are named and the rest counted', async () => {
    const many = Array.from({ length: 500 }, (_, n) =>
      feature({ id: `z${n}` }, [
        [37.6, 55.75],
        [37.6, 55.75],
      ]),
    );
    const { warnings } = await importing(GOOD, ...many);
    expect(warnings).toHaveLength(51);
    expect(warnings[50]).toEqual({ code: 'zero-length', item: '…', detail: 'and 450 more of this kind' });
  });
});

describe('nothing usable is refused', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  test.each([
    ['geojson', bytes('{')],
    ['geojson', bytes('[]')],
    ['geojson', bytes('{"type":"FeatureCollection","features":[]}')],
    ['geojson', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['osm-xml', bytes('<osm><node></osm>')],
    ['osm-xml', bytes('<html></html>')],
    ['osm-pbf', bytes('')],
    ['osm-pbf', bytes('no protocol buffer at all')],
  ] as const)('%s %#', async (format, given) => {
    await expect(importNetwork(format, given)).rejects.toMatchObject({ code: 'bad-network' });
  });
});

test('an id falls back to the feature’s, to osm, to the number', async () => {
  const at = (n: number) => [
    [37.6, 55.75 + n / 100],
    [37.61, 55.75 + n / 100],
  ];
  const { network } = await importing(
    feature({ id: 7 }, at(0)),
    feature({ osm: 'w9' }, at(1), 'LineString', 'own'),
    feature({ osm: 'w9' }, at(2)),
    feature(null, at(3)),
  );
  expect(network.edges.map(({ id }) => id)).toEqual(['7', 'own', 'w9', '3']);
});

test('one-way and layer are read as tagged', async () => {
  const tagged = (tags: Json, n: number) =>
    feature(tags, [
      [37.6, 55.75 + n / 100],
      [37.61, 55.75 + n / 100],
    ]);
  const { network } = await importing(
    ...[
      { oneway: 'yes' },
      { oneway: '-1' },
      { oneway: -1, layer: '-2' },
      { junction: 'roundabout', bridge: 'yes' },
    ].map(tagged),
  );
  expect(network.edges.map(({ oneway, layer }) => [oneway, layer])).toEqual([
    ['forward', 0],
    ['backward', 0],
    ['backward', -2],
    ['forward', 1],
  ]);
});

test('what is no street is kept for the map', async () => {
  const house = feature(
    { kind: 'building', no: '5к1' },
    [
      [
        [37.6, 55.7, 9],
        [37.61, 55.7, 9],
        [37.61, 55.71, 9],
        [37.6, 55.7, 9],
      ],
    ],
    'Polygon',
  );
  const { basemap, edges } = await importing(GOOD, house);
  expect(edges).toBe(1);
  expect(basemap.features.map(({ properties }) => properties)).toEqual([
    { kind: 'building', no: '5к1' },
    { kind: 'street', id: 'good', layer: 0, name: 'Lenina' },
  ]);
  expect(basemap.features[0]!.geometry?.coordinates).toEqual([
    [
      [37.6, 55.7],
      [37.61, 55.7],
      [37.61, 55.71],
      [37.6, 55.7],
    ],
  ]);
});

test('a multipolygon and streets come out of OSM XML in any order', async () => {
  const xml = `<osm version="0.6">
    <relation id="1"><member type="way" ref="11" role="outer"/><member type="way" ref="12" role="outer"/>
      <tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>
    <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="99"/><tag k="highway" v="residential"/><tag k="name" v="улица Мира"/></way>
    <way id="11"><nd ref="3"/><nd ref="4"/><nd ref="5"/></way><way id="12"><nd ref="5"/><nd ref="6"/><nd ref="3"/></way>
    <node id="1" lon="37.60" lat="55.75"/><node id="2" lon="37.61" lat="55.75"/><node id="3" lon="37.60" lat="55.76"/>
    <node id="4" lon="37.61" lat="55.76"/><node id="5" lon="37.61" lat="55.77"/><node id="6" lon="37.60" lat="55.77"/></osm>`;
  const { network, basemap, warnings } = await importNetwork('osm-xml', new TextEncoder().encode(xml));
  expect(network.edges.map(({ id, name, class: kind }) => [id, name, kind])).toEqual([
    ['w10', 'улица Мира', 'residential'],
  ]);
  expect(basemap.features.map(({ geometry, properties }) => [geometry?.type, properties?.['kind']])).toEqual([
    ['MultiPolygon', 'water'],
    ['LineString', 'street'],
  ]);
  expect(warnings).toEqual([
    { code: 'missing-nodes', item: 'w10', detail: '1 of its nodes are not in the extract', values: { count: 1 } },
  ]);
});

const town = new URL('towns/moscow-marfino.geojson', SHARED);
test.skipIf(!existsSync(town))('a town from GeoJSON and from unsorted OSM XML is the same network', async () => {
  const drawn = await importNetwork('geojson', readFileSync(town));
  const raw = await importNetwork(
    'osm-xml',
    gunzipSync(readFileSync(new URL('towns/raw/moscow-marfino.osm.gz', SHARED))),
  );
  expect(raw.edges).toBe(drawn.edges);
  // six decimals against seven
  expect(Math.abs(raw.length_m - drawn.length_m)).toBeLessThan(0.001 * raw.length_m);
  expect(Math.abs(raw.network.graph.nodes - drawn.network.graph.nodes)).toBeLessThan(5);
});
