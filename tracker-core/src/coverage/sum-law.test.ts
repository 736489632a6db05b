import type { PlannedSide } from '@sweepline/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import { RULES } from '../pipeline/rules.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf, type LegText, type Sending } from '../pipeline/testing/town.ts';
import { coverageAnswer, digestOfFixes } from './answer.ts';
import { assess, type Assessment } from './assess.ts';
import { legsOfAnswer, legsOfLedger, outwardFigures, sumOf } from './fulfilment.ts';
import { createLedger, credit, totalsOf } from './ledger.ts';
import { qualityOf } from './quality.ts';

/**
 * Planned = covered + excused + the metres of every reason, to the centimetre: for whole drives through the product, from
 * fixes to the answer, with everything random that a plan and a shift may hold.
 */

// A block of two-way streets with a one-way through its middle, and a dead end.
const corners = { sw: [0, 0], se: [173, 0], ne: [173, 131], nw: [0, 131], s: [90, 0], n: [90, 131], end: [251, 131] };
type Corner = keyof typeof corners;
const place = (corner: Corner) => corners[corner] as [number, number];
const street = (id: string, oneway: 'no' | 'forward', ...stops: Corner[]) => ({ id, line: stops.map(place), oneway });
const town = townOf([
  street('south', 'no', 'sw', 's', 'se'),
  street('east', 'no', 'se', 'ne'),
  street('north', 'no', 'ne', 'n', 'nw'),
  street('west', 'forward', 'nw', 'sw'),
  street('middle', 'forward', 's', 'n'),
  street('dead-end', 'no', 'ne', 'end'),
]);
const NEXT: Record<Corner, readonly Corner[]> = {
  sw: ['s', 'nw'],
  se: ['s', 'ne'],
  ne: ['se', 'n', 'end'],
  nw: ['n', 'sw'],
  s: ['sw', 'se', 'n'],
  n: ['ne', 'nw', 's'],
  end: ['ne'],
};

const { sweepMax_kmh, tooFastFactor } = RULES;
const sending: fc.Arbitrary<Sending & { flap: boolean; wait_s: number }> = fc.record({
  // about each limit
  speed_kmh: fc.constantFrom(
    0.9,
    1.1,
    9,
    9,
    12,
    sweepMax_kmh * tooFastFactor - 0.1,
    sweepMax_kmh * tooFastFactor + 0.1,
    35,
  ),
  brush: fc.boolean(),
  flap: fc.boolean(),
  interval_s: fc.constantFrom(1, 5, 15, 60),
  right_m: fc.constantFrom(-5, 0, 3, 5),
  noise_m: fc.constantFrom(0, 1, 6),
  accuracy_m: fc.constantFrom(3, 12, 70),
  late: fc.boolean(),
  wait_s: fc.constantFrom(0, 0, 0, 20, 100, 170, 500),
});

const track = fc
  .tuple(
    fc.integer({ min: 1, max: 1_000 }),
    fc.constantFrom<Corner>('sw', 's', 'n', 'end'),
    fc.array(fc.tuple(fc.nat(5), sending), { minLength: 1, maxLength: 7 }),
  )
  .map(([seed, start, turns]) => {
    const driver = new Driver(MORNING_MS, seed);
    let at = start;
    for (const [turn, { flap, wait_s, ...how }] of turns) {
      const to = NEXT[at][turn % NEXT[at].length]!;
      const from = driver.fixes.length;
      driver.drive(place(at), place(to), how).wait(wait_s);
      // a contact that flaps every other fix, every third …
      if (flap) driver.fixes.forEach((fix, i) => i >= from && i % (2 + (seed % 5)) === 0 && flip(driver, i, fix.gear));
      at = to;
    }
    return driver.fixes;
  });

const flip = ({ fixes }: Driver, i: number, gear: number) => {
  fixes[i] = { ...fixes[i]!, gear: 1 - gear };
};

const stretch = fc
  .tuple(
    fc.constantFrom(...town.edges),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.boolean(),
  )
  .map(([{ id, length_cm }, a, b, whole]) => ({
    street: id,
    from_cm: whole ? 0 : Math.floor(Math.min(a, b) * length_cm),
    to_cm: whole ? length_cm : Math.ceil(Math.max(a, b) * length_cm),
  }))
  .filter(({ from_cm, to_cm }) => from_cm < to_cm);

const sidesOf = (side: PlannedSide): LegText['side'][] =>
  side === 'both' ? ['left', 'right'] : [side as LegText['side']];

const legs = fc
  .array(
    fc.tuple(stretch, fc.constantFrom<PlannedSide>('left', 'right', 'both', 'centre'), fc.integer({ min: 1, max: 3 })),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((all) => {
    const taken: (LegText & { from_cm: number; to_cm: number })[] = [];
    for (const [where, planned, passes] of all) {
      for (const side of sidesOf(planned)) {
        const overlaps = taken.some(
          (leg) =>
            leg.street === where.street && leg.side === side && leg.from_cm < where.to_cm && where.from_cm < leg.to_cm,
        );
        if (!overlaps) taken.push({ ...where, side, passes });
      }
    }
    return taken;
  });

const excuses = fc.array(fc.tuple(stretch, fc.constantFrom('left' as const, 'right' as const, 'centre' as const)), {
  maxLength: 3,
});

const scene = fc.record({
  legs,
  excuses,
  tracks: fc.tuple(track, track),
  // its ends fall into the drives
  window_s: fc.tuple(fc.integer({ min: -100, max: 60 }), fc.integer({ min: 61, max: 600 })),
  serves: fc.constantFrom('kerb' as const, 'left' as const, 'right' as const, 'both' as const),
  drivesOn: fc.constantFrom('left' as const, 'right' as const),
  gearWired: fc.constantFrom(1, 1, 0),
  lateCounts: fc.boolean(),
});

it('the sum law, from fixes to the answer', { timeout: 60_000 }, () => {
  const reasons = new Set<string>();
  fc.assert(
    fc.property(
      scene,
      ({ legs: own, excuses: excused, tracks, window_s: [opens_s, closes_s], lateCounts, ...vehicle }) => {
        const plan = planOf(town, own, {
          from_ms: MORNING_MS + opens_s * 1_000,
          to_ms: MORNING_MS + closes_s * 1_000,
          excuses: excused.map(([{ street: id, from_cm, to_cm }, side]) => {
            return { edge: town.edgeNo(id)!, side, from_cm, to_cm, ground: 'works' };
          }),
        });
        const both = tracks.map((fixes, i) => {
          const setting = { ...SWEEPER, ...vehicle, vehicle: i === 0 ? 'sweeper' : 'other' };
          return recomputeVehicle({ setting, network: town }, fixes, [plan]);
        });
        const assessed = [both, [...both].reverse()].map((order): Assessment => {
          const ledger = createLedger(plan, town, { drivesOn: vehicle.drivesOn, lateCounts });
          for (const { passages } of order) for (const passage of passages) credit(ledger, passage);
          const assessment = assess(ledger, town, { silences: order.flatMap(({ silences }) => silences) });
          const { planned_cm, covered_cm, excused_cm } = assessment;
          expect(totalsOf(ledger)).toEqual({ planned_cm, covered_cm, excused_cm });
          const answer = coverageAnswer({
            ledger,
            assessment,
            network: town,
            matcherVersion: '1',
            revision: 1,
            status: 'closed',
            sealedAt_ms: null,
            quality: qualityOf({
              fixes: tracks[0],
              from_ms: plan.from_ms,
              to_ms: plan.to_ms,
              until_ms: plan.to_ms,
              interval_s: 1,
              rejected: 0,
              conflicts: 0,
              fieldErrors: 0,
            }),
            fixesDigest: digestOfFixes([]),
          });
          outwardSums(answer);
          const { planned_m, covered_m, excused_m, uncovered_m } = answer;
          const summed = outwardFigures(sumOf(legsOfAnswer(answer)));
          expect(summed).toEqual({ planned_m, covered_m, excused_m, uncovered_m, open_m: 0 });
          const open = sumOf(legsOfLedger(ledger));
          expect(open).toMatchObject({ planned_cm, covered_cm, excused_cm });
          expect(open.open_cm).toBe(planned_cm - covered_cm - excused_cm);
          return assessment;
        });
        // whichever vehicle reports first
        expect(assessed[1]).toEqual(assessed[0]);
        const { legs: pieces, planned_cm } = assessed[0]!;
        expect(planned_cm).toBe(
          own.reduce((sum, { from_cm, to_cm, passes = 1 }) => sum + (to_cm - from_cm) * passes, 0),
        );
        for (const { leg, pieces: row } of pieces) {
          // without gap or overlap, each with one state, and with one reason where it is uncovered
          expect(row.map(({ from_cm }) => from_cm)).toEqual([
            leg.from_cm,
            ...row.slice(0, -1).map(({ to_cm }) => to_cm),
          ]);
          expect(row.at(-1)!.to_cm).toBe(leg.to_cm);
          for (const piece of row) reasons.add(piece.state === 'uncovered' ? piece.reason : piece.state);
        }
      },
    ),
    { numRuns: 150 },
  );
  // or the law says little
  expect([...reasons].sort()).toEqual([
    'covered',
    'excused',
    'gear-off',
    'no-data',
    'not-reached',
    'too-fast',
    'wrong-side',
  ]);
});

/** Two decimals outside: still exact. */
function outwardSums({
  planned_m,
  covered_m,
  excused_m,
  uncovered_m,
  legs: rows,
}: ReturnType<typeof coverageAnswer>): void {
  const cm = (metres: number) => {
    expect(Math.abs(metres * 100 - Math.round(metres * 100))).toBeLessThan(1e-6);
    return Math.round(metres * 100);
  };
  const all = [covered_m, excused_m, ...Object.values(uncovered_m)].reduce((sum, metres) => sum + cm(metres), 0);
  expect(all).toBe(cm(planned_m));
  expect(rows.reduce((sum, { length_m }) => sum + cm(length_m), 0)).toBe(cm(planned_m));
  expect(rows.reduce((sum, row) => sum + cm(row.covered_m), 0)).toBe(cm(covered_m));
}
