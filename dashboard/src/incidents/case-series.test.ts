import type { TrackAnswer } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { caseSeries } from './case-series.ts';

const BEGIN = Date.parse('2026-11-19T04:00:00Z');
const fix = (after_s: number, more: object) =>
  ({ ts: new Date(BEGIN + after_s * 1_000).toISOString(), ...more }) as TrackAnswer['fixes'][number];
const series = (fixes: TrackAnswer['fixes'], to_s = 60) => caseSeries({ fixes }, 10, BEGIN, BEGIN + to_s * 1_000);

it('draws speed over time, with a hole where nothing is known', () => {
  const { table, silences, speeds } = series([fix(0, { speed_kmh: 5 }), fix(10, {}), fix(100, { speed_kmh: 7 })], 120);
  expect(table[0].map((ms) => ms - BEGIN)).toEqual([0, 10_000, 99_999, 100_000]);
  expect(table[1]).toEqual([5, null, null, 7]);
  expect(silences.map(([from, to]) => [from - BEGIN, to - BEGIN])).toEqual([[10_000, 100_000]]);
  expect(speeds).toEqual({ least: 5, most: 7 });
});

it('has a lane for each gear that is told of, filled while it is on', () => {
  const on = { gear: { brush: true } };
  const { lanes } = series([fix(0, on), fix(10, on), fix(20, { gear: { brush: false } }), fix(30, on)]);
  expect(lanes.map(({ name, on: times }) => [name, times.map(([a, b]) => [a - BEGIN, b - BEGIN])])).toEqual([
    ['brush', [[0, 20_000]]],
  ]);
});

it('of no fixes says that all of it is silence', () => {
  const { table, silences, lanes, speeds } = series([], 90);
  expect([table[0], lanes, speeds]).toEqual([[], [], null]);
  expect(silences).toEqual([[BEGIN, BEGIN + 90_000]]);
});
