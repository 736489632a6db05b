import { expect, test } from 'vitest';
import { pullOf } from './pull.ts';

const box = { left: 100, right: 1_100, top: 50, bottom: 650 };

test.each([
  ['in the middle', 600, 300, [0, 0]],
  ['just inside the edge’s reach', 155, 300, [-1, 0]],
  ['at the left edge', 100, 300, [-18, 0]],
  ['beyond the bottom', 600, 900, [0, 18]],
  ['half way to the top', 600, 78, [0, -9]],
  ['in a corner', 1_100, 650, [18, 18]],
] as const)('%s the board is drawn along by that much', (_where, x, y, pull) => {
  expect(pullOf(box, { x, y }).map((by) => by + 0)).toEqual(pull);
});

test('a board too narrow for two edges keeps a still middle', () => {
  const [right] = pullOf({ left: 0, right: 80, top: 0, bottom: 600 }, { x: 40, y: 300 });
  expect(right).toBe(0);
});
