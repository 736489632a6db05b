import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Passage } from '../pipeline/stages.ts';
import { MORNING_MS, type planOf } from '../pipeline/testing/town.ts';
import { assess } from './assess.ts';
import { createLedger, credit, type Ledger } from './ledger.ts';
import { HOUR_MS, scene, town } from './testing/random-work.ts';

function ledgerOf(plan: ReturnType<typeof planOf>, driven: readonly Passage[]): Ledger {
  const ledger = createLedger(plan, town, { drivesOn: 'right' });
  for (const one of driven) credit(ledger, one);
  return ledger;
}

const totals = ({ covered_cm, excused_cm, planned_cm }: Ledger) => ({ covered_cm, excused_cm, planned_cm });

describe('the laws of coverage', () => {
  it('planned = covered + excused + the metres of every reason, to the centimetre, leg by leg', () => {
    fc.assert(
      fc.property(scene, ({ plan, driven }) => {
        const ledger = ledgerOf(plan, driven);
        const result = assess(ledger, town, {
          silences: [
            {
              vehicle: 'sweeper',
              from_ms: MORNING_MS + 100_000,
              to_ms: MORNING_MS + 110_000,
              from: { edge: 0, offset_m: 10, distance_m: 0, lateral_m: 0, confidence: 1 },
              to: { edge: 0, offset_m: 90, distance_m: 0, lateral_m: 0, confidence: 1 },
            },
          ],
        });
        const reasons_cm = Object.values(result.uncovered_cm).reduce((sum, cm) => sum + cm, 0);
        expect(result.covered_cm + result.excused_cm + reasons_cm).toBe(result.planned_cm);
        expect(totals(ledger)).toEqual({
          covered_cm: result.covered_cm,
          excused_cm: result.excused_cm,
          planned_cm: result.planned_cm,
        });
        for (const { leg, pieces } of result.legs) {
          let at_cm = leg.from_cm;
          for (const piece of pieces) {
            expect(piece.from_cm).toBe(at_cm);
            expect(piece.to_cm).toBeGreaterThan(piece.from_cm);
            at_cm = piece.to_cm;
          }
          expect(at_cm).toBe(leg.to_cm);
        }
      }),
    );
  });

  it('covered never exceeds what is planned, and never shrinks', () => {
    fc.assert(
      fc.property(scene, ({ plan, driven }) => {
        const ledger = createLedger(plan, town, { drivesOn: 'right' });
        let before_cm = 0;
        for (const one of driven) {
          credit(ledger, one);
          expect(ledger.covered_cm).toBeGreaterThanOrEqual(before_cm);
          expect(ledger.covered_cm + ledger.excused_cm).toBeLessThanOrEqual(ledger.planned_cm);
          before_cm = ledger.covered_cm;
        }
      }),
    );
  });

  it('the same passages again add nothing', () => {
    fc.assert(
      fc.property(scene, ({ plan, driven }) => {
        const ledger = ledgerOf(plan, driven);
        const once = totals(ledger);
        for (const one of driven) credit(ledger, one);
        expect(totals(ledger)).toEqual(once);
      }),
    );
  });

  it('gear up, too fast and mere driving cover nothing', () => {
    fc.assert(
      fc.property(scene, ({ plan, driven }) => {
        const idle = driven.filter(({ verdict }) => verdict !== 'worked');
        expect(ledgerOf(plan, idle).covered_cm).toBe(0);
      }),
    );
  });

  it('whichever vehicle reports first, the result is the same in every piece', () => {
    fc.assert(
      fc.property(scene, fc.integer(), ({ plan, driven }, seed) => {
        const order = ['sweeper', 'other', 'third'];
        if (seed % 2 === 0) order.reverse();
        const apart = order.flatMap((vehicle) => driven.filter((one) => one.vehicle === vehicle));
        const a = assess(ledgerOf(plan, driven), town);
        const b = assess(ledgerOf(plan, apart), town);
        expect(b).toEqual(a);
      }),
    );
  });

  it('nothing outside the window, of another operation or by a vehicle that may not is covered', () => {
    fc.assert(
      fc.property(scene, ({ plan, driven }) => {
        const early = { ...plan, from_ms: MORNING_MS - 9 * HOUR_MS, to_ms: MORNING_MS - HOUR_MS };
        expect(ledgerOf(early, driven).covered_cm).toBe(0);
        expect(ledgerOf({ ...plan, operation: 'wash' as const }, driven).covered_cm).toBe(0);
        const alone = { ...plan, othersMayCover: false };
        expect(
          ledgerOf(
            alone,
            driven.filter(({ vehicle }) => vehicle !== 'sweeper'),
          ).covered_cm,
        ).toBe(0);
      }),
    );
  });
});
