import fc from 'fast-check';
import type { Passage } from '../../pipeline/stages.ts';
import { MORNING_MS, planOf, townOf, type LegText } from '../../pipeline/testing/town.ts';

/** Random plans and passages on three short streets: what the laws of coverage are held against. */

export const HOUR_MS = 3_600_000;

export const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [120, 0],
    ],
  },
  {
    id: 'lane',
    line: [
      [0, 50],
      [80, 50],
    ],
    oneway: 'forward',
  },
  {
    id: 'yard',
    line: [
      [0, 100],
      [40, 100],
    ],
  },
]);
const lengthOf = (street: string) => town.edges[town.edgeNo(street)!]!.length_cm;

/** A stretch of a street by shares of its length. */
const stretch = fc
  .tuple(fc.constantFrom('main', 'lane', 'yard'), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .filter(([, a, b]) => a !== b)
  .map(([street, a, b]) => ({
    street,
    from_cm: Math.floor((Math.min(a, b) * lengthOf(street)) / 100),
    to_cm: Math.floor((Math.max(a, b) * lengthOf(street)) / 100),
  }));

const side = fc.constantFrom('left' as const, 'right' as const, 'centre' as const);

/** Legs of one side never overlap, as the contract has it. */
const legs = fc
  .array(fc.tuple(stretch, side, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 6 })
  .map((all) => {
    const taken: (LegText & { from_cm: number; to_cm: number })[] = [];
    for (const [where, own, passes] of all) {
      const overlaps = taken.some(
        (leg) =>
          leg.street === where.street && leg.side === own && leg.from_cm < where.to_cm && where.from_cm < leg.to_cm,
      );
      if (!overlaps) taken.push({ ...where, side: own, passes });
    }
    return taken;
  });

const passage = fc
  .tuple(
    stretch,
    fc.record({
      vehicle: fc.constantFrom('sweeper', 'other', 'third'),
      forward: fc.boolean(),
      // close together, and about both ends of the window
      start_s: fc.oneof(fc.integer({ min: -150, max: 500 }), fc.integer({ min: 6_800, max: 7_300 })),
      duration_s: fc.integer({ min: 0, max: 90 }),
      verdict: fc.constantFrom(
        'worked' as const,
        'worked' as const,
        'gear-off' as const,
        'too-fast' as const,
        'driven' as const,
      ),
      serves: fc.constantFrom('left' as const, 'right' as const, 'both' as const, 'undecided' as const),
      lean_m: fc.integer({ min: -3, max: 3 }),
    }),
  )
  .map(([{ street, from_cm, to_cm }, { vehicle, forward, start_s, duration_s, verdict, serves, lean_m }]): Passage => ({
    vehicle,
    edge: town.edgeNo(street)!,
    from_cm,
    to_cm,
    forward,
    drive_ms: MORNING_MS + start_s * 1_000,
    enter_ms: MORNING_MS + start_s * 1_000,
    leave_ms: MORNING_MS + (start_s + duration_s) * 1_000,
    operation: 'sweep',
    verdict,
    serves,
    lean_m: serves === 'undecided' ? lean_m : 0,
    marks: [],
    confidence: 1,
  }));

const byTime = (a: Passage, b: Passage) => a.enter_ms - b.enter_ms || a.leave_ms - b.leave_ms;
const passages = fc.array(passage, { maxLength: 14 }).map((all) => all.sort(byTime));

const excuses = fc.array(fc.tuple(stretch, fc.constantFrom('left' as const, 'right' as const)), { maxLength: 2 });

export const scene = fc.tuple(legs, passages, excuses).map(([own, driven, excused]) => ({
  plan: planOf(town, own, {
    from_ms: MORNING_MS,
    to_ms: MORNING_MS + 2 * HOUR_MS,
    excuses: excused.map(([{ street, from_cm, to_cm }, on]) => ({
      edge: town.edgeNo(street)!,
      side: on,
      from_cm,
      to_cm,
      ground: 'road works',
    })),
  }),
  driven,
}));
