import type { FulfilmentFigures } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { change, classOf, dueShare, missingOf, reasonsOf, sharesOf } from './shares.ts';

const figures = (
  covered_m: number,
  excused_m: number,
  open_m: number,
  missing: Partial<FulfilmentFigures['uncovered_m']>,
): FulfilmentFigures => {
  const uncovered_m = { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0, ...missing };
  const planned_m = covered_m + excused_m + open_m + Object.values(uncovered_m).reduce((sum, part) => sum + part, 0);
  return { planned_m, covered_m, excused_m, open_m, uncovered_m };
};
const day = figures(800, 50, 100, { 'not-reached': 30, 'too-fast': 20 });

it('parts of a plan add up to it', () => {
  const { done, excused, open, missing } = sharesOf(day);
  expect(done + excused + open + missing).toBeCloseTo(1, 12);
  expect(missingOf(day)).toBe(50);
  expect(missingOf(figures(0, 0, 0, { 'not-reached': 0.1, 'no-data': 0.2 }))).toBe(0.3);
  expect(reasonsOf(day)).toEqual(['not-reached', 'too-fast']);
});

it('judges by what was due: neither excused nor still open', () => {
  expect(dueShare(day)).toBeCloseTo(800 / 850, 12);
  expect(dueShare(figures(0, 10, 20, {}))).toBeNull();
  expect([0.96, 0.95, 0.93, 0.7, 0.1, null].map(classOf)).toEqual(['full', 'full', 'nearly', 'partly', 'little', null]);
});

it('compares with the period before only where both had something due', () => {
  expect(change(day, figures(400, 0, 0, { 'gear-off': 400 }))).toBeCloseTo(800 / 850 - 0.5, 12);
  expect(change(day, undefined)).toBeNull();
  expect(change(figures(0, 0, 5, {}), day)).toBeNull();
});
