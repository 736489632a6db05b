import type { Leg } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { change, insertBefore, move, nextId, pick, remove, type Pick } from './draft.ts';
import { foldLegs, legBody, metresOf, overlapping, type DraftLeg } from './legs.ts';

const lengthOf = (edge: string): number | null => (edge === 'gone' ? null : 100);
const at = (edge: string, side: Pick['side'], more: Partial<Pick> = {}): Pick => ({
  edge,
  side,
  at_m: 50,
  passes: 1,
  from_m: null,
  to_m: null,
  ...more,
});
const words = (legs: readonly DraftLeg[]): string => legs.map(({ edge, side }) => `${edge} ${side}`).join(', ');
const clicks = (...picks: Pick[]): string =>
  words(picks.reduce<readonly DraftLeg[]>((legs, one) => pick(legs, one).legs, []));

describe('a click on a street', () => {
  it('adds at the end, and takes away what is there', () => {
    expect(clicks(at('a', 'right'), at('b', 'both'))).toBe('a right, b both');
    expect(clicks(at('a', 'right'), at('b', 'both'), at('a', 'right'))).toBe('b both');
  });

  it('makes both kerbs of one, and one of both', () => {
    expect(clicks(at('a', 'right'), at('a', 'left'))).toBe('a both');
    expect(clicks(at('a', 'both'), at('a', 'left'))).toBe('a right');
    expect(clicks(at('a', 'right'), at('a', 'both'))).toBe('a both');
    expect(clicks(at('a', 'both'), at('a', 'both'))).toBe('');
  });

  it('leaves the middle and other stretches of the street alone', () => {
    expect(clicks(at('a', 'both'), at('a', 'centre'))).toBe('a both, a centre');
    expect(clicks(at('a', 'right', { from_m: 0, to_m: 40, at_m: 20 }), at('a', 'right', { from_m: 40 }))).toBe(
      'a right, a right',
    );
  });
});

describe('the list of legs', () => {
  const legs = pick(pick(pick([], at('a', 'right')).legs, at('b', 'both')).legs, at('c', 'left')).legs;
  it('moves, changes and removes', () => {
    expect(words(move(legs, 3, -2))).toBe('c left, a right, b both');
    expect(words(move(legs, 1, 9))).toBe('b both, c left, a right');
    expect(move(legs, 1, -1)).toBe(legs);
    expect(words(remove(legs, 2))).toBe('a right, c left');
    expect(change(legs, 2, { passes: 3 })[1]!.passes).toBe(3);
  });

  it('takes the way between in its place', () => {
    const more = { edge: 'x', side: 'right', passes: 1, from_m: null, to_m: null } as const;
    const longer = insertBefore(legs, 2, [more, { ...more, edge: 'y' }]);
    expect(words(longer)).toBe('a right, x right, y right, b both, c left');
    expect(new Set(longer.map(({ key }) => key)).size).toBe(5);
  });

  it('counts kerb metres', () => {
    expect(legs.reduce((sum, leg) => sum + metresOf(leg, lengthOf), 0)).toBe(400);
    expect(metresOf({ ...legs[0]!, passes: 2, from_m: 30, to_m: 80 }, lengthOf)).toBe(100);
    expect(metresOf({ ...legs[0]!, edge: 'gone' }, lengthOf)).toBe(0);
  });

  it('finds metres that are asked for twice', () => {
    const again = pick(legs, at('b', 'centre')).legs;
    expect(overlapping(again, lengthOf).size).toBe(0);
    const twice: DraftLeg[] = [...legs, { ...legs[0]!, key: 9, edge: 'b', from_m: 99 }];
    expect([...overlapping(twice, lengthOf)].sort()).toEqual([2, 9]);
    expect(overlapping([...legs, { ...legs[0]!, key: 9, from_m: 100, to_m: 120 }], lengthOf).size).toBe(0);
  });
});

it('folds the two kerbs of a stored route, and hands them back', () => {
  const stored: Leg[] = [
    { edge: 'a', side: 'right', passes: 1, from_m: 0, to_m: 100.02 },
    { edge: 'a', side: 'left', passes: 1, from_m: 0, to_m: 100.02 },
    { edge: 'b', side: 'right', passes: 2, from_m: 10, to_m: 60 },
    { edge: 'b', side: 'left', passes: 1, from_m: 10, to_m: 60 },
    { edge: 'c', side: 'centre', passes: 1, from_m: 0, to_m: 99.9 },
  ];
  expect(foldLegs(stored, lengthOf).map(legBody)).toEqual([
    { edge: 'a', side: 'both' },
    { edge: 'b', side: 'right', passes: 2, from_m: 10, to_m: 60 },
    { edge: 'b', side: 'left', from_m: 10, to_m: 60 },
    { edge: 'c', side: 'centre' },
  ]);
});

it('names the next route after the last', () => {
  expect(nextId(['GM-08', 'GM-09'])).toBe('GM-10');
  expect(nextId(['tour'])).toBe('R-01');
  expect(nextId(['B-2', 'B-1'])).toBe('B-3');
});
