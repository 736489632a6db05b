import * as fc from 'fast-check';
import { addDays, daysBetween, localOf, minutesOf, weekdayOf } from '@sweepline/contract';
import { describe, expect, test } from 'vitest';
import { occurrencesOf, type Recurrence } from './occurrences.ts';

const ZONES = ['Europe/Chisinau', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC'];
const two = (n: number): string => String(n).padStart(2, '0');
const time = fc.integer({ min: 0, max: 1_439 }).map((n) => `${two(Math.floor(n / 60))}:${two(n % 60)}`);
const date = fc.integer({ min: 0, max: 4_000 }).map((n) => addDays('2020-01-01', n));
const days = fc.oneof(
  fc.record({ weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) }),
  fc.record({ every: fc.integer({ min: 1, max: 30 }) }),
);
const rule: fc.Arbitrary<Recurrence> = fc.record({
  days,
  from: time,
  to: time,
  validFrom: date,
  validUntil: fc.option(date),
  exceptions: fc.array(date, { maxLength: 3 }),
});
const night: Recurrence = {
  days: { weekdays: [6, 7] },
  from: '02:30',
  to: '04:00',
  validFrom: '2026-01-01',
  validUntil: null,
  exceptions: [],
};
const iso = (epoch_ms: number): string => new Date(epoch_ms).toISOString();

describe('what a schedule asks for', () => {
  test('keeps to the wall over both changes of the clock', () => {
    const windows = (from: string, to: string): string[] =>
      occurrencesOf(night, 'Europe/Berlin', from, to).map(({ from_ms, to_ms }) => `${iso(from_ms)} ${iso(to_ms)}`);
    // The hour from 02:00 is missing on the 29th.
    expect(windows('2026-03-28', '2026-03-30')).toEqual([
      '2026-03-28T01:30:00.000Z 2026-03-28T03:00:00.000Z',
      '2026-03-29T01:30:00.000Z 2026-03-29T02:00:00.000Z',
    ]);
    // It is there twice on the 25th: the window begins in the first and is an hour longer.
    expect(windows('2026-10-24', '2026-10-26')).toEqual([
      '2026-10-24T00:30:00.000Z 2026-10-24T02:00:00.000Z',
      '2026-10-25T00:30:00.000Z 2026-10-25T03:00:00.000Z',
    ]);
  });

  test('a window that a missing hour swallows keeps its length', () => {
    const [only] = occurrencesOf({ ...night, to: '03:15' }, 'Europe/Berlin', '2026-03-29', '2026-03-30');
    expect([iso(only!.from_ms), iso(only!.to_ms)]).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-29T02:15:00.000Z']);
  });

  test('each window begins on its date, before it ends, within its validity and on its days', () => {
    fc.assert(
      fc.property(
        rule,
        fc.constantFrom(...ZONES),
        date,
        fc.integer({ min: 0, max: 400 }),
        (one, zone, from, length) => {
          const to = addDays(from, length);
          const found = occurrencesOf(one, zone, from, to);
          for (const { date, from_ms, to_ms } of found) {
            expect(date >= from && date < to && date >= one.validFrom).toBe(true);
            expect(one.validUntil === null || date <= one.validUntil).toBe(true);
            expect(one.exceptions).not.toContain(date);
            expect(to_ms).toBeGreaterThan(from_ms);
            expect(to_ms - from_ms).toBeLessThanOrEqual(25 * 3_600_000);
            const shown = localOf(zone, from_ms);
            // Forward by the gap at most, which can carry it over midnight.
            const late = daysBetween(date, shown.date) * 1_440 + shown.minutes - minutesOf(one.from);
            expect([0, 30, 60]).toContain(late);
            if ('weekdays' in one.days) expect(one.days.weekdays).toContain(weekdayOf(date));
            else expect(daysBetween(one.validFrom, date) % one.days.every).toBe(0);
          }
          expect(new Set(found.map(({ date }) => date)).size).toBe(found.length);
        },
      ),
    );
  });

  test('a span is the sum of its parts', () => {
    fc.assert(
      fc.property(rule, date, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (one, from, a, b) => {
        const [middle, to] = [addDays(from, a), addDays(from, a + b)];
        const parts = [...occurrencesOf(one, ZONES[0]!, from, middle), ...occurrencesOf(one, ZONES[0]!, middle, to)];
        expect(occurrencesOf(one, ZONES[0]!, from, to)).toEqual(parts);
      }),
    );
  });
});
