import { expect, it } from 'vitest';
import { typeOf, warningGroups } from './street-file.ts';

it('knows street files by their names', () => {
  expect(typeOf('Town.GeoJSON')).toBe('application/geo+json');
  expect(typeOf('map.osm.pbf')).toBe('application/vnd.openstreetmap.data.pbf');
  expect(typeOf('map.osm')).toBe('application/vnd.openstreetmap.data+xml');
  expect(typeOf('plan.dwg')).toBeNull();
});

it('groups warnings and counts those that are not listed', () => {
  const bridged = { code: 'bridged', item: 'a', detail: '6 m' };
  const more = { code: 'no-name', item: '…', detail: 'and 120 more of this kind' };
  expect(warningGroups([bridged, { code: 'no-name', item: 'b', detail: 'no name' }, more])).toEqual([
    { code: 'no-name', count: 121, examples: [{ item: 'b', detail: 'no name' }] },
    { code: 'bridged', count: 1, examples: [{ item: 'a', detail: '6 m' }] },
  ]);
  const gone = { code: 'planned-gone', item: 'c', detail: '1 route plans it' };
  expect(warningGroups([bridged, bridged, gone]).map(({ code }) => code)).toEqual(['planned-gone', 'bridged']);
});
