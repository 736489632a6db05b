import type { LiveAssignment, LiveLeg } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { legsHere } from './legs-here.ts';

const assignment = (id: string) => ({ assignment: id, vehicle: 'v' }) as LiveAssignment;
const leg = (edge: string, pieces: LiveLeg['pieces']): LiveLeg => ({
  edge,
  side: 'right',
  pass: 1,
  passes: 1,
  from_m: 0,
  to_m: 100,
  pieces,
});

it('sums what stands alike, the worst first, and leaves out other streets', () => {
  const legs = new Map([
    ['done', [leg('a', [{ from_m: 0, to_m: 100, state: 'done', at: '2026-11-22T05:00:00Z' }])]],
    [
      'red',
      [
        leg('a', [
          { from_m: 0, to_m: 30, state: 'done', at: '2026-11-22T05:00:00Z' },
          { from_m: 30, to_m: 70, state: 'missed', reason: 'too-fast' },
        ]),
        leg('a', [{ from_m: 0, to_m: 20, state: 'missed', reason: 'too-fast' }]),
        leg('z', [{ from_m: 0, to_m: 999, state: 'missed', reason: 'no-data' }]),
      ],
    ],
    ['elsewhere', [leg('z', [])]],
  ]);
  const here = legsHere(new Set(['a']), ['done', 'red', 'elsewhere'].map(assignment), legs);
  expect(here.map((one) => one.assignment.assignment)).toEqual(['red', 'done']);
  expect(here[0]!.stretches).toEqual([
    { state: 'missed', reason: 'too-fast', length_m: 60, at: null },
    { state: 'done', reason: null, length_m: 30, at: '2026-11-22T05:00:00Z' },
  ]);
  expect(here[0]!.side).toBe('right');
});
