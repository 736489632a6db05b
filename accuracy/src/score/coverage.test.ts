import { describe, expect, it } from 'vitest';
import type { CoverageAnswer } from '@sweepline/contract';
import type { TruthLine } from '@sweepline/simulator/pure';
import { scoreCoverage } from './coverage.ts';

type Pieces = CoverageAnswer['legs'][number]['pieces'];
const covered = (from_m: number, to_m: number): Pieces[number] => ({ from_m, to_m, state: 'covered', marks: [] });
const open = (from_m: number, to_m: number): Pieces[number] => ({
  from_m,
  to_m,
  state: 'uncovered',
  reason: 'not-reached',
  marks: [],
});

/** An answer with one leg of 100 m for each list of pieces, all on the right side: pass 1, 2, … */
const answer = (...passes: Pieces[]): CoverageAnswer =>
  ({
    assignment: 'a',
    planned_m: 100 * passes.length,
    legs: passes.map((pieces, i) => ({ edge: 'e', side: 'right', pass: i + 1, pieces })),
  }) as unknown as CoverageAnswer;
const line = (from_m: number, to_m: number, pass = 1, side: 'left' | 'right' = 'right'): TruthLine => ({
  assignment: 'a',
  edge: 'e',
  side,
  pass,
  from_m,
  to_m,
  at_s: 0,
});

describe('covered lengths against the truth', () => {
  it('are without error where they are the same, however they are cut', () => {
    const score = scoreCoverage([answer([covered(0, 40), covered(40, 100)])], [line(0, 70), line(70, 100)]);
    expect(score).toMatchObject({ planned_m: 100, true_m: 100, told_m: 100, both_m: 100, error_m: 0, worst: [] });
  });

  it('err by what is told too much and by what is not told', () => {
    const score = scoreCoverage([answer([covered(0, 60), open(60, 100)])], [line(20, 100)]);
    expect(score).toMatchObject({ true_m: 80, told_m: 60, both_m: 40, error_m: 20 });
    expect(score.worst).toEqual([{ assignment: 'a', edge: 'e', side: 'right', pass: 1, told_m: 60, true_m: 80 }]);
  });

  it('do not make up for each other between passes or sides', () => {
    const passes = scoreCoverage([answer([covered(0, 100)], [open(0, 100)])], [line(0, 100, 2)]);
    expect(passes).toMatchObject({ both_m: 0, error_m: 200 });
    const sides = scoreCoverage([answer([covered(0, 100)])], [line(0, 100, 1, 'left')]);
    expect(sides).toMatchObject({ both_m: 0, error_m: 200 });
  });
});
