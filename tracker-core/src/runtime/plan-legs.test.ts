import { centimetresOf, type LegBody } from '@sweepline/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edge } from '../network/network.ts';
import { Refused } from '../refused.ts';
import { resolveLegs } from './plan-legs.ts';

const LENGTH_M = 123.45;
const edge = (id: string): Edge => ({
  id,
  name: null,
  class: null,
  oneway: 'no',
  layer: 0,
  length_cm: centimetresOf(LENGTH_M),
  coordinates: new Float64Array(0),
});
const edges = [edge('a'), edge('b')];
const network = {
  edges,
  edgeNo: (id: string) => {
    const found = edges.findIndex((one) => one.id === id);
    return found < 0 ? undefined : found;
  },
};

function outcome(legs: readonly LegBody[]): { code: string; message: string; details: unknown } | 'taken' {
  try {
    resolveLegs(network, legs);
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
}
const cut = (from_m?: number, to_m?: number, more: Partial<LegBody> = {}): LegBody => ({
  edge: 'a',
  side: 'right',
  ...(from_m === undefined ? {} : { from_m }),
  ...(to_m === undefined ? {} : { to_m }),
  ...more,
});

describe('legs of a plan', () => {
  test('whole, cut at either end, or at both', () => {
    const taken = (leg: LegBody) => resolveLegs(network, [leg]).legs.map(({ from_m, to_m }) => [from_m, to_m]);
    expect(taken(cut())).toEqual([[0, LENGTH_M]]);
    expect(taken(cut(20))).toEqual([[20, LENGTH_M]]);
    expect(taken(cut(undefined, 20))).toEqual([[0, 20]]);
    expect(taken(cut(20, 100))).toEqual([[20, 100]]);
  });

  test('cuts are whole centimetres', () => {
    expect(resolveLegs(network, [cut(10.004, 20.006)])).toMatchObject({
      legs: [{ from_m: 10, to_m: 20.01 }],
      planned_m: 10.01,
    });
  });

  test('`both` makes two legs, passes count in the planned metres', () => {
    const { legs, planned_m } = resolveLegs(network, [cut(10, 20, { side: 'both', passes: 3 })]);
    expect(legs.map(({ side, passes }) => [side, passes])).toEqual([
      ['right', 3],
      ['left', 3],
    ]);
    expect(planned_m).toBe(60);
  });

  test('a street that the plan measured up to a hundredth and a metre longer ends where it ends', () => {
    expect(resolveLegs(network, [cut(0, 125.6)]).legs[0]!.to_m).toBe(LENGTH_M);
    expect(outcome([cut(0, 125.7)])).toMatchObject({ code: 'invalid', details: { to_m: 125.7, length_m: LENGTH_M } });
  });

  test.each<[string, LegBody, string]>([
    ['backwards', cut(50, 40), 'is no stretch, forwards'],
    ['of no length', cut(50, 50), 'is no stretch'],
    ['of less than a centimetre', cut(50.001, 50.004), 'is no stretch'],
    ['beyond the end', cut(50, 500), 'does not lie within 0 and 123.45'],
    ['from the end on', cut(LENGTH_M), 'does not lie within'],
  ])('a cut %s is refused', (_, leg, words) => {
    const refused = outcome([leg]);
    expect(refused).toMatchObject({ code: 'invalid', details: { edge: 'a' } });
    expect((refused as { message: string }).message).toContain(words);
  });

  test('edges that nobody knows are named, each once', () => {
    const unknown = ['x', 'a', 'x', 'y'].map((id) => cut(0, 1, { edge: id }));
    expect(outcome(unknown)).toMatchObject({ code: 'unknown-edge', details: { edges: ['x', 'y'] } });
  });

  test.each<[string, LegBody[], object | 'taken']>([
    ['that touch', [cut(0, 50), cut(50, 100)], 'taken'],
    ['on either side', [cut(0, 50), cut(0, 50, { side: 'left' })], 'taken'],
    ['on another edge', [cut(), cut(undefined, undefined, { edge: 'b' })], 'taken'],
    ['in any order', [cut(50, 100), cut(0, 50)], 'taken'],
    ['that overlap', [cut(0, 50), cut(49.99, 100)], { code: 'duplicate-leg', details: { from_m: 49.99, to_m: 50 } }],
    ['one in the other', [cut(0, 100), cut(40, 50)], { code: 'duplicate-leg', details: { from_m: 40, to_m: 50 } }],
    ['that are equal', [cut(), cut()], { code: 'duplicate-leg', details: { edge: 'a', side: 'right' } }],
    ['a side and both', [cut(), cut(100, 110, { side: 'both' })], { code: 'duplicate-leg' }],
  ])('two legs %s', (_, legs, expected) => {
    const found = outcome(legs);
    if (expected === 'taken') expect(found).toBe('taken');
    else expect(found).toMatchObject(expected);
  });

  test('are refused as duplicate exactly when some centimetre of a side is asked for twice', () => {
    const leg = fc
      .record({
        edge: fc.constantFrom('a', 'b'),
        side: fc.constantFrom('left', 'right', 'both', 'centre'),
        from_cm: fc.integer({ min: 0, max: 60 }),
        size_cm: fc.integer({ min: 1, max: 40 }),
      })
      .map(({ edge: id, side, from_cm, size_cm }): LegBody => {
        return { edge: id, side, from_m: from_cm / 100, to_m: (from_cm + size_cm) / 100 } as LegBody;
      });
    fc.assert(
      fc.property(fc.array(leg, { maxLength: 6 }), (legs) => {
        const asked = new Map<string, number>();
        for (const { edge: id, side, from_m, to_m } of legs)
          for (const one of side === 'both' ? ['left', 'right'] : [side])
            for (let at = centimetresOf(from_m!); at < centimetresOf(to_m!); at++) {
              const key = `${id} ${one} ${at}`;
              asked.set(key, (asked.get(key) ?? 0) + 1);
            }
        const found = outcome(legs);
        const twice = [...asked.values()].some((times) => times > 1);
        expect(found === 'taken' ? 'taken' : found.code).toBe(twice ? 'duplicate-leg' : 'taken');
        if (found === 'taken') expect(centimetresOf(resolveLegs(network, legs).planned_m)).toBe(asked.size);
      }),
    );
  });
});
