import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Leg } from '@sweepline/contract';
import { excusedStretches } from './excused.ts';

const leg = (edge: string, side: Leg['side'], from_m: number, to_m: number, passes = 1): Leg => ({
  edge,
  side,
  passes,
  from_m,
  to_m,
});
const LEGS = [
  leg('a', 'left', 0, 100),
  leg('a', 'right', 0, 100, 2),
  leg('b', 'right', 20, 80),
  leg('c', 'centre', 0, 50),
];

describe('what an excuse concerns', () => {
  test('without a wish it is the whole route, each metre as often as it is asked for', () => {
    const { stretches, planned_m } = excusedStretches(LEGS, null);
    expect(stretches).toHaveLength(4);
    expect(planned_m).toBe(100 + 2 * 100 + 60 + 50);
  });

  test('an edge means all of its planned sides, a side only that, and metres are cut to the leg', () => {
    expect(excusedStretches(LEGS, [{ edge: 'a' }]).planned_m).toBe(300);
    expect(excusedStretches(LEGS, [{ edge: 'a', side: 'both' }]).planned_m).toBe(300);
    expect(excusedStretches(LEGS, [{ edge: 'a', side: 'left' }]).planned_m).toBe(100);
    expect(excusedStretches(LEGS, [{ edge: 'b', from_m: 0, to_m: 50 }]).stretches).toEqual([
      { edge: 'b', side: 'right', from_m: 20, to_m: 50 },
    ]);
  });

  test('overlapping wishes count once', () => {
    const wishes = [
      { edge: 'a', side: 'right', from_m: 10, to_m: 60 },
      { edge: 'a', side: 'right', from_m: 50, to_m: 70 },
    ] as const;
    expect(excusedStretches(LEGS, wishes)).toEqual({
      stretches: [{ edge: 'a', side: 'right', from_m: 10, to_m: 70 }],
      planned_m: 120,
      outside: [],
    });
  });

  test('what names nothing of the plan is told', () => {
    const wishes = [
      { edge: 'z' },
      { edge: 'a' },
      { edge: 'b', side: 'left' },
      { edge: 'b', from_m: 0, to_m: 20 },
    ] as const;
    expect(excusedStretches(LEGS, wishes).outside).toEqual([0, 2, 3]);
  });

  test('no wish makes it more than the plan, and no order of wishes another', () => {
    const wish = fc.record({
      edge: fc.constantFrom('a', 'b', 'c'),
      from_m: fc.double({ min: 0, max: 120, noNaN: true }),
      to_m: fc.double({ min: 0, max: 120, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), (wishes) => {
        const { stretches, planned_m } = excusedStretches(LEGS, wishes);
        expect(planned_m).toBeLessThanOrEqual(410);
        expect(excusedStretches(LEGS, [...wishes].reverse())).toMatchObject({ stretches, planned_m });
      }),
    );
  });
});
