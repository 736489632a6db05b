import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptWork } from '../work/kept.ts';
import { keep } from '../work/kept.ts';
import { Performance } from './made-good.ts';
import { packAnswer } from '../work/packed.ts';
import { partsOf } from '../lines/parts.ts';
import { termsOf, versionOf, workOf, type Stretch } from '../testing/works.ts';

const LENGTH_M = 12;
const TERMS = versionOf(termsOf([]));

/** A metre by metre word of what was covered. */
const bits = fc.array(fc.boolean(), { minLength: LENGTH_M, maxLength: LENGTH_M });
const stretches = (covered: readonly boolean[]): Stretch[] =>
  covered.map((done): Stretch => [done ? 'covered' : 'gear-off', 1]);

interface Later {
  /** Hours after the work's window at which it is done; before it where negative. */
  readonly hours: number;
  readonly covered: readonly boolean[];
}
const later: fc.Arbitrary<Later> = fc.record({ hours: fc.integer({ min: -6, max: 20 }), covered: bits });

const at = (work: KeptWork, hours: number): number => work.to_ms + hours * 3_600_000;

describe('what was made good', () => {
  it('is, metre by metre, what the passes after the window did: the first for the first that lacks', () => {
    fc.assert(
      fc.property(fc.array(bits, { minLength: 1, maxLength: 3 }), fc.array(later, { maxLength: 5 }), (passes, all) => {
        // a metre's passes are filled in order: pass 2 was done only where pass 1 was
        const filled = passes.map((_, i) =>
          passes[0]!.map((_bit, m) => passes.slice(0, i + 1).every((pass) => pass[m])),
        );
        const sealed = workOf({ id: 'a', legs: filled.map((covered, i) => ({ edge: 'e1', pass: i + 1, stretches: stretches(covered) })) }); // prettier-ignore
        const work = keep({ ...sealed, answer: packAnswer(sealed.answer) }, TERMS);
        const performance = new Performance();
        performance.add('sweep', packAnswer(sealed.answer));
        const hours = new Set(all.map((one) => one.hours));
        const events = [...hours].map((hour) => all.find((one) => one.hours === hour)!);
        for (const { hours: hour, covered } of events) {
          const { answer } = workOf({ id: `b${hour}`, legs: [{ edge: 'e1', stretches: stretches(covered) }] });
          for (const piece of answer.legs[0]!.pieces) if (piece.at) piece.at = new Date(at(work, hour)).toISOString();
          performance.add('sweep', packAnswer(answer));
        }
        for (const part of partsOf(work)) {
          const told = performance.madeGood(part);
          for (const [from_cm, to_cm] of part.stretch.spans_cm)
            for (let metre = from_cm / 100; metre < to_cm / 100; metre++) {
              const lacking = filled.slice(0, part.leg.pass - 1).filter((pass) => !pass[metre]).length;
              const after = events.filter((one) => one.hours >= 0 && one.covered[metre]).map((one) => one.hours);
              const expected = after.sort((a, b) => a - b)[lacking];
              const own = told.filter((one) => one.from_cm <= metre * 100 && one.to_cm >= metre * 100 + 100);
              expect(own).toHaveLength(1);
              expect(own[0]!.at_ms).toBe(expected === undefined ? null : at(work, expected));
            }
          const sum_cm = told.reduce((sum, { from_cm, to_cm }) => sum + to_cm - from_cm, 0);
          expect(sum_cm).toBe(part.stretch.length_cm);
        }
      }),
      { numRuns: 300 },
    );
  });
});
