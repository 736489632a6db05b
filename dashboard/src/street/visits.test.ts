import type { EdgePassage } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { mostly, visitsOf } from './visits.ts';

const passage = (from_s: number, to_s: number, more: Partial<EdgePassage> = {}): EdgePassage => ({
  vehicle: 'v',
  plate: 'V 1',
  contractor: 'c',
  edge: 'a',
  operation: 'sweep',
  side: 'right',
  forward: true,
  from: new Date(from_s * 1_000).toISOString(),
  to: new Date(to_s * 1_000).toISOString(),
  from_m: 0,
  to_m: 100,
  speed_kmh: 7,
  verdict: 'worked',
  marks: [],
  ...more,
});

describe('visits of a street', () => {
  it('join the drives of one vehicle, and part after five minutes away', () => {
    const visits = visitsOf([passage(0, 50), passage(60, 110, { edge: 'b', side: 'left' }), passage(1_000, 1_036)]);
    expect(visits).toMatchObject([
      { from_ms: 0, to_ms: 110_000, length_m: 200, side: null },
      { from_ms: 1_000_000, length_m: 100, side: 'right' },
    ]);
    expect(visits[0]!.speed_kmh).toBeCloseTo(7.2);
    expect(visits[1]!.speed_kmh).toBeCloseTo(10);
  });

  it('keep vehicles apart and say how most of it counts', () => {
    const visits = visitsOf([
      passage(0, 10, { verdict: 'too-fast', to_m: 300 }),
      passage(5, 20, { vehicle: 'w' }),
      passage(10, 20),
    ]);
    expect(visits.map(({ vehicle }) => vehicle)).toEqual(['v', 'w']);
    expect(mostly(visits[0]!)).toBe('too-fast');
    expect(visits[0]).toMatchObject({ refused_ms: 0, metres: { 'too-fast': 300, worked: 100 } });
    expect(visits[1]!.refused_ms).toBeNull();
  });
});
