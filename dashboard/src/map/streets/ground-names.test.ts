import { describe, expect, it } from 'vitest';
import { groundNames, placeInside } from './ground-names.ts';

const square = (west: number, south: number, side: number): number[][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

describe('names of parks and waters', () => {
  it('stand in the middle of a plain shape', () => {
    expect(placeInside([square(0, 0, 2)])).toEqual([1, 1]);
  });

  it('stand inside a bent shape and beside a hole', () => {
    const horseshoe = [
      [0, 0],
      [5, 0],
      [5, 2],
      [1, 2],
      [1, 3],
      [5, 3],
      [5, 5],
      [0, 5],
      [0, 0],
    ];
    expect(placeInside([horseshoe])).toEqual([0.5, 2.5]);
    expect(placeInside([square(0, 0, 6), square(3, 2, 2)])).toEqual([1.5, 3]);
  });

  it('stand once, in the largest part; nameless and foreign things have none', () => {
    const feature = (properties: object, coordinates: number[][][][]): GeoJSON.Feature => ({
      type: 'Feature',
      properties,
      geometry: { type: 'MultiPolygon', coordinates },
    });
    const names = groundNames({
      type: 'FeatureCollection',
      features: [
        feature({ kind: 'green', name: 'Парк' }, [[square(0, 0, 1)], [square(10, 10, 4)]]),
        feature({ kind: 'green' }, [[square(0, 0, 1)]]),
        feature({ kind: 'building', name: 'Школа' }, [[square(0, 0, 1)]]),
      ],
    });
    expect(names).toEqual([{ key: 'ground\n0', name: 'Парк', place: [12, 12] }]);
  });
});
