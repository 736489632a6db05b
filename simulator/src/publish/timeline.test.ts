import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asItHappens, asRecorded, hastened } from './timeline.ts';

const spread = fc.array(fc.nat(40_000_000), { minLength: 1, maxLength: 40 }).map((list) => list.sort((a, b) => a - b));
const NOW = 1_800_000_000_000;

describe('a hastened timeline', () => {
  it('keeps every spacing, is never ahead of the clock, and ends on the last publication', () => {
    fc.assert(
      fc.property(spread, fc.integer({ min: 1, max: 100_000 }), (instants, speed) => {
        const length_ms = instants.at(-1)!;
        const line = hastened(NOW, length_ms, speed);
        instants.forEach((at_ms, i) => {
          expect(line.ts_ms(at_ms)).toBeLessThanOrEqual(line.due_ms(at_ms) + 1e-3);
          if (i > 0) expect(line.ts_ms(at_ms) - line.ts_ms(instants[i - 1]!)).toBe(at_ms - instants[i - 1]!);
        });
        expect(line.due_ms(length_ms) - line.ts_ms(length_ms)).toBeLessThan(1.001);
        expect(line.due_ms(0)).toBe(NOW);
      }),
    );
  });

  it('refuses to be slower than time', () => {
    expect(() => hastened(NOW, 1_000, 0.5)).toThrow('at least 1');
  });
});

it('as it happens, ts and publication are one', () => {
  const line = asItHappens(NOW);
  expect([line.ts_ms(5_000), line.due_ms(5_000)]).toEqual([NOW + 5_000, NOW + 5_000]);
});

it('as recorded, times stay and only the sending is quicker', () => {
  const line = asRecorded(NOW, 1_000, 60);
  expect(line.ts_ms(60_000)).toBe(61_000);
  expect(line.due_ms(60_000)).toBe(NOW + 1_000);
});
