import { describe, expect, it } from 'vitest';
import type { CoverageAnswer } from '@sweepline/contract';
import type { Run } from '@sweepline/simulator/pure';
import { scoreSides } from './sides.ts';

const drive = (side: 'left' | 'right', from_s: number, to_s: number): Run =>
  ({ vehicle: { id: 'v' }, edge: 0, side, from_m: 0, to_m: 100, from_s, to_s, times: [] }) as unknown as Run;
const told = (side: 'left' | 'right', at_s: number, marks: string[] = []): CoverageAnswer =>
  ({
    legs: [
      {
        edge: 'e',
        side,
        pass: 1,
        pieces: [{ from_m: 0, to_m: 100, state: 'covered', at: new Date(at_s * 1000).toISOString(), marks }],
      },
    ],
  }) as unknown as CoverageAnswer;
const score = (answer: CoverageAnswer, ...runs: Run[]) => scoreSides([answer], runs, () => 'e', 0);

describe('sides against the truth', () => {
  it('are right where the vehicle worked that side at that time', () => {
    expect(score(told('right', 60), drive('right', 0, 60))).toMatchObject({ sided_m: 100, rightSide_m: 100 });
  });

  it('are wrong where it worked the other, and the right one at another time', () => {
    const runs = [drive('left', 0, 60), drive('right', 2_000, 2_060)];
    expect(score(told('right', 60), ...runs)).toMatchObject({ sided_m: 100, rightSide_m: 0 });
  });

  it('are right on either side of a turn at the end', () => {
    const runs = [drive('right', 0, 60), drive('left', 70, 130)];
    expect(score(told('right', 70), ...runs).rightSide_m).toBe(100);
    expect(score(told('left', 130), ...runs).rightSide_m).toBe(100);
  });

  it('are counted apart where they are assumed', () => {
    const assumed = score(told('left', 60, ['side-assumed']), drive('right', 0, 60));
    expect(assumed).toEqual({ sided_m: 100, rightSide_m: 0, assumed_m: 100, rightAssumed_m: 0 });
  });

  it('are no matter where nobody drove at that time', () => {
    expect(score(told('right', 5_000), drive('right', 0, 60)).sided_m).toBe(0);
  });
});
