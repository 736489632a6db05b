import { expect, it } from 'vitest';
import type { Edge } from '@sweepline/simulator/pure';
import { lengthOf } from './intervals.ts';
import { nearerToAnother } from './kerb-place.ts';

/** A street of 100 m to the east, so far north of the first. */
const street = (north_m: number): Edge =>
  ({
    class: 'residential',
    oneway: 'no',
    length_m: 100,
    points: [
      { x: 0, y: north_m },
      { x: 100, y: north_m },
    ],
    at_m: [0, 100],
  }) as unknown as Edge;

it('a kerb between two lines drawn close together belongs to the other as well as to its own', () => {
  const [own, near, far] = [street(0), street(4), street(15)];
  expect(lengthOf(nearerToAnother([own, near], own, 'left'))).toBeCloseTo(100);
  expect(nearerToAnother([own, near], own, 'right')).toEqual([]);
  expect(nearerToAnother([own, far], own, 'left')).toEqual([]);
  expect(nearerToAnother([own], own, 'left')).toEqual([]);
});
