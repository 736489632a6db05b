import { expect, it } from 'vitest';
import { measure } from './measured-line.ts';
import { nearestOn } from './near-line.ts';

/** East for 0.001°, then north for 0.001°. */
const corner = measure([
  [24, 47],
  [24.001, 47],
  [24.001, 47.001],
]);

it('finds the metre and the side of a place beside a line', () => {
  const below = nearestOn(corner, [24.0005, 46.9999]);
  expect(below.side).toBe('right');
  expect(below.at_m).toBeCloseTo(corner.at_m[1]! / 2, 3);
  expect(below.distance_m).toBeCloseTo(11.1, 1);
  expect(nearestOn(corner, [24.0005, 47.0001]).side).toBe('left');
  const east = nearestOn(corner, [24.0012, 47.0005]);
  expect(east.side).toBe('right');
  expect(east.at_m).toBeGreaterThan(corner.at_m[1]!);
});

it('ends at the ends of the line', () => {
  expect(nearestOn(corner, [23.99, 47]).at_m).toBe(0);
  expect(nearestOn(corner, [24.001, 47.1]).at_m).toBe(corner.length_m);
});
