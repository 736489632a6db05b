import { describe, expect, it } from 'vitest';
import { catalogues } from '../language/catalogue/index.ts';
import { Numbers } from '../language/numbers.ts';
import { Times } from '../language/times.ts';
import { ageWords } from './vehicle-words.ts';

const now_ms = Date.parse('2026-11-23T03:00:00Z');
const age = (state: 'working' | 'stopped' | 'silent', age_s: number | null, onDuty = true) =>
  ageWords(
    { state, interval_s: 10, ts: age_s === null ? null : new Date(now_ms - age_s * 1_000).toISOString() },
    onDuty,
    now_ms,
    catalogues.en,
    new Numbers('en'),
    new Times('en', 'UTC'),
  );

describe('the age of the last fix', () => {
  it('of a moving vehicle is minded after two intervals', () => {
    expect(age('working', 20)).toEqual({ text: 'fix 20\u00a0s ago', late: false });
    expect(age('working', 21)).toEqual({ text: 'data 21\u00a0s old', late: true });
  });

  it('of one that stands is told, not minded: it reports seldom', () => {
    expect(age('stopped', 110)).toEqual({ text: 'fix 1\u00a0min ago', late: false });
  });

  it('of a silent one is minded on duty only', () => {
    expect(age('silent', 240)).toEqual({ text: 'Silent for 4\u00a0min', late: true });
    expect(age('silent', 240, false).late).toBe(false);
    expect(age('silent', 3 * 86_400, false)).toEqual({ text: 'Silent since 20 Nov 2026', late: false });
    expect([age('stopped', null).late, age('stopped', null, false).late]).toEqual([true, false]);
  });
});
