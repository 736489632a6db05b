import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, measure, metresPerDegree, placeAlong } from './measured-line.ts';

const chisinau = metresPerDegree(47);
/** A street of 300 m: 100 m east, 100 m north, 100 m east. */
const corner = (x_m: number, y_m: number): [number, number] => [
  28.86 + x_m / chisinau.lon_m,
  47 + y_m / chisinau.lat_m,
];
const street = measure([corner(0, 0), corner(100, 0), corner(100, 100), corner(200, 100)]);

describe('measuring', () => {
  it('counts WGS84 metres at the latitude', () => {
    expect(chisinau.lat_m).toBeCloseTo(111_170.84, 1);
    expect(chisinau.lon_m).toBeCloseTo(76_054, -1);
    expect(street.length_m).toBeCloseTo(300, 1);
  });

  it('finds the place along the line and stays on its ends', () => {
    const [lon, lat] = placeAlong(street, 150);
    expect((lon! - 28.86) * chisinau.lon_m).toBeCloseTo(100, 1);
    expect((lat! - 47) * chisinau.lat_m).toBeCloseTo(50, 1);
    expect(placeAlong(street, -5)).toEqual(street.coordinates[0]);
    expect(placeAlong(street, 999)).toEqual(street.coordinates[3]);
  });
});

describe('cutting', () => {
  it('keeps the vertices between and cuts in the middle of a segment', () => {
    const stretch = cut(street, 50, 150)!;
    expect(stretch).toHaveLength(3);
    expect(stretch[1]).toEqual(street.coordinates[1]);
    expect(measure(stretch).length_m).toBeCloseTo(100, 1);
  });

  it('takes the service’s rounded end for the line’s own', () => {
    expect(cut(street, 0.2, 299.7)).toEqual(street.coordinates);
    expect(cut(street, 0, 305)).toEqual(street.coordinates);
  });

  it('has nothing between equal, turned or outside measures', () => {
    expect(cut(street, 120, 120)).toBeNull();
    expect(cut(street, 200, 100)).toBeNull();
    expect(cut(street, 310, 320)).toBeNull();
  });

  it('gives the metres asked for, and pieces that meet', () => {
    const inside = fc.double({ min: 2, max: 298, noNaN: true });
    fc.assert(
      fc.property(inside, inside, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        fc.pre(to - from > 0.01);
        const stretch = cut(street, from, to)!;
        expect(measure(stretch).length_m).toBeCloseTo(to - from, 2);
        const before = cut(street, 0, from)!;
        expect(before.at(-1)).toEqual(stretch[0]);
      }),
    );
  });
});
