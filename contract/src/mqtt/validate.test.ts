import { describe, expect, test } from 'vitest';
import { complaint, commandGuard, eventGuard, fixGuard, rejectedGuard, setAsideBadFields } from './validate.ts';

const fix = { ts: 1, lat: 57.7, lon: 11.9, speed_kmh: 7.2, satellites: 11, ignition: true, gear: { brush: true } };

describe('what is wrong is said', () => {
  test.each([
    ['a value of another type', fixGuard, { ...fix, lat: '57.7' }, 'lat: got "57.7", expected a number'],
    ['a range', fixGuard, { ...fix, speed_kmh: 300 }, 'speed_kmh: got 300, expected at most 250'],
    ['a missing value', fixGuard, { ts: 1, lat: 2 }, 'lon: got nothing, expected a value'],
    ['a path', fixGuard, { ...fix, gear: { brush: 1 } }, 'gear.brush: got 1, expected a boolean'],
    [
      'a word of a list',
      eventGuard,
      { ts: 1, kind: 'tea' },
      /^kind: got "tea", expected "sos" or "breakdown" or .* or "other"$/,
    ],
    ['another thing altogether', fixGuard, [1, 2], 'the value: got a list of 2, expected an object'],
    [
      'an alternative',
      commandGuard,
      { kind: 'dance' },
      /kind: got "dance", expected "message" or "interval" or "assignment"/,
    ],
  ] as const)('for %s', (_what, guard, value, words) => {
    const said = complaint(guard as typeof fixGuard, value);
    expect(said).toMatch(words);
  });

  test('and nothing where nothing is', () => {
    expect(fixGuard.problems(fix)).toEqual([]);
    expect(rejectedGuard.check({ receivedAt: 'x', reason: 'future', detail: '' })).toBe(true);
    expect(rejectedGuard.check({ receivedAt: 'x', reason: 'because', detail: '' })).toBe(false);
  });
});

describe('bad optional fields', () => {
  test.each([
    ['speed_kmh', [-0.1, 250.1, '7', null, Number.POSITIVE_INFINITY], [0, 250]],
    ['heading_deg', [-1, 361, true], [0, 360]],
    ['accuracy_m', [-1, 10_001], [0, 10_000]],
    ['satellites', [-1, 100, 4.5], [0, 99]],
    ['hdop', [-1, 101], [0, 100]],
    ['ignition', [0, 'on', null], [false]],
    ['gear', [true, [], null], [{}, { brush: false, lift: 'up' }]],
  ] as const)('%s', (name, bad, good) => {
    for (const value of bad) {
      const { kept, fieldErrors } = setAsideBadFields({ ...fix, [name]: value, other: 1 });
      expect([fieldErrors, kept.has(name), kept.get('other'), fixGuard.check({ ...fix, [name]: value })]).toEqual([
        [name],
        false,
        1,
        false,
      ]);
    }
    for (const value of good) expect(setAsideBadFields({ ...fix, [name]: value }).fieldErrors).toEqual([]);
  });

  test('a bad switch costs that switch alone', () => {
    const { kept, fieldErrors } = setAsideBadFields({ ...fix, gear: { brush: 'on', water: true, lift: 3 } });
    expect([kept.get('gear'), fieldErrors]).toEqual([{ water: true, lift: 3 }, ['gear.brush']]);
  });
});
