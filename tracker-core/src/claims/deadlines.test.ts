import fc from 'fast-check';
import { localOf } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { endOfDayAfter, reminderFrom } from './deadlines.ts';

const HOUR_MS = 3_600_000;
const ZONES = ['UTC', 'Europe/Chisinau', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'Europe/London'];

test.each([
  ['2026-11-22T10:00:00+02:00', 5, '2026-11-28T00:00:00+02:00'],
  ['2026-11-22T23:59:59+02:00', 5, '2026-11-28T00:00:00+02:00'],
  ['2026-11-22T00:00:00+02:00', 1, '2026-11-24T00:00:00+02:00'],
  // Both changes of the clock lie between.
  ['2026-03-25T12:00:00+02:00', 5, '2026-03-31T00:00:00+03:00'],
  ['2026-10-23T12:00:00+03:00', 5, '2026-10-29T00:00:00+02:00'],
])('%s and %i days end at %s', (event, days, end) => {
  expect(endOfDayAfter('Europe/Chisinau', Date.parse(event), days)).toBe(Date.parse(end));
});

test('a deadline is the first instant of a local day, and leaves the whole days between', () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, fc.integer({ min: 1, max: 365 }), (zone, event_ms, days) => {
      const end_ms = endOfDayAfter(zone, event_ms, days);
      expect(localOf(zone, end_ms).minutes).toBe(0);
      expect(localOf(zone, end_ms - 1).date > localOf(zone, event_ms).date).toBe(true);
      expect(end_ms - event_ms).toBeGreaterThan(days * 24 * HOUR_MS - HOUR_MS);
      expect(end_ms - event_ms).toBeLessThanOrEqual((days + 1) * 24 * HOUR_MS + HOUR_MS);
      const reminder_ms = reminderFrom(event_ms, end_ms);
      expect(reminder_ms > event_ms && reminder_ms < end_ms).toBe(true);
    }),
  );
});
