import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  instantOfLocal,
  isLocalDate,
  localOf,
  minutesOf,
  mondayOf,
  weekdayOf,
} from './local-time.ts';

const ZONES = [
  'Europe/Chisinau',
  'Europe/Berlin',
  'Europe/Stockholm',
  'Europe/Dublin',
  'America/New_York',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Europe/Moscow',
  'UTC',
];
const instant = fc
  .integer({ min: Date.UTC(2015, 0, 1) / 1_000, max: Date.UTC(2035, 0, 1) / 1_000 })
  .map((s) => s * 1_000);
const iso = (epoch_ms: number): string => new Date(epoch_ms).toISOString();

describe('wall time', () => {
  it('is what the zone says on the nights the clock changes', () => {
    const at = (date: string, time: string): string => iso(instantOfLocal('Europe/Berlin', date, minutesOf(time)));
    expect(at('2026-03-29', '01:30')).toBe('2026-03-29T00:30:00.000Z');
    // 02:00 to 03:00 is missing: forward by the gap.
    expect(at('2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-03-29', '03:30')).toBe('2026-03-29T01:30:00.000Z');
    // 02:00 to 03:00 is there twice: the first.
    expect(at('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-10-25', '03:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('comes back as it was told, unless the clock never showed it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, epoch_ms) => {
        const whole_ms = epoch_ms - (epoch_ms % 60_000);
        const { date, minutes } = localOf(zone, whole_ms);
        const back_ms = instantOfLocal(zone, date, minutes);
        expect(localOf(zone, back_ms)).toEqual({ date, minutes });
        // The first of two: at most the other of a doubled hour.
        expect(back_ms).toBeLessThanOrEqual(whole_ms);
        expect(whole_ms - back_ms).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it('makes days of 23 to 25 hours that follow one another without a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, epoch_ms) => {
        const { date } = localOf(zone, epoch_ms);
        const [from_ms, to_ms] = [instantOfLocal(zone, date, 0), instantOfLocal(zone, addDays(date, 1), 0)];
        expect(from_ms).toBeLessThanOrEqual(epoch_ms);
        expect(epoch_ms).toBeLessThan(to_ms);
        expect([22.5, 23, 23.5, 24, 24.5, 25]).toContain((to_ms - from_ms) / 3_600_000);
      }),
    );
  });
});

it('counts days and weeks of the calendar', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  expect([weekdayOf('2026-11-16'), weekdayOf('2026-11-22')]).toEqual([1, 7]);
  expect([mondayOf('2026-11-22'), mondayOf('2026-11-16')]).toEqual(['2026-11-16', '2026-11-16']);
  expect(isLocalDate('2028-02-29')).toBe(true);
  for (const none of ['2026-02-30', '2026-13-01', '26-11-16', '2026-11-16T00:00Z'])
    expect(isLocalDate(none)).toBe(false);
});
