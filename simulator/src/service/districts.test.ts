import { expect, it } from 'vitest';
import { planOf, scenarioOf } from '../../test/worlds.ts';
import { districtsOf } from './districts.ts';

type Corner = [lon: number, lat: number];

it("cuts a town into four quarters with about as many streets each, which hold every street's middle", () => {
  const { town } = planOf(scenarioOf('demo')).graph;
  const districts = districtsOf(town, 'm', 'en');
  expect(districts.map(({ properties }) => properties?.['name'])).toEqual([
    'North-west',
    'North-east',
    'South-west',
    'South-east',
  ]);
  const boxes = districts.map(
    ({ geometry }) => (geometry as unknown as { coordinates: [Corner, Corner, Corner][] }).coordinates[0]!,
  );
  const counts = boxes.map(
    ([[west, south], , [east, north]]) =>
      town.edges.filter(({ vertices }) => {
        const [lon, lat] = vertices[vertices.length >> 1]!;
        return lon >= west && lon < east && lat >= south && lat < north;
      }).length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.98 * town.edges.length);
  for (const count of counts) expect(count).toBeGreaterThan(0.2 * town.edges.length);
});
