import { expect, it } from 'vitest';
import { randomOf } from './random.ts';

const draws = (seed: string, n: number): number[] => {
  const random = randomOf(seed);
  return Array.from({ length: n }, () => random.next());
};

it('gives the same draws for the same seed and others for another', () => {
  expect(draws('1', 50)).toEqual(draws('1', 50));
  expect(draws('1', 50)).not.toEqual(draws('2', 50));
});

it('forks do not depend on what was drawn before', () => {
  const [fresh, used] = [randomOf('1'), randomOf('1')];
  used.next();
  expect(used.fork('a').next()).toBe(fresh.fork('a').next());
  expect(fresh.fork('a').next()).not.toBe(fresh.fork('b').next());
});

it('is uniform and normal as it says', () => {
  const random = randomOf('moments');
  const n = 20_000;
  const uniform = Array.from({ length: n }, () => random.next());
  const normal = Array.from({ length: n }, () => random.normal());
  const mean = (list: number[]): number => list.reduce((sum, x) => sum + x, 0) / n;
  expect(mean(uniform)).toBeCloseTo(0.5, 1);
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  const dice = new Set(Array.from({ length: 500 }, () => random.whole(1, 6)));
  expect([...dice].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});
