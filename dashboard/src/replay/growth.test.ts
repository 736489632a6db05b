import type { LiveLeg } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Growth, stripsOfCoverage, stripsOfLive } from './growth.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const window = { assignment: 'a', vehicle: 'v', from_ms: 0, to_ms: 100_000 };
const leg = (pieces: LiveLeg['pieces'], of: Partial<LiveLeg> = {}): LiveLeg => ({
  edge: 'e',
  side: 'right',
  pass: 1,
  passes: 1,
  from_m: 0,
  to_m: 100,
  pieces,
  ...of,
});

describe('coverage as it grew', () => {
  const growth = new Growth(
    window,
    stripsOfLive([
      leg([
        { from_m: 0, to_m: 40, state: 'done', at: iso(20_000) },
        { from_m: 40, to_m: 60, state: 'excused' },
        { from_m: 60, to_m: 100, state: 'missed', reason: 'gear-off' },
      ]),
      leg([{ from_m: 0, to_m: 50, state: 'done' }], { edge: 'f', to_m: 50 }),
    ]),
  );
  const states = (at_ms: number) =>
    growth.legsAt(at_ms).map(({ pieces }) => pieces.map(({ state }) => state).join(' '));

  it('shows each stretch from the moment that it was done, and what was missed when the window has closed', () => {
    expect(states(0)).toEqual(['possible excused possible', 'possible']);
    expect(states(20_000)).toEqual(['done excused possible', 'possible']);
    expect(states(100_000)).toEqual(['done excused missed', 'done']);
    expect(growth.legsAt(100_000)[0]!.pieces[2]).toMatchObject({ reason: 'gear-off' });
    expect(growth.legsAt(50_000)[0]!.pieces[2]).not.toHaveProperty('reason');
  });

  it('goes back as it came, and gives the same objects while nothing changes', () => {
    const early = growth.legsAt(30_000);
    expect(growth.legsAt(40_000)).toBe(early);
    const late = growth.legsAt(100_000);
    expect(growth.legsAt(30_000)).not.toBe(late);
    expect(growth.legsAt(30_000)[0]).toBe(early[0]);
  });

  it('sums what was covered of what is owed', () => {
    expect(growth.coveredAt(0)).toEqual({ covered_m: 0, planned_m: 130 });
    expect(growth.coveredAt(20_000)).toEqual({ covered_m: 40, planned_m: 130 });
    expect(growth.coveredAt(100_000)).toEqual({ covered_m: 90, planned_m: 130 });
  });

  it('never loses a metre on the way', () => {
    const outcome = fc.record({ length: fc.integer({ min: 1, max: 90 }), at_s: fc.nat(120), done: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(120_000), { maxLength: 6 }),
        (parts, looks) => {
          let from_m = 0;
          const pieces = parts.map(({ length, at_s, done }): LiveLeg['pieces'][number] => ({
            from_m,
            to_m: (from_m += length),
            state: done ? 'done' : 'possible',
            ...(done ? { at: iso(at_s * 1_000) } : {}),
          }));
          const grown = new Growth(window, stripsOfLive([leg(pieces, { to_m: from_m })]));
          for (const at_ms of looks) {
            const [shown] = grown.legsAt(at_ms);
            const done_m = shown!.pieces.reduce(
              (sum, piece) => sum + (piece.state === 'done' ? piece.to_m - piece.from_m : 0),
              0,
            );
            expect(done_m).toBe(grown.coveredAt(at_ms).covered_m);
            expect(shown!.pieces.map((piece) => [piece.from_m, piece.to_m])).toEqual(
              pieces.map((piece) => [piece.from_m, piece.to_m]),
            );
          }
        },
      ),
    );
  });
});

describe('strips of an exact result', () => {
  it('count the passes of a kerb, and end where their pieces do', () => {
    const coverage = (pass: number, edge = 'e') => ({
      edge,
      side: 'left' as const,
      pass,
      length_m: 80,
      covered_m: 0,
      lastPassAt: null,
      pieces: [{ from_m: 10, to_m: 90, state: 'uncovered' as const, reason: 'not-reached' as const, marks: [] }],
    });
    const strips = stripsOfCoverage({ legs: [coverage(1), coverage(2), coverage(1, 'f')] });
    expect(strips.map(({ edge, pass, passes, from_m, to_m }) => [edge, pass, passes, from_m, to_m])).toEqual([
      ['e', 1, 2, 10, 90],
      ['e', 2, 2, 10, 90],
      ['f', 1, 1, 10, 90],
    ]);
    expect(strips[0]!.outcomes).toEqual([{ from_m: 10, to_m: 90, end: 'open', reason: 'not-reached', at_ms: null }]);
  });
});
