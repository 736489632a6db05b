import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonOf, lengthOf, unionOf, withoutOf, type Interval } from './intervals.ts';

const intervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 10 }))
    .map(([from, size]): Interval => [from, from + size]),
  { maxLength: 6 },
);
const metres = (all: readonly Interval[]): number[] =>
  Array.from({ length: 45 }, (_, m) => m).filter((m) => all.some(([from, to]) => from <= m && m < to));

describe('intervals agree with sets of metres', () => {
  it('in union, intersection and difference', () => {
    fc.assert(
      fc.property(intervals, intervals, (some, others) => {
        const [a, b] = [unionOf(some), unionOf(others)];
        expect(metres(a)).toEqual(metres(some));
        expect(lengthOf(a)).toBe(metres(some).length);
        expect(metres(commonOf(a, b))).toEqual(metres(a).filter((m) => metres(b).includes(m)));
        expect(metres(withoutOf(a, b))).toEqual(metres(a).filter((m) => !metres(b).includes(m)));
      }),
    );
  });
});
