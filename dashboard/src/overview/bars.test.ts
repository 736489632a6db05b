import { expect, it } from 'vitest';
import { barsOfDays, stepsTo } from './bars.ts';

const uncovered_m = { 'not-reached': 30, 'no-data': 0, 'too-fast': 20, 'gear-off': 0, 'wrong-side': 0 };
const day = {
  key: '2026-11-21',
  name: null,
  planned_m: 1_000,
  covered_m: 800,
  excused_m: 50,
  open_m: 100,
  uncovered_m,
};

it('stacks a day to scale, without holes', () => {
  const [none, bar] = barsOfDays(['2026-11-20', '2026-11-21'], [day]);
  expect(none).toMatchObject({ day: null, parts: [] });
  expect(bar!.parts.map(({ part }) => part)).toEqual(['done', 'excused', 'open', 'too-fast', 'not-reached']);
  expect(bar!.parts.map(({ from_m }) => from_m)).toEqual([0, 800, 850, 950, 970]);
  expect(bar!.parts.at(-1)!.to_m).toBe(day.planned_m);
});

it('marks round steps up to the highest', () => {
  expect(stepsTo(41_000)).toEqual([0, 20_000, 40_000, 60_000]);
  expect(stepsTo(40_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  expect(stepsTo(3.5)).toEqual([0, 1, 2, 3, 4]);
  expect(stepsTo(0)).toEqual([0]);
});
