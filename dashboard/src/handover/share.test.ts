import type { LiveLeg } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { fairMetres, lastLegs, metresIn, openLegs, openStreets, outlook } from './share.ts';

const leg = (edge: string, length_m: number, open_m: number, pass = 1): LiveLeg => ({
  edge,
  side: 'right',
  pass,
  passes: 2,
  from_m: 0,
  to_m: length_m,
  pieces: [
    { from_m: 0, to_m: length_m - open_m, state: 'done' },
    { from_m: length_m - open_m, to_m: length_m, state: 'possible' },
  ],
});
const NAMES: Record<string, string> = { a: 'Harbour Street', b: 'Hill Street', c: 'Harbour Street' };
const nameOf = (edge: string) => NAMES[edge] ?? null;
const legs = openLegs(
  [leg('a', 100, 60), leg('done', 50, 0), leg('b', 200, 200), leg('c', 100, 40), leg('x', 30, 30)],
  nameOf,
);

describe('what is left of a route', () => {
  it('is told leg by leg in its order, and by street', () => {
    expect(legs.map(({ stretch, open_m }) => [stretch.edge, open_m])).toEqual([
      ['a', 60],
      ['b', 200],
      ['c', 40],
      ['x', 30],
    ]);
    expect(openStreets(legs).map(({ street, keys, open_m }) => [street, keys.length, open_m])).toEqual([
      ['Harbour Street', 2, 100],
      ['Hill Street', 1, 200],
      [null, 1, 30],
    ]);
  });

  it('counts each pass and names the stretch once', () => {
    const [one, ...others] = openLegs([leg('a', 100, 60, 1), leg('a', 100, 100, 2)], nameOf);
    expect([one?.open_m, one?.stretch, others]).toEqual([160, { edge: 'a', side: 'right', from_m: 0, to_m: 100 }, []]);
  });
});

describe('the end of a route', () => {
  const taken = (wanted_m: number) => metresIn(legs, lastLegs(legs, wanted_m));
  it.each([
    [0, 30],
    [45, 30],
    [60, 70],
    [200, 270],
    [10_000, 270],
  ])('nearest to %d m are whole legs of %d m, the first leg stays', (wanted_m, expected_m) =>
    expect(taken(wanted_m)).toBe(expected_m),
  );
  it('of a single leg there is none', () => expect(lastLegs(legs.slice(0, 1), 60).size).toBe(0));
});

describe('two machines', () => {
  const here = { pace_m_per_min: 20, way_min: 0 };
  const coming = { pace_m_per_min: 30, way_min: 10 };

  it('reach what their pace allows once they are there', () => {
    expect(outlook(600, coming, 20)).toEqual({ share: 0.5, done_min: 30 });
    expect(outlook(600, coming, 60)).toEqual({ share: 1, done_min: 30 });
    expect(outlook(600, coming, 5)?.share).toBe(0);
    expect(outlook(600, { pace_m_per_min: 0, way_min: 0 }, 20)).toBeNull();
  });

  it('are done at the same time with fair parts', () => {
    const first_m = fairMetres(1_000, coming, here);
    expect(outlook(first_m, coming, 60)?.done_min).toBeCloseTo(outlook(1_000 - first_m, here, 60)!.done_min);
    expect(fairMetres(100, coming, here)).toBe(0);
    expect(fairMetres(1_000, null, here)).toBe(500);
  });
});
