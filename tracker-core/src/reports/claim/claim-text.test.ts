import type { ClaimLine, Locale } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { LEAKS, textOfPdf } from '../pdf/testing/pdf-text.ts';
import { typeface } from '../pdf/testing/typeface.ts';
import { claimPdf } from './claim-pdf.ts';
import type { ClaimPaper } from './claim-paper.ts';
import { tellLines } from './testing/tell-lines.ts';
import { crossing } from './testing/crossing.ts';
import { sampleClaim } from './testing/sample-claim.ts';

function pagesOf(given: ClaimPaper, locale: Locale): string[] {
  const work = claimPdf(given, locale, typeface);
  for (;;) {
    const { done, value } = work.next();
    if (done) return textOfPdf(value).map((page) => page.replaceAll('\u00a0', ' '));
  }
}

/** A claim of which nothing is known that may be unknown. */
function bare(): ClaimPaper {
  const given = sampleClaim(12, crossing, { places: 3 });
  const lines = given.told.listed.map((line, i): ClaimLine => ({
    ...line,
    ...(i % 4 === 0 ? { assignment: null, route: null, vehicle: null, streets: [], sides: [] } : {}),
    reason: null,
    metres: null,
    result: null,
    occurrence: null,
    incident: null,
    rule: i % 2 === 0 ? 'a rule that its terms do not have' : line.rule,
    state: (['standing', 'held', 'dropped', 'covered', 'cured'] as const)[i % 5]!,
    why: null,
  }));
  return {
    ...given,
    claim: {
      ...given.claim,
      state: 'draft',
      issuedAt: null,
      answerBy: null,
      digest: null,
      history: [{ at: '2026-11-03T09:00:00.000Z', by: 'auditor', action: 'drafted' }],
    },
    contract: { ...given.contract, title: null },
    told: tellLines(lines),
    routeNames: new Map(),
    plates: new Map(),
    keyId: null,
    works: new Map(
      [...given.works].map(([id, work]) => [
        id,
        {
          ...work,
          covered_m: 0,
          planned_m: 0,
          excused_m: 0,
          quality: { ...work.quality, grade: 'none', uptime_pct: null, gaps: [] },
        },
      ]),
    ),
    places: given.places.map((place) => ({
      ...place,
      streets: place.streets.map((street) => ({ ...street, name: null, class: null })),
      pieces: place.pieces.map((piece) => ({ ...piece, street: null })),
      track: place.track.map((fix) => ({ ...fix, speed_kmh: null, gear: null })),
    })),
  };
}

const claims: readonly (readonly [string, () => ClaimPaper])[] = [
  ['as issued', () => sampleClaim(60, crossing)],
  ['answered and decided', () => sampleClaim(60, crossing, { answered: true })],
  ['without a line', () => sampleClaim(0, crossing)],
  ['longer than what is listed', () => sampleClaim(400, crossing, { listed: 40, places: 1 })],
  ['of which much is not known', bare],
];

for (const locale of ['ru', 'en'] as const)
  test.each(claims)(`a claim %s says no value that is none, ${locale}`, (_, given) => {
    const pages = pagesOf(given(), locale);
    for (const page of pages) {
      expect(page).not.toMatch(LEAKS);
      expect(page).not.toContain('\n\n');
    }
    expect(pages[0]).toContain(locale === 'ru' ? 'Претензия № 2026-10/118-25-1' : 'Claim No. 2026-10/118-25-1');
    expect(pages.at(-1)).toContain(`${pages.length} / ${pages.length}`);
  });

test('what a decision left is reckoned beside what it left of', () => {
  const text = pagesOf(sampleClaim(6, crossing, { answered: true, places: 0 }), 'en')
    .join('')
    .replaceAll('\u00a0', ' ');
  expect(text).toMatch(/120\.39 m × MDL 1\.85/);
  expect(text.replaceAll('\n', ' ')).toContain('after the decision: 86.39 m × MDL 1.85');
  expect(text).toContain('159.82');
});
