import type { Leg } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { compare } from './compare.ts';

const leg = (edge: string, side: Leg['side'], from_m: number, to_m: number, passes = 1): Leg => ({
  edge,
  side,
  from_m,
  to_m,
  passes,
});
const words = (before: Leg[], after: Leg[]) =>
  compare(before, after).pieces.map(
    ({ edge, side, from_m, to_m, difference }) => `${edge} ${side} ${from_m}-${to_m} ${difference}`,
  );

it('tells added, removed and changed metres apart, side by side', () => {
  expect(
    words(
      [leg('a', 'right', 0, 100), leg('a', 'left', 0, 100), leg('b', 'right', 0, 50)],
      [leg('a', 'right', 0, 60), leg('a', 'left', 0, 100, 2), leg('c', 'centre', 10, 20)],
    ),
  ).toEqual([
    'a right 0-60 same',
    'a right 60-100 removed',
    'a left 0-100 changed',
    'c centre 10-20 added',
    'b right 0-50 removed',
  ]);
});

it('counts kerb metres times passes', () =>
  expect(
    compare([leg('a', 'right', 0, 100, 3)], [leg('a', 'right', 0, 100), leg('b', 'left', 0, 10, 2)]).metres,
  ).toEqual({
    same: 0,
    added: 20,
    removed: 0,
    changed: 200,
  }));

it('joins what was cut differently but asks for the same', () =>
  expect(words([leg('a', 'left', 0, 40), leg('a', 'left', 40, 100)], [leg('a', 'left', 0, 100)])).toEqual([
    'a left 0-100 same',
  ]));
