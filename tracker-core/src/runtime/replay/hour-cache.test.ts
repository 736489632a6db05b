import { expect, test } from 'vitest';
import { HourCache } from './hour-cache.ts';

const HOUR_MS = 3_600_000;
const bytes = new Uint8Array([1]);

test('an hour is remembered until something of it or before it changes', () => {
  const cache = new HourCache();
  for (const hour of [0, 1, 2]) cache.put('v', hour * HOUR_MS, bytes, cache.mark('v'));
  cache.put('w', 0, null, cache.mark('w'));
  cache.touch('v', 2 * HOUR_MS + 1);
  expect([0, 1, 2].map((hour) => cache.get('v', hour * HOUR_MS))).toEqual([bytes, bytes, undefined]);
  cache.touch('v', HOUR_MS - 1);
  expect([0, 1].map((hour) => cache.get('v', hour * HOUR_MS))).toEqual([undefined, undefined]);
  expect(cache.get('w', 0)).toBeNull();
});

test('an hour that was read while something was stored is not kept', () => {
  const cache = new HourCache();
  const mark = cache.mark('v');
  cache.touch('v', 5 * HOUR_MS);
  cache.put('v', 0, bytes, mark);
  expect(cache.get('v', 0)).toBeUndefined();
});
