import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsOf, rowAt, windowOf } from './window-of.ts';

describe('a window on rows of different heights', () => {
  const offsets = offsetsOf([44, 68, 44, 98]);

  it('knows where each row lies', () => {
    expect([...offsets]).toEqual([0, 44, 112, 156, 254]);
    expect([-5, 0, 43, 44, 111, 112, 253, 900].map((place) => rowAt(offsets, place))).toEqual([0, 0, 0, 1, 1, 2, 3, 3]);
  });

  it('shows the rows that it touches, and those around', () => {
    expect(windowOf(offsets, 50, 10, 0)).toEqual([1, 2]);
    expect(windowOf(offsets, 40, 80, 0)).toEqual([0, 3]);
    expect(windowOf(offsets, 120, 10, 10)).toEqual([1, 3]);
    expect(windowOf(offsetsOf([]), 0, 100, 50)).toEqual([0, 0]);
  });

  it('never leaves out a row that is seen, nor takes one that is farther than asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }),
        fc.nat(8_000),
        fc.integer({ min: 1, max: 900 }),
        fc.nat(300),
        (heights, top, height, around) => {
          const places = offsetsOf(heights);
          const [first, end] = windowOf(places, top, height, around);
          for (const row of heights.keys()) {
            const isSeen = places[row]! < top + height + around && places[row + 1]! > top - around;
            if (isSeen) expect(row >= first && row < end).toBe(true);
          }
          expect(first).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(heights.length);
          expect(places[end - 1]! <= Math.max(0, top + height + around) || end - 1 === first).toBe(true);
        },
      ),
    );
  });
});
