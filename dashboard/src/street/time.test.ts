import { expect, it } from 'vitest';
import { instantsOf, readTime } from './time.ts';

const ZONE = 'Europe/Berlin';
const hours = (date: string, hour: number | null): number => {
  const [from, to] = instantsOf({ date, hour }, ZONE);
  return (to - from) / 3_600_000;
};

it('days have 23, 24 or 25 hours, and the doubled hour two', () => {
  expect([hours('2026-11-22', null), hours('2026-10-25', null), hours('2026-03-29', null)]).toEqual([24, 25, 23]);
  expect([hours('2026-11-22', 6), hours('2026-10-25', 2), hours('2026-03-29', 3)]).toEqual([1, 2, 1]);
});

it('an address without a time means today, and nonsense in it too', () => {
  const now = Date.parse('2026-11-22T23:30:00Z');
  expect(readTime(undefined, undefined, ZONE, now)).toEqual({ date: '2026-11-23', hour: null });
  expect(readTime('2026-02-30', '24', ZONE, now)).toEqual({ date: '2026-11-23', hour: null });
  expect(readTime('2026-11-22', '6', ZONE, now)).toEqual({ date: '2026-11-22', hour: 6 });
});
