import { describe, expect, it } from 'vitest';
import { choiceOf } from './basis.ts';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 10, 21);
const hours = (n: number): number => T + n * HOUR_MS;
const rule = { lateAfter_ms: 24 * HOUR_MS, until_ms: hours(100), late: [] };

describe('which fixes a result counts', () => {
  it.each([
    ['in time', 0, 24, 'counts'],
    ['an instant too late', 0, 24 + 1 / 3_600_000, 'late'],
    ['a moment before it was sealed', 90, 100 - 1 / 3_600_000, 'counts'],
    ['in the moment it was sealed', 90, 100, 'later'],
    ['late, and after it was sealed', 0, 101, 'later'],
  ] as const)('received %s', (_, at, received, standing) => {
    expect(choiceOf(rule)(hours(at), Math.round(hours(received)))).toBe(standing);
  });

  it('late ones where their time of receipt was accepted', () => {
    const choice = choiceOf({
      ...rule,
      late: [
        [0, hours(40)],
        [hours(60), hours(70)],
      ],
    });
    const of = [39, 40, 59, 60, 69.9, 70].map((received) => choice(hours(0), hours(received)));
    expect(of).toEqual(['counts', 'late', 'late', 'counts', 'counts', 'late']);
  });

  it('all that there are where nothing is sealed', () => {
    expect(choiceOf({ ...rule, until_ms: null })(hours(1_000), hours(1_001))).toBe('counts');
  });
});
