import { MARKS, SIDES, UNCOVERED_REASONS, type Piece } from '@sweepline/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packAnswer, PackedLegs, type PackedAnswer } from './packed.ts';

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

const cm = (length_m: number): number => Math.round(length_m * 100);

/** Pieces as words. */
const told = (pieces: Iterable<readonly [number, number, string]>): string[] => {
  const out: string[] = [];
  for (const [from_cm, to_cm, what] of pieces) {
    const last = out.at(-1)?.split('|');
    // What was covered by one pass is one piece.
    if (last && what.startsWith('true') && last[1] === String(from_cm) && last[2] === what)
      out[out.length - 1] = `${last[0]}|${to_cm}|${what}`;
    else out.push(`${from_cm}|${to_cm}|${what}`);
  }
  return out;
};

test('a packed answer says the same of every metre', () => {
  fc.assert(
    fc.property(answer, (whole) => {
      const packed = JSON.parse(JSON.stringify(packAnswer(whole))) as PackedAnswer;
      const { revision, digest, planned_m, covered_m, excused_m, uncovered_m } = whole;
      expect(packed).toMatchObject({ revision, digest, planned_m, covered_m, excused_m, uncovered_m });
      const read = new PackedLegs(packed);
      for (const { edge, side, pass, length_m, covered_m: done_m, pieces } of whole.legs) {
        expect(read.nextLeg()).toBe(true);
        const { edge: id, side: of, pass: no, length_cm, covered_cm } = read;
        expect([id, of, no, length_cm, covered_cm]).toEqual([edge, side, pass, cm(length_m), cm(done_m)]);
        const found: [number, number, string][] = [];
        while (read.nextPiece())
          found.push([read.from_cm, read.to_cm, `${read.isCovered} ${read.reason} ${read.at_ms}`]);
        const expected = pieces.map(({ from_m, to_m, state, reason, at }): [number, number, string] => [
          cm(from_m),
          cm(to_m),
          `${state === 'covered'} ${reason} ${at === undefined ? undefined : Date.parse(at)}`,
        ]);
        expect(found.map((one) => one.join('|'))).toEqual(told(expected));
      }
      expect(read.nextLeg()).toBe(false);
    }),
  );
});
