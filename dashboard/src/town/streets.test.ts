import { expect, it } from 'vitest';
import { plateKey, Streets } from './streets.ts';

const street = (id: string, name: string, kind?: string): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { id, name, ...(kind === undefined ? {} : { kind }) },
  geometry: { type: 'LineString', coordinates: [] },
});
const streets = new Streets({
  type: 'FeatureCollection',
  features: [
    street('1', 'улица Дечебал'),
    street('2', 'Strada Ștefan cel Mare'),
    street('3', 'бульвар Дечебал'),
    street('4', 'Дечебал', 'green'),
    street('5', 'улица Дечебал'),
  ],
});

it('finds a street by any part of its name, whatever the case and accents', () => {
  expect(streets.search('дечебал', 5).map(({ name }) => name)).toEqual(['улица Дечебал', 'бульвар Дечебал']);
  expect(streets.search('stefan', 5)).toEqual([{ name: 'Strada Ștefan cel Mare', edge: '2' }]);
  expect(streets.search('  ', 5)).toEqual([]);
});

it('tells a name with the letters as they were typed before one that differs by its accents', () => {
  const swedish = new Streets({
    type: 'FeatureCollection',
    features: [street('1', 'Kålgården'), street('2', 'Kabelgatan')],
  });
  expect(swedish.search('ka', 5).map(({ name }) => name)).toEqual(['Kabelgatan', 'Kålgården']);
  expect(swedish.search('kå', 5)[0]?.name).toBe('Kålgården');
});

it('names an edge, and compares plates without their spaces', () => {
  expect(streets.nameOf('5')).toBe('улица Дечебал');
  expect(streets.nameOf('4')).toBeNull();
  expect([...streets.edgesLike('1')]).toEqual(['1', '5']);
  expect([...streets.edgesLike('4')]).toEqual(['4']);
  expect(plateKey('KVD 214')).toBe(plateKey('kvd214'));
});
