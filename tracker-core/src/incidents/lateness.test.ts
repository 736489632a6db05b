import { USUAL_DEADLINES } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { latenessOf, type HandledCase } from './lateness.ts';

const MINUTE_MS = 60_000;
const handled = (seen_min: number | null, closed_min: number | null): HandledCase => ({
  kind: 'idle',
  opened_ms: 0,
  seen_ms: seen_min === null ? null : seen_min * MINUTE_MS,
  closed_ms: closed_min === null ? null : closed_min * MINUTE_MS,
});

describe('lateness', () => {
  it('counts what was in time, late and not done at all', () => {
    const cases = [handled(1, 240), handled(30, 241), handled(31, null), handled(null, null)];
    expect(latenessOf(cases, USUAL_DEADLINES)).toEqual([
      {
        kind: 'idle',
        deadline: { acknowledge_min: 30, close_min: 240 },
        cases: 4,
        acknowledgedInTime: 2,
        acknowledgedLate: 1,
        closedInTime: 1,
        closedLate: 1,
        medianAcknowledge_s: 1_800,
        medianClose_s: 14_400,
      },
    ]);
  });

  it('knows no median of nothing', () => {
    expect(latenessOf([handled(null, null)], USUAL_DEADLINES)).toMatchObject([
      { cases: 1, acknowledgedInTime: 0, acknowledgedLate: 0, medianAcknowledge_s: null, medianClose_s: null },
    ]);
    expect(latenessOf([], USUAL_DEADLINES)).toEqual([]);
  });
});
