import { expect, it } from 'vitest';
import { randomOf } from '../random/random.ts';
import { wanderOf } from './noise.ts';

it('has the spread asked for and forgets as slowly as asked', () => {
  const wander = wanderOf(3, 90, randomOf('wander'));
  const values = Array.from({ length: 40_000 }, () => wander.after(10));
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const covariance = (lag: number): number =>
    values.slice(lag).reduce((sum, x, i) => sum + (x - mean) * (values[i]! - mean), 0) / (values.length - lag);
  expect(Math.abs(mean)).toBeLessThan(0.3);
  expect(Math.sqrt(covariance(0))).toBeGreaterThan(2.8);
  expect(Math.sqrt(covariance(0))).toBeLessThan(3.2);
  // 90 s later, nine steps, 37 % of an error is left.
  expect(covariance(9) / covariance(0)).toBeGreaterThan(0.32);
  expect(covariance(9) / covariance(0)).toBeLessThan(0.42);
});

it('hardly moves between two seconds', () => {
  const wander = wanderOf(3, 90, randomOf('steps'));
  let before = wander.after(1);
  let largest = 0;
  for (let i = 0; i < 2_000; i++) {
    const now = wander.after(1);
    largest = Math.max(largest, Math.abs(now - before));
    before = now;
  }
  expect(largest).toBeLessThan(3);
});
