import type { CoverageAnswer, Piece } from '@sweepline/contract';
import { describe, expect, test } from 'vitest';
import { differenceOf, saysTheSame } from './difference.ts';

const LENGTH_M = 100;
type Stretch = [to_m: number, state: 'covered' | 'excused' | 'not-reached' | 'no-data' | 'gear-off', at?: string];

/** An answer of legs of 100 m, each told as the stretches that follow one another. */
function answerOf(legs: Record<string, Stretch[]>, grade: 'A' | 'B' = 'A'): CoverageAnswer {
  const uncovered_m = { 'not-reached': 0, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 };
  let [covered_m, excused_m] = [0, 0];
  const told = Object.entries(legs).map(([edge, stretches]) => {
    let from_m = 0;
    const pieces = stretches.map(([to_m, what, at = '']): Piece => {
      const span = { from_m, to_m };
      if (what === 'covered') covered_m += to_m - from_m;
      else if (what === 'excused') excused_m += to_m - from_m;
      else uncovered_m[what] += to_m - from_m;
      from_m = to_m;
      if (what === 'covered') return { ...span, state: what, at, marks: [] };
      return what === 'excused'
        ? { ...span, state: what, marks: [] }
        : { ...span, state: 'uncovered', reason: what, marks: [] };
    });
    return { edge, side: 'right' as const, pass: 1, length_m: LENGTH_M, covered_m: 0, lastPassAt: null, pieces };
  });
  return {
    assignment: 'a',
    routeVersion: 1,
    rulesVersion: '1',
    matcherVersion: '1',
    revision: 1,
    status: 'sealed',
    sealedAt: '2026-11-21T00:00:00.000Z',
    digest: '',
    planned_m: LENGTH_M * told.length,
    covered_m,
    excused_m,
    uncovered_m,
    quality: { grade, uptime_pct: 99, fixes: 10, rejected: 0, conflicts: 0, fieldErrors: 0, gaps: [] },
    legs: told,
  };
}

describe('the difference of two answers', () => {
  test('metres move from reason to state, leg by leg, and add up to nothing', () => {
    const before = answerOf({
      a: [[100, 'no-data']],
      b: [[100, 'covered']],
      c: [
        [40.25, 'gear-off'],
        [100, 'covered'],
      ],
    });
    const after = answerOf(
      {
        a: [
          [30.5, 'covered'],
          [100, 'no-data'],
        ],
        b: [[100, 'covered']],
        c: [[100, 'covered']],
      },
      'B',
    );
    const difference = differenceOf(before, after);
    expect(difference).toMatchObject({
      planned_m: 0,
      covered_m: 70.75,
      excused_m: 0,
      uncovered_m: { 'not-reached': 0, 'no-data': -30.5, 'gear-off': -40.25 },
      grade: { from: 'A', to: 'B' },
      legs: [
        { edge: 'a', side: 'right', pass: 1, covered_m: 30.5, excused_m: 0, uncovered_m: { 'no-data': -30.5 } },
        { edge: 'c', side: 'right', pass: 1, covered_m: 40.25, excused_m: 0, uncovered_m: { 'gear-off': -40.25 } },
      ],
    });
  });

  test('a leg that is no longer planned, and one that now is, are told with all their metres', () => {
    const difference = differenceOf(answerOf({ a: [[100, 'covered']] }), answerOf({ b: [[100, 'not-reached']] }));
    expect(difference.legs).toMatchObject([
      { edge: 'a', covered_m: -100 },
      { edge: 'b', covered_m: 0, uncovered_m: { 'not-reached': 100 } },
    ]);
  });

  test('of the first answer it is all that it says', () => {
    const answer = answerOf({
      a: [
        [60, 'covered'],
        [100, 'excused'],
      ],
    });
    expect(differenceOf(null, answer)).toMatchObject({
      planned_m: 100,
      covered_m: 60,
      excused_m: 40,
      grade: null,
      legs: [],
    });
  });
});

describe('two answers say the same', () => {
  const one = answerOf({
    a: [
      [50, 'covered', '08:00'],
      [100, 'no-data'],
    ],
  });

  test('whenever and by how many fixes it was covered', () => {
    const other = answerOf({
      a: [
        [20, 'covered', '07:00'],
        [50, 'covered', '08:00'],
        [100, 'no-data'],
      ],
    });
    expect(saysTheSame(one, { ...other, quality: { ...other.quality, fixes: 12 } })).toBe(true);
  });

  test.each<[string, CoverageAnswer]>([
    [
      'another reason',
      answerOf({
        a: [
          [50, 'covered'],
          [100, 'not-reached'],
        ],
      }),
    ],
    [
      'the same length elsewhere',
      answerOf({
        a: [
          [50, 'no-data'],
          [100, 'covered'],
        ],
      }),
    ],
    [
      'another grade',
      answerOf(
        {
          a: [
            [50, 'covered'],
            [100, 'no-data'],
          ],
        },
        'B',
      ),
    ],
  ])('but not with %s', (_, other) => expect(saysTheSame(one, other)).toBe(false));
});
