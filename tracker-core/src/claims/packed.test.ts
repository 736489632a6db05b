import { MARKS, SIDES, UNCOVERED_REASONS, type CoverageAnswer, type Piece } from '@sweepline/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packAnswer, unpackAnswer } from './packed.ts';

const metres = fc.integer({ min: 0, max: 500_000 }).map((cm) => cm / 100);
const instant = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((epoch_ms) => new Date(epoch_ms).toISOString());
const piece: fc.Arbitrary<Piece> = fc.tuple(metres, metres).chain(([from_m, to_m]) =>
  fc.oneof(
    instant.map((at): Piece => ({
      from_m,
      to_m,
      state: 'covered',
      at,
      vehicle: 'v',
      confidence: 0.9,
      marks: [MARKS[0]],
    })),
    fc.constant<Piece>({ from_m, to_m, state: 'excused', marks: [] }),
    fc
      .constantFrom(...UNCOVERED_REASONS)
      .map((reason): Piece => ({ from_m, to_m, state: 'uncovered', reason, marks: [] })),
  ),
);
const leg = fc
  .record({
    edge: fc.string({ minLength: 1, maxLength: 8 }),
    side: fc.constantFrom(...SIDES),
    pass: fc.integer({ min: 1, max: 4 }),
    length_m: metres,
    covered_m: metres,
    pieces: fc.array(piece, { maxLength: 4 }),
  })
  .map((one) => ({
    ...one,
    lastPassAt: one.pieces.reduce<string | null>((last, { at }) => (at && (!last || at > last) ? at : last), null),
  }));
const answer = fc.record({
  assignment: fc.constant('a'),
  routeVersion: fc.integer({ min: 1, max: 9 }),
  rulesVersion: fc.constant('1'),
  matcherVersion: fc.constant('2'),
  revision: fc.integer({ min: 1, max: 9 }),
  status: fc.constant('sealed' as const),
  sealedAt: instant,
  digest: fc.constant('d'),
  planned_m: metres,
  covered_m: metres,
  excused_m: metres,
  uncovered_m: fc.record({
    'wrong-side': metres,
    'gear-off': metres,
    'too-fast': metres,
    'no-data': metres,
    'not-reached': metres,
  }),
  quality: fc.record({
    grade: fc.constantFrom('A' as const, 'none' as const),
    uptime_pct: fc.constantFrom(99.5, null),
    fixes: fc.nat(),
    rejected: fc.nat(),
    conflicts: fc.nat(),
    fieldErrors: fc.nat(),
    gaps: fc.array(fc.record({ from: instant, to: instant }), { maxLength: 2 }),
  }),
  legs: fc.array(leg, { maxLength: 5 }),
});

/** The answer without what no claim asks for. */
const bare = (whole: CoverageAnswer): CoverageAnswer => ({
  ...whole,
  quality: { ...whole.quality, gaps: [] },
  legs: whole.legs.map((one) => ({
    ...one,
    pieces: one.pieces.map(({ vehicle: _, confidence: __, ...rest }) => ({ ...rest, marks: [] })),
  })),
});

test('a packed answer says the same of every metre', () => {
  fc.assert(
    fc.property(answer, (whole) => {
      const stored = JSON.parse(JSON.stringify(packAnswer(whole))) as ReturnType<typeof packAnswer>;
      expect(unpackAnswer(whole.assignment, whole.revision, stored)).toEqual(bare(whole));
    }),
  );
});
