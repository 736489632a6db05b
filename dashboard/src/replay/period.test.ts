import { describe, expect, it } from 'vitest';
import { dayOf, inputOf, instantOfInput, periodTrouble } from './period.ts';

const ZONE = 'Europe/Chisinau';

describe('a period’s fields', () => {
  it('hold the town’s wall time, and mean the instant that they hold', () => {
    const ms = Date.parse('2026-11-19T04:30:00Z');
    expect(inputOf(ZONE, ms)).toBe('2026-11-19T06:30');
    expect(instantOfInput(ZONE, '2026-11-19T06:30')).toBe(ms);
  });

  it('take a missing hour forward and a doubled one as the first', () => {
    const spring = instantOfInput(ZONE, '2026-03-29T02:30')!;
    expect(inputOf(ZONE, spring)).toBe('2026-03-29T03:30');
    const autumn = instantOfInput(ZONE, '2026-10-25T02:30')!;
    expect(inputOf(ZONE, autumn + 3_600_000)).toBe('2026-10-25T02:30');
  });

  it('say that what is no time is none', () => {
    for (const text of ['', '2026-02-30T10:00', '2026-11-19', '2026-11-19T24:00', '2026-11-19T10:61', 'soon'])
      expect(instantOfInput(ZONE, text)).toBeNull();
  });

  it('know days of 23, 24 and 25 hours', () => {
    const hours = (date: string) => {
      const [from_ms, to_ms] = dayOf(ZONE, Date.parse(`${date}T12:00:00Z`));
      return (to_ms - from_ms) / 3_600_000;
    };
    expect(['2026-03-29', '2026-11-19', '2026-10-25'].map(hours)).toEqual([23, 24, 25]);
  });
});

describe('a period’s trouble', () => {
  const HOUR_MS = 3_600_000;
  const now_ms = 100 * HOUR_MS;
  const trouble = (from: number | null, to: number | null, most = 48) =>
    periodTrouble(from === null ? null : from * HOUR_MS, to === null ? null : to * HOUR_MS, now_ms, most * HOUR_MS);

  it('is named, the first that applies', () => {
    expect([
      trouble(null, 5),
      trouble(5, null),
      trouble(101, 102),
      trouble(100, 90),
      trouble(20, 20),
      trouble(20, 10),
    ]).toEqual(['from', 'to', 'future', 'future', 'order', 'order']);
    expect(trouble(10, 59)).toBe('too-long');
  });

  it('is none of a good one, which may run into what is to come', () => {
    expect(trouble(10, 58)).toBeNull();
    expect(trouble(99, 110)).toBeNull();
  });
});
