import { centimetresOf, type LegCoverage, type Piece } from '@sweepline/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lengthOf, partAt, together, type Stretch } from './handover.ts';

const AT = '2026-11-19T05:00:00.000Z';
const AT_MS = Date.parse(AT);
const BEFORE = '2026-11-19T04:59:59.000Z';

const leg = (pass: number, pieces: readonly Omit<Piece, 'marks'>[], edge = 'e'): LegCoverage => ({
  edge,
  side: 'right',
  pass,
  length_m: 100,
  covered_m: 0,
  lastPassAt: null,
  pieces: pieces.map((piece) => ({ ...piece, marks: [] })),
});
const covered = (from_m: number, to_m: number, at = BEFORE) => ({ from_m, to_m, state: 'covered' as const, at });
const open = (from_m: number, to_m: number) => ({ from_m, to_m, state: 'uncovered' as const });
const cuts = (legs: readonly { from_m: number; to_m: number; passes: number }[]) =>
  legs.map(({ from_m, to_m, passes }) => [from_m, to_m, passes]);

describe('parting a plan', () => {
  test('what is done stays, what is not goes', () => {
    const parted = partAt([leg(1, [covered(0, 40), open(40, 100)])], AT_MS);
    expect(cuts(parted.kept)).toEqual([[0, 40, 1]]);
    expect(cuts(parted.given)).toEqual([[40, 100, 1]]);
    expect([lengthOf(parted.kept), lengthOf(parted.given), parted.left]).toEqual([40, 60, []]);
  });

  test('what is done from the instant on goes with the rest, what is excused stays', () => {
    const parted = partAt([leg(1, [covered(0, 40, AT), { from_m: 40, to_m: 100, state: 'excused' }])], AT_MS);
    expect(cuts(parted.kept)).toEqual([[40, 100, 1]]);
    expect(cuts(parted.given)).toEqual([[0, 40, 1]]);
  });

  test('passes that still lack are counted by the metre', () => {
    const parted = partAt([leg(1, [covered(0, 60), open(60, 100)]), leg(2, [covered(0, 20), open(20, 100)])], AT_MS);
    expect(cuts(parted.kept)).toEqual([
      [0, 20, 2],
      [20, 60, 1],
    ]);
    expect(cuts(parted.given)).toEqual([
      [20, 60, 1],
      [60, 100, 2],
    ]);
  });

  test('of what is left somebody takes a stretch, and the rest is left', () => {
    const wanted: Stretch[] = [
      { edge: 'e', side: 'right', from_m: 30, to_m: 50 },
      { edge: 'e', side: 'right', from_m: 80, to_m: 100 },
      { edge: 'e', side: 'left', from_m: 0, to_m: 100 },
    ];
    const parted = partAt([leg(1, [covered(0, 40), open(40, 100)]), leg(2, [open(0, 100)])], AT_MS, wanted);
    expect(cuts(parted.kept)).toEqual([[0, 40, 1]]);
    expect(cuts(parted.given)).toEqual([
      [30, 40, 1],
      [40, 50, 2],
      [80, 100, 2],
    ]);
    expect(cuts(parted.left)).toEqual([
      [0, 30, 1],
      [50, 80, 2],
    ]);
    expect(cuts(together(parted.kept, parted.left))).toEqual([
      [0, 30, 2],
      [30, 40, 1],
      [50, 80, 2],
    ]);
  });

  test('every pass over every centimetre is asked for once more, in one of the parts', () => {
    const pieces = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('covered', 'later', 'excused', 'uncovered')), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => {
        let at_cm = 0;
        return parts.map(([length_cm, what]): Omit<Piece, 'marks'> => {
          const ends = { from_m: at_cm / 100, to_m: (at_cm += length_cm) / 100 };
          if (what === 'covered' || what === 'later')
            return { ...ends, state: 'covered', at: what === 'later' ? AT : BEFORE };
          return { ...ends, state: what as 'excused' | 'uncovered' };
        });
      });
    const legs = fc.array(fc.tuple(fc.constantFrom('a', 'b'), pieces), { maxLength: 5 });
    const stretch = fc
      .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100 }))
      .map(([edge, from_cm, length_cm]): Stretch => {
        return { edge, side: 'right', from_m: from_cm / 100, to_m: (from_cm + length_cm) / 100 };
      });
    const wishes = fc.option(fc.array(stretch, { maxLength: 4 }));
    fc.assert(
      fc.property(legs, wishes, (given, wanted) => {
        const plan = given.map(([edge, of], n) => leg(n + 1, of, edge));
        const parted = partAt(plan, AT_MS, wanted);
        const count = <Part extends { edge: string; from_m: number; to_m: number }>(
          edge: string,
          at: number,
          of: readonly Part[],
        ) => of.filter((one) => one.edge === edge && centimetresOf(one.from_m) <= at && at < centimetresOf(one.to_m));
        for (const edge of ['a', 'b'])
          for (let at = 0; at < 250; at++) {
            const asked = plan.filter((one) => one.edge === edge).flatMap(({ pieces: all }) => all);
            const keeps = together(parted.kept, parted.left);
            const passes = [...count(edge, at, keeps), ...count(edge, at, parted.given)];
            expect(count(edge, at, keeps).length).toBeLessThan(2);
            const here = wanted === null || count(edge, at, wanted).length > 0;
            expect(count(edge, at, here ? parted.left : parted.given)).toEqual([]);
            const asks = count(
              edge,
              at,
              asked.map((piece) => ({ ...piece, edge })),
            ).length;
            expect(passes.reduce((sum, one) => sum + one.passes, 0)).toBe(asks);
          }
        const planned_cm = given
          .flatMap(([, of]) => of)
          .reduce((sum, one) => sum + centimetresOf(one.to_m) - centimetresOf(one.from_m), 0);
        const parts = [parted.kept, parted.given, parted.left];
        expect(parts.reduce((sum, part) => sum + centimetresOf(lengthOf(part)), 0)).toBe(planned_cm);
      }),
      { numRuns: 50 },
    );
  });
});
