import { localOf } from '@sweepline/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Calendar } from './calendar.ts';

const ZONES = [
  'Europe/Chisinau',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'UTC',
];
const calendars = ZONES.map((zone) => new Calendar(zone, 'ru'));
const [FROM_MS, TO_MS] = [Date.UTC(1990, 0, 1), Date.UTC(2037, 0, 1)];
/** Around the changes of the clock, which are few. */
const changes = fc
  .tuple(fc.constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-10-03T15:30:00Z'), fc.integer())
  .map(([at, by]) => Date.parse(at) + (by % 7_200_000));

test('dates and wall times are those of the zone, however often they were asked', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...calendars),
      fc.oneof(fc.integer({ min: FROM_MS, max: TO_MS }), changes),
      (calendar, ms) => {
        const { date, minutes } = localOf(calendar.zone, ms);
        const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
        expect(calendar.dateOf(ms)).toBe(date);
        expect(calendar.clock(ms).slice(0, 5)).toBe(`${two(minutes / 60)}:${two(minutes % 60)}`);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the hour that comes twice is told apart', () => {
  const calendar = new Calendar('Europe/Chisinau', 'en');
  const at = (text: string) => calendar.clock(Date.parse(text)).replace(/\u00a0/g, ' ');
  expect([at('2026-10-24T23:30:00Z'), at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')]).toEqual([
    '02:30 +03',
    '02:30 +02',
    '03:30',
  ]);
});
