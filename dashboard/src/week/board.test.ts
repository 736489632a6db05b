import { addDays, localOf } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOf, doneShare, firstWindow, movedTo, rowOf, scaleOf, windowOf, type Block } from './board.ts';

const ZONE = 'Europe/Berlin';
const MONDAY = '2026-10-19';
const block = (id: string, date: string, from: number, to: number): Block => ({
  id,
  state: 'planned',
  route: 'r',
  routeName: 'R',
  operation: 'sweep',
  planned_m: 100,
  vehicle: 'v',
  crew: null,
  contract: null,
  schedule: null,
  conflicts: [],
  ...windowOf(ZONE, date, from, to),
});

describe('the board', () => {
  it('tells of what was not excused how much is done', () => {
    expect(doneShare({ planned_m: 1_000, covered_m: 720, excused_m: 200 })).toBe(0.9);
    expect(doneShare({ planned_m: 1_000, covered_m: 0, excused_m: 1_000 })).toBeNull();
    expect(doneShare(undefined)).toBeNull();
  });

  it('shows the hours that are used', () => {
    expect(scaleOf([block('a', MONDAY, 330, 435), block('b', MONDAY, 600, 1_200)], ZONE)).toEqual({
      from: 300,
      to: 1_200,
    });
    const { from, to } = scaleOf([block('a', MONDAY, 330, 435)], ZONE);
    expect(to - from).toBeGreaterThanOrEqual(480);
    expect(scaleOf([block('n', MONDAY, 1_320, 120)], ZONE).to).toBe(1_440);
  });

  it('puts blocks that overlap below one another, and never over the edge of the day', () => {
    const one = fc.record({
      day: fc.integer({ min: -1, max: 7 }),
      from: fc.integer({ min: 0, max: 1_439 }),
      length: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 15 }), (wishes) => {
        const blocks = wishes.map(({ day, from, length }, n) =>
          block(`b${n}`, addDays(MONDAY, day), from, (from + length) % 1_440),
        );
        const { days, lanes } = rowOf('v', blocks, MONDAY, 7, ZONE, scaleOf(blocks, ZONE));
        for (const placed of days) {
          for (const { left, width, lane } of placed) {
            expect(left).toBeGreaterThanOrEqual(0);
            expect(left + width).toBeLessThanOrEqual(1.0001);
            expect(lane).toBeLessThan(lanes);
          }
          for (const a of placed)
            for (const b of placed)
              if (a !== b && a.lane === b.lane)
                expect(a.left >= b.left + b.width || b.left >= a.left + a.width).toBe(true);
        }
      }),
    );
  });

  it('moves a block by the wall over a change of the clock', () => {
    const moved = movedTo(ZONE, block('a', '2026-10-24', 330, 435), '2026-10-26');
    expect(localOf(ZONE, moved.from_ms)).toEqual({ date: '2026-10-26', minutes: 330 });
    expect(localOf(ZONE, moved.to_ms).minutes).toBe(435);
    const night = movedTo(ZONE, block('n', '2026-10-19', 1_320, 120), '2026-10-24');
    // The night of the 25th has an hour more.
    expect((night.to_ms - night.from_ms) / 3_600_000).toBe(4);
  });
});

it('proposes the morning for a new assignment, and the next full hour where that is over', () => {
  const at = (minutes: number) => firstWindow('2026-11-23', { date: '2026-11-23', minutes });
  expect(firstWindow('2026-11-24', { date: '2026-11-23', minutes: 1_087 })).toEqual({ from: '06:00', to: '08:00' });
  expect([at(100).from, at(359).from]).toEqual(['06:00', '06:00']);
  expect([at(360), at(1_087)]).toEqual([
    { from: '07:00', to: '09:00' },
    { from: '19:00', to: '21:00' },
  ]);
  expect(at(1_430)).toEqual({ from: '23:00', to: '01:00' });
});

it('writes minutes as a clock', () => expect([clockOf(330), clockOf(0)]).toEqual(['05:30', '00:00']));
