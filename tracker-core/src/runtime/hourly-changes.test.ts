import { expect, test } from 'vitest';
import { HourlyChanges } from './hourly-changes.ts';

const HOUR_MS = 3_600_000;
const at = (hours: number): number => hours * HOUR_MS;

test('a change concerns its hour alone, a new setting everything', () => {
  const changes = new HourlyChanges(1);
  changes.at(at(10.5), 2);
  changes.at(at(12), 3);
  expect(changes.within(at(8), at(10))).toBe(1);
  expect(changes.within(at(8), at(10.1))).toBe(2);
  expect(changes.within(at(11), at(12))).toBe(1);
  expect(changes.within(at(10), at(13))).toBe(3);
  changes.all(4);
  expect(changes.within(at(8), at(10))).toBe(4);
});

test('what is forgotten of old hours makes more out of date, never less', () => {
  const changes = new HourlyChanges(0);
  for (let hour = 0; hour < 200; hour++) changes.at(at(hour), hour + 1);
  expect(changes.within(at(199), at(200))).toBe(200);
  for (const hour of [0, 50, 103]) expect(changes.within(at(hour), at(hour + 1))).toBeGreaterThanOrEqual(hour + 1);
});
