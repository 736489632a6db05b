import { expect, it } from 'vitest';
import { RULES } from '../pipeline/rules.ts';
import type { Matched } from '../pipeline/stages.ts';
import { bareFix } from '../testing/ascii-map.ts';
import { silenceOf } from './silences.ts';

const seen = (ts_s: number, lon: number, ignition: boolean | null = null): Matched => ({
  fix: { ...bareFix(ts_s * 1000, lon, 0), ignition },
  verdict: 'used',
  place: null,
});
const silence = (from: Matched, to: Matched, silence_s: number) =>
  silenceOf('v', { from, to, kind: 'gap', silence_ms: silence_s * 1000 }, RULES);

it('a gap is a silence where nothing was heard for as long as fixes are joined, and none where only the way is unknown', () => {
  expect(silence(seen(0, 0), seen(60, 0.01), 60)).toMatchObject({ vehicle: 'v', from_ms: 0, to_ms: 60_000 });
  expect(silence(seen(0, 0), seen(59, 0.01), 59)).toBeNull();
  expect(silence(seen(0, 0), seen(600, 0.01), 15)).toBeNull();
});

it('switched off and found where it was left is none; elsewhere it is', () => {
  expect(silence(seen(0, 0, false), seen(600, 0.0005), 600)).toBeNull();
  expect(silence(seen(0, 0, false), seen(600, 0.01), 600)).not.toBeNull();
});
