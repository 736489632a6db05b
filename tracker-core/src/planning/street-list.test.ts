import type { Leg } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { streetList } from './street-list.ts';

const leg = (edge: string, side: Leg['side'], to_m: number, passes = 1): Leg => ({
  edge,
  side,
  passes,
  from_m: 0,
  to_m,
});
/** Edges are named after their street: a1 and a2 are parts of A; x has no name. */
const nameOf = (edge: string) => (edge.startsWith('x') ? null : edge[0]!.toUpperCase());

describe('streets as a driver is told of them', () => {
  it('stand in the order of the legs, each with the metres of all its passes', () => {
    const legs = [leg('b1', 'right', 100.25), leg('a1', 'left', 50, 2), leg('b2', 'right', 10), leg('x9', 'centre', 5)];
    expect(streetList(legs, nameOf)).toEqual([
      { street: 'B', side: 'right', length_m: 110.25 },
      { street: 'A', side: 'left', length_m: 100 },
      { street: null, side: 'centre', length_m: 5 },
    ]);
  });

  it('are of both sides where the legs are of several', () => {
    expect(streetList([leg('a1', 'left', 5), leg('a2', 'right', 5), leg('a1', 'right', 5)], nameOf)).toEqual([
      { street: 'A', side: 'both', length_m: 15 },
    ]);
  });
});
