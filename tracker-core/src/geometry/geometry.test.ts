import { bearing, distance, length, lineSliceAlong, lineString, nearestPointOnLine, point } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLine, lineLength, pointAlong, projectOnLine, reversed, vertexCount } from './line.ts';
import { bearingBetween, metresBetween, turnBetween } from './ruler.ts';
import { crossing, distanceToSegment } from './segment.ts';

/**
 * Turf measures on a sphere of 6,371 km, these kernels on the WGS84 ellipsoid: up to 0.6 % apart in length and 0.4
 * degrees in bearing, by latitude.
 */
const SPHERE = 0.006;

const lat = fc.double({ min: -70, max: 70, noNaN: true });
const lon = fc.double({ min: -170, max: 170, noNaN: true });
const shift = fc.double({ min: -0.02, max: 0.02, noNaN: true });

/** A line of some hundred metres to kilometres around one place. */
const line = fc
  .tuple(lon, lat, fc.array(fc.tuple(shift, shift), { minLength: 2, maxLength: 8 }))
  .map(([x, y, steps]) => Float64Array.from(steps.flatMap(([dx, dy]) => [x + dx, y + dy])))
  .filter((flat) => lineLength(flat) > 50);

const turf = (flat: Float64Array) =>
  lineString(Array.from({ length: vertexCount(flat) }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]));

describe('against turf', () => {
  test('distance and bearing', () => {
    fc.assert(
      fc.property(lon, lat, shift, shift, (x, y, dx, dy) => {
        fc.pre(Math.hypot(dx, dy) > 1e-4);
        const km = distance([x, y], [x + dx, y + dy]);
        expect(Math.abs(metresBetween(x, y, x + dx, y + dy) / (km * 1000) - 1)).toBeLessThan(SPHERE);
        const turned = turnBetween(
          bearingBetween(x, y, x + dx, y + dy),
          (bearing([x, y], [x + dx, y + dy]) + 360) % 360,
        );
        expect(turned).toBeLessThan(0.4);
      }),
    );
  });

  test('length, cutting and projecting', () => {
    fc.assert(
      fc.property(
        line,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (flat, a, b) => {
          const length_m = lineLength(flat);
          expect(Math.abs(length_m / (length(turf(flat)) * 1000) - 1)).toBeLessThan(SPHERE);

          const [from, to] = [Math.min(a, b) * length_m, Math.max(a, b) * length_m];
          fc.pre(to - from > 1);
          const cut = cutLine(flat, from, to);
          expect(lineLength(cut)).toBeCloseTo(to - from, 1);
          const km = length(turf(flat));
          const slice = lineSliceAlong(turf(flat), (km * from) / length_m, (km * to) / length_m).geometry.coordinates;
          // the ends of both cuts: within the spherical error over the length
          const last = slice[slice.length - 1]!;
          expect(metresBetween(cut[0]!, cut[1]!, slice[0]![0]!, slice[0]![1]!)).toBeLessThan(SPHERE * length_m + 0.1);
          expect(metresBetween(cut[cut.length - 2]!, cut[cut.length - 1]!, last[0]!, last[1]!)).toBeLessThan(
            SPHERE * length_m + 0.1,
          );
        },
      ),
    );
  });

  test('nearest point', () => {
    fc.assert(
      fc.property(line, shift, shift, (flat, dx, dy) => {
        const [x, y] = [flat[0]! + dx, flat[1]! + dy];
        const { distance_m } = projectOnLine(flat, x, y);
        const there = nearestPointOnLine(turf(flat), point([x, y])).properties.pointDistance * 1000;
        // cheap-ruler's box grows wrong with the line's extent: 4 km here, at 70 degrees
        expect(Math.abs(distance_m - there)).toBeLessThan(0.01 * there + 3);
      }),
    );
  });
});

test('the point at an offset projects back to that offset', () => {
  fc.assert(
    fc.property(lon, lat, shift, shift, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, dx, dy, share) => {
      const flat = Float64Array.of(x, y, x + dx, y + dy);
      const length_m = lineLength(flat);
      fc.pre(length_m > 1);
      const { offset_m, distance_m } = projectOnLine(flat, ...pointAlong(flat, share * length_m));
      expect(offset_m).toBeCloseTo(share * length_m, 1);
      expect(distance_m).toBeLessThan(0.01);
    }),
  );
});

test('cutting the other way round runs backwards', () => {
  const flat = Float64Array.of(37.6, 55.7, 37.61, 55.7, 37.61, 55.71);
  expect(cutLine(flat, 900, 100)).toEqual(reversed(cutLine(flat, 100, 900)));
});

test('crossing segments say where, others null', () => {
  expect(crossing(0, 0, 10, 0, 5, -5, 5, 5)).toEqual([0.5, 0.5]);
  expect(crossing(0, 0, 10, 0, 5, 1, 5, 5)).toBeNull();
  expect(crossing(0, 0, 10, 0, 0, 1, 10, 1)).toBeNull();
  expect(distanceToSegment(5, 3, 0, 0, 10, 0)).toBe(3);
  expect(distanceToSegment(-3, 4, 0, 0, 0, 0)).toBe(5);
});
