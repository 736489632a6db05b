import { describe, expect, it } from 'vitest';
import { Times } from '../../language/times.ts';
import { timeTicks } from './ticks.ts';

const HOUR_MS = 3_600_000;
const ticksOf = (zone: string, from: string, hours: number, most: number): string[] => {
  const times = new Times('en', zone);
  const from_ms = Date.parse(from);
  return timeTicks(from_ms, from_ms + hours * HOUR_MS, most, (ms) => times.hm(ms)).map((ms) =>
    times.hm(ms).replace('\u00a0', ' '),
  );
};

describe('marks of the time axis', () => {
  it('stand at round local times', () => {
    expect(ticksOf('Europe/Chisinau', '2026-11-19T04:00:00Z', 0.5, 8)).toEqual([
      '06:00',
      '06:05',
      '06:10',
      '06:15',
      '06:20',
      '06:25',
      '06:30',
    ]);
    expect(ticksOf('Asia/Kolkata', '2026-11-19T00:00:00Z', 12, 7)).toEqual([
      '06:00',
      '08:00',
      '10:00',
      '12:00',
      '14:00',
      '16:00',
    ]);
  });

  it('go on through the night of 25 hours and that of 23', () => {
    expect(ticksOf('Europe/Chisinau', '2026-10-24T21:00:00Z', 9, 12)).toEqual([
      '00:00',
      '01:00',
      '02:00 +03',
      '02:00 +02',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
      '07:00',
      '08:00',
    ]);
    expect(ticksOf('Europe/Chisinau', '2026-03-28T22:00:00Z', 6, 8)).toEqual([
      '00:00',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
      '07:00',
    ]);
  });

  it('are never more than wanted, but for one', () => {
    for (const hours of [0.02, 0.3, 1, 5, 24, 24 * 7, 24 * 31])
      expect(ticksOf('Europe/Chisinau', '2026-11-01T00:00:00Z', hours, 10).length).toBeLessThanOrEqual(11);
  });
});
