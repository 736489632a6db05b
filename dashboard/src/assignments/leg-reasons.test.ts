import { expect, it } from 'vitest';
import { reasonsOf } from './leg-reasons.ts';

it('sums a leg by reason, greatest first', () => {
  const piece = (from_m: number, to_m: number, reason?: 'gear-off' | 'too-fast') =>
    reason === undefined
      ? { from_m, to_m, state: 'covered' as const, marks: [] }
      : { from_m, to_m, state: 'uncovered' as const, reason, marks: [] };
  expect(
    reasonsOf({
      pieces: [piece(0, 10), piece(10, 12.35, 'gear-off'), piece(12.35, 20, 'too-fast'), piece(20, 20.1, 'gear-off')],
    }),
  ).toEqual([
    { reason: 'too-fast', length_m: 7.65 },
    { reason: 'gear-off', length_m: 2.45 },
  ]);
});
