import { expect, it } from 'vitest';
import { addDays, barsOf, daysOf, isDate, periodOf, shifted } from './periods.ts';

it('finds the day, week and month of a date', () => {
  expect(periodOf('day', '2026-11-22')).toEqual({ kind: 'day', from: '2026-11-22', to: '2026-11-23' });
  expect(periodOf('week', '2026-11-22')).toEqual({ kind: 'week', from: '2026-11-16', to: '2026-11-23' });
  expect(periodOf('week', '2026-11-16').from).toBe('2026-11-16');
  expect(periodOf('month', '2028-02-29')).toEqual({ kind: 'month', from: '2028-02-01', to: '2028-03-01' });
});

it('goes to the next and the one before, over the ends of years', () => {
  expect(shifted(periodOf('month', '2026-12-31'), 1).from).toBe('2027-01-01');
  expect(shifted(periodOf('month', '2027-01-31'), -1)).toEqual(periodOf('month', '2026-12-05'));
  expect(shifted(periodOf('week', '2027-01-01'), -1).from).toBe('2026-12-21');
  expect(shifted(periodOf('day', '2026-03-01'), -1).from).toBe('2026-02-28');
});

it('counts calendar days, whatever clocks do', () => {
  expect(daysOf(periodOf('month', '2026-10-25'))).toHaveLength(31);
  expect(daysOf(barsOf(periodOf('day', '2026-11-02')))[0]).toBe('2026-10-27');
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
});

it('tells dates from other words', () => {
  expect(['2026-11-22', '2026-02-30', '2026-1-1', 'week', undefined].map(isDate)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
