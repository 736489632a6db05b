import type { LiveLeg, LivePiece } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { Streets } from '../streets/edge-lines.ts';
import { metresPerDegree } from '../streets/measured-line.ts';
import { districtAt, districtsFrom, DistrictSums } from './district-sums.ts';

const { lon_m, lat_m } = metresPerDegree(47);
const at = (x_m: number, y_m: number): [number, number] => [28 + x_m / lon_m, 47 + y_m / lat_m];
const box = (id: string, kind: string, from_m: number, to_m: number): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { id, kind, name: id.toUpperCase() },
  geometry: {
    type: 'Polygon',
    coordinates: [[at(from_m, -500), at(to_m, -500), at(to_m, 500), at(from_m, 500), at(from_m, -500)]],
  },
});
const districts = districtsFrom({
  type: 'FeatureCollection',
  features: [box('yard', 'depot', 0, 2_000), box('west', 'district', 0, 1_000), box('east', 'district', 1_000, 2_000)],
});
const streets = new Streets({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { id: 'e', kind: 'street' },
      geometry: { type: 'LineString', coordinates: [at(0, 0), at(3_000, 0)] },
    },
  ],
});
const leg = (from_m: number, to_m: number, pieces: LivePiece[]): LiveLeg => ({
  edge: 'e',
  side: 'right',
  pass: 1,
  passes: 1,
  from_m,
  to_m,
  pieces,
});

describe('districts', () => {
  it('are the areas of that kind', () => expect(districts.map(({ id }) => id)).toEqual(['west', 'east']));

  it('a place has the district around it, or none', () => {
    expect(districtAt(districts, ...at(1_500, 0))?.id).toBe('east');
    expect(districtAt(districts, ...at(1_500, 900))).toBeUndefined();
  });

  it('a leg counts whole where its middle lies; what is excused is not due', () => {
    const sums = new DistrictSums(districts, streets).of([
      [
        leg(0, 1_000, [
          { from_m: 0, to_m: 400, state: 'done' },
          { from_m: 400, to_m: 500, state: 'excused' },
          { from_m: 500, to_m: 1_000, state: 'missed' },
        ]),
        leg(900, 1_300, [{ from_m: 900, to_m: 1_300, state: 'done' }]),
        leg(2_500, 3_000, [{ from_m: 2_500, to_m: 3_000, state: 'done' }]),
      ],
    ]);
    expect(sums.map(({ district, done_m, due_m }) => [district.id, done_m, due_m])).toEqual([
      ['west', 400, 900],
      ['east', 400, 400],
    ]);
  });
});
