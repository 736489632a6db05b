import { createHash } from 'node:crypto';
import type { Locale } from '@sweepline/contract';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { typeface } from '../pdf/testing/typeface.ts';
import { claimPdf } from './claim-pdf.ts';
import type { ClaimPaper } from './claim-paper.ts';
import { tellLines } from './testing/tell-lines.ts';
import { crossing } from './testing/crossing.ts';
import { sampleClaim } from './testing/sample-claim.ts';

function made(given: ClaimPaper, locale: Locale): Uint8Array {
  const work = claimPdf(given, locale, typeface);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pagesOf = (bytes: Uint8Array): number => Number(/\/Count (\d+)/.exec(latin(bytes))?.[1]);

afterEach(() => void vi.useRealTimers());

describe('a claim as PDF', () => {
  test('is the same bytes for the same claim, whenever it is made', () => {
    const claims = fc.record({
      lines: fc.integer({ min: 0, max: 12 }),
      answered: fc.boolean(),
      locale: fc.constantFrom<Locale>('ru', 'en'),
    });
    const at = (year: number, ...given: Parameters<typeof made>): string => {
      vi.setSystemTime(new Date(year, 6, 1));
      return digest(made(...given));
    };
    fc.assert(
      fc.property(claims, ({ lines, answered, locale }) => {
        const given = () => sampleClaim(lines, crossing, { answered, places: 2 });
        expect(at(2031, given(), locale)).toBe(at(2027, given(), locale));
      }),
      { numRuns: 8 },
    );
  });

  test('carries the time of its issue and its digest, and nobody else’s', () => {
    const given = sampleClaim(3, crossing);
    const text = latin(made(given, 'en'));
    expect(text.match(/\(D:\d+Z\)/g)).toEqual(['(D:20261105080400Z)', '(D:20261105080400Z)']);
    const other = { ...given, claim: { ...given.claim, digest: 'f'.repeat(64) } };
    const idOf = (of: string): string => /\/ID \[<(\w+)>/.exec(of)![1]!;
    expect(idOf(latin(made(other, 'en')))).not.toBe(idOf(text));
    expect(idOf(latin(made(given, 'en')))).toBe(idOf(text));
  });

  test('a line more is a row more, and a thousand lines are pages with a header each', () => {
    expect(pagesOf(made(sampleClaim(2, crossing, { places: 0 }), 'ru'))).toBeLessThan(8);
    const many = pagesOf(made(sampleClaim(300, crossing, { places: 0 }), 'ru'));
    expect(many).toBeGreaterThan(12);
    expect(many).toBeLessThan(60);
  });

  test('of more lines than it lists it has the pages of those that it lists', () => {
    const listed = pagesOf(made(sampleClaim(40, crossing, { places: 0, listed: 40 }), 'en'));
    const cut = pagesOf(made(sampleClaim(2_000, crossing, { places: 0, listed: 40 }), 'en'));
    // The assignments are listed all the same here.
    const works = pagesOf(made(sampleClaim(2_000, crossing, { places: 0, listed: 2_000 }), 'en'));
    expect(cut).toBeLessThan(listed + 12);
    expect(works).toBeGreaterThan(4 * cut);
  });

  test('a reason as long as it may be goes over pages', () => {
    const given = sampleClaim(2, crossing, { answered: true });
    const long = 'слово '.repeat(660);
    const lines = given.told.listed.map((line) => ({
      ...line,
      answer: { ...line.answer!, answer: 'object' as const, reason: long },
    }));
    const short = pagesOf(made(given, 'ru'));
    expect(pagesOf(made({ ...given, told: tellLines(lines) }, 'ru'))).toBeGreaterThan(short + 1);
  });

  test('places without streets, a vehicle that never spoke and a claim without lines are told, not broken', () => {
    const given = sampleClaim(4, crossing);
    const bare = given.places.map((place) => ({ ...place, streets: [], pieces: [], track: [] }));
    expect(pagesOf(made({ ...given, places: bare }, 'ru'))).toBeGreaterThan(4);
    expect(pagesOf(made(sampleClaim(0, crossing), 'en'))).toBeGreaterThan(2);
  });
});
