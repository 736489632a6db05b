import { canonicalJson, type Locale } from '@sweepline/contract';
import { createHash } from 'node:crypto';
import { drawContents } from '../pdf/contents.ts';
import { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import type { Typeface } from '../pdf/typeface.ts';
import { drawAnswers } from './answer-section.ts';
import type { ClaimPaper } from './claim-paper.ts';
import { drawFrontPage } from './front-page.ts';
import { drawHistory } from './history-section.ts';
import { drawLines } from './line-sections.ts';
import { voiceOf, type Voice } from './line-text.ts';
import { drawPlaces } from './place-section.ts';
import { drawRules } from './rule-section.ts';
import { drawWorks } from './work-section.ts';

/**
 * A claim as a document to print and to sign: the same claim gives the same bytes. Its dates are those of the issue, of a draft
 * those of its making. A generator: others have their turn while a long one is set.
 */
export function* claimPdf(given: ClaimPaper, locale: Locale, typeface: Typeface): Generator<void, Uint8Array> {
  const { claim, municipality } = given;
  const voice = voiceOf(given, locale);
  const { words } = voice;
  const title = words.title(claim.number);
  const paper = new Paper({
    typeface,
    locale,
    title,
    subject: `${claim.contractorName}, ${claim.contractNumber}, ${voice.calendar.period(claim.from, claim.to)}`,
    author: municipality.name,
    digest: claim.digest ?? draftDigest(given),
    issued_ms: issuedOf(given),
    head: {
      left: words.head(claim.number, claim.contractorName),
      right: claim.issuedAt === null ? words.draft : words.revision(claim.revision),
    },
  });
  yield;
  drawFrontPage(paper, given, voice);
  yield;
  paper.newPage();
  const notes = notesOf(given, voice);
  const notesTop = paper.bottom - notesHeight(paper, notes);
  paper.reserveContents((within) => {
    within.line(STYLES.heading, words.contents, within.left, within.top);
    drawContents(within, within.top + 32, notesTop - 24);
  });
  paper.y = notesTop;
  drawNotes(paper, words.notes, notes);
  paper.newPage();
  yield* drawLines(paper, given, voice);
  yield* drawAnswers(paper, given, voice);
  yield* drawPlaces(paper, given, voice);
  yield* drawWorks(paper, given, voice);
  yield* drawRules(paper, given, voice);
  yield* drawHistory(paper, given, voice);
  return yield* paper.finish();
}

/** When the file says that it was made: the issue, else the first thing that happened to the draft. */
export const issuedOf = ({ claim }: Pick<ClaimPaper, 'claim'>): number =>
  Date.parse(claim.issuedAt ?? claim.history[0]?.at ?? `${claim.to}T00:00:00Z`);

/** What tells one draft from another, before there is a digest of the claim. */
const draftDigest = ({ claim, contract, terms, told }: ClaimPaper): string =>
  createHash('sha256')
    .update(canonicalJson([claim.id, contract, terms, claim.history, claim.totals, told.listed]))
    .digest('hex');

function notesOf({ claim, terms, delaysUpTo, places, placesLeftOut, told }: ClaimPaper, voice: Voice): string[] {
  const { words, calendar, currency, figures } = voice;
  const listed = told.listed.length;
  const grades = [...new Set(terms.map((version) => version.terms.gps.grade))];
  return [
    words.noteMetres,
    words.noteUnproven,
    words.noteRounding(currency),
    words.noteTwice,
    ...grades.map((grade) => words.noteHeld(grade)),
    [
      words.zoneNote(calendar.zoneOn(claim.from)),
      ...calendar
        .changes(claim.from, claim.to)
        .map(({ date, from, to }) => words.changeNote(calendar.longDate(date), from, to)),
    ].join(' '),
    ...(delaysUpTo === null ? [] : [words.noteDelays(calendar.longDate(delaysUpTo))]),
    ...(claim.unsealed.length === 0 ? [] : [words.noteUnsealed(claim.unsealed.length)]),
    ...(listed === told.count ? [] : [words.noteListed(figures.whole(listed), figures.whole(told.count))]),
    words.noteMaps(places.length, placesLeftOut),
    words.noteVerify,
  ];
}

const NOTE_GAP = 5;

const notesHeight = (paper: Paper, notes: readonly string[]): number =>
  STYLES.subtitle.leading +
  8 +
  notes.reduce(
    (sum, note) => sum + paper.lines(STYLES.second, note, paper.width - 14).length * STYLES.second.leading + NOTE_GAP,
    0,
  );

function drawNotes(paper: Paper, title: string, notes: readonly string[]): void {
  paper.line(STYLES.subtitle, title, paper.left, paper.y);
  paper.y += STYLES.subtitle.leading + 8;
  for (const [i, note] of notes.entries()) {
    paper.line(STYLES.second, `${i + 1}`, paper.left, paper.y);
    paper.y += paper.block(STYLES.second, paper.lines(STYLES.second, note, paper.width - 14), paper.left + 14, paper.y);
    paper.y += NOTE_GAP;
  }
}
