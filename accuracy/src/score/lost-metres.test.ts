import { describe, expect, it } from 'vitest';
import type { UncoveredReason } from '@sweepline/contract';
import type { Effect } from '@sweepline/simulator/pure';
import * as score from './lost-metres.ts';

const leg = { edge: 0, side: 'right', from_m: 0, to_m: 100, passes: 1 } as const;
const effect = { legs: [leg] } as unknown as Effect;
/** Ten metres from one report to the next. */
const vehicle = { work_kmh: 7.2, interval_s: 5 };
const findLostMetres = (evidence: score.LostEvidence, of: Effect, reason: UncoveredReason) =>
  score.findLostMetres(evidence, of, reason, vehicle);

const street = {
  id: 'e',
  class: 'residential',
  length_m: 100,
  points: [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ],
  at_m: [0, 100],
};

/** A drive along the other kerb, 100 m in 20 s. */
const driven = (from_s: number) => ({
  vehicle: { id: 'v', interval_s: 5 },
  edge: 0,
  side: 'left',
  from_m: 0,
  to_m: 100,
  from_s,
  times: [
    { at_m: 0, at_s: from_s },
    { at_m: 100, at_s: from_s + 20 },
  ],
});

/**
 * One leg of 100 m, truly served up to a place, the other kerb driven from these seconds on; the answer gives a reason to what
 * lies behind `told_m`.
 */
function evidence(
  served_m: number,
  reason: UncoveredReason | null,
  {
    across = [],
    asked = 0,
    oneway = 'no',
    told_m = served_m,
  }: { across?: number[]; asked?: number; oneway?: string; told_m?: number } = {},
): score.LostEvidence {
  const route = { legs: [leg, { ...leg, side: 'left', passes: asked }] };
  const rest =
    reason === null
      ? { from_m: told_m, to_m: 100, state: 'covered' }
      : { from_m: told_m, to_m: 100, state: 'uncovered', reason };
  return {
    plan: { graph: { town: { edges: [{ ...street, oneway }] } }, routes: [route], assignments: [{ id: 'a', route }] },
    trips: [{ runs: across.map(driven) }],
    truth: served_m > 0 ? [{ assignment: 'a', edge: 'e', side: 'right', pass: 1, from_m: 0, to_m: served_m }] : [],
    coverage: [{ assignment: 'a', legs: [{ edge: 'e', side: 'right', pass: 1, pieces: [rest] }] }],
  } as unknown as score.LostEvidence;
}

describe('metres that a fault cost', () => {
  it('are found where they are answered uncovered for its reason', () => {
    expect(findLostMetres(evidence(0, 'not-reached'), effect, 'not-reached')).toBe(true);
    expect(findLostMetres(evidence(0, 'wrong-side', { across: [0] }), effect, 'wrong-side')).toBe(true);
  });

  it('are missed where they are told covered, or for another reason', () => {
    expect(findLostMetres(evidence(0, null), effect, 'not-reached')).toBe(false);
    expect(findLostMetres(evidence(0, 'not-reached', { across: [0] }), effect, 'wrong-side')).toBe(false);
  });

  it('are none where the leg was served all the same', () => {
    expect(findLostMetres(evidence(95, 'not-reached'), effect, 'not-reached')).toBeNull();
  });

  it('begin and end within a leg no more exactly than between two reports', () => {
    expect(findLostMetres(evidence(81, null), effect, 'not-reached')).toBeNull();
    expect(findLostMetres(evidence(79, null), effect, 'not-reached')).toBe(false);
    expect(findLostMetres(evidence(50, 'not-reached', { told_m: 60 }), effect, 'not-reached')).toBe(true);
    expect(findLostMetres(evidence(50, 'not-reached', { told_m: 75 }), effect, 'not-reached')).toBe(false);
  });

  it('are no wrong side without a drive too many over the other kerb, nor on a one-way', () => {
    expect(findLostMetres(evidence(0, 'not-reached'), effect, 'wrong-side')).toBeNull();
    expect(findLostMetres(evidence(0, 'not-reached', { across: [0], asked: 1 }), effect, 'wrong-side')).toBeNull();
    expect(findLostMetres(evidence(0, null, { across: [0], oneway: 'yes' }), effect, 'wrong-side')).toBeNull();
  });

  it('are no wrong side where the other kerb was driven twice in two minutes: by the rules that is one pass', () => {
    const twice = (second_s: number) => evidence(0, 'not-reached', { across: [0, second_s], asked: 1 });
    expect(findLostMetres(twice(100), effect, 'wrong-side')).toBeNull();
    expect(findLostMetres(twice(200), effect, 'wrong-side')).toBe(false);
  });
});
