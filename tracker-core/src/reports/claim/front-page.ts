import { centimetresOf, UNCOVERED_REASONS, type ClaimTotals } from '@sweepline/contract';
import { INK } from '../pdf/ink.ts';
import type { Paper } from '../pdf/paper.ts';
import { coloured, STYLES } from '../pdf/styles.ts';
import { workWords } from '../wording/work-words.ts';
import { NO_BREAK, plural } from '../wording/figures.ts';
import type { ClaimPaper } from './claim-paper.ts';
import type { Voice } from './line-text.ts';

/** The first page: a letter that says who owes what to whom, for what, until when, and by what it can be checked. */
export function drawFrontPage(paper: Paper, given: ClaimPaper, voice: Voice): void {
  const { claim, municipality } = given;
  const { words, figures, calendar, currency } = voice;
  paper.y = 44;
  drawSign(paper, paper.left, paper.y);
  paper.line(STYLES.strong, municipality.name, paper.left + 34, paper.y + 1);
  paper.line(STYLES.hint, 'Sweepline', paper.left + 34, paper.y + 15);
  const date = claim.issuedAt === null ? words.draft : calendar.longDate(calendar.dateOf(Date.parse(claim.issuedAt)));
  paper.line(STYLES.second, date, paper.right - 240, paper.y + 2, 240, 'right');
  paper.y += 58;
  for (const line of paper.lines(STYLES.title, words.title(claim.number), paper.width)) {
    paper.line(STYLES.title, line, paper.left, paper.y);
    paper.y += STYLES.title.leading;
  }
  const state = [words.revision(claim.revision), words.claimStates[claim.state]].join(' · ');
  paper.line(STYLES.second, state, paper.left, paper.y);
  paper.y += 28;
  drawParties(paper, given, voice);
  paper.skip(12);
  const period = calendar.period(claim.from, claim.to);
  paper.paragraph(STYLES.body, words.letter(claim.contractorName, claim.contractNumber, period), { after: 16 });
  const decided = claim.decidedAt !== null;
  paper.line(STYLES.label, decided ? words.afterDecision : words.claimed, paper.left, paper.y);
  paper.y += 11;
  paper.line(STYLES.figure, figures.money(claim.total, currency), paper.left, paper.y);
  paper.y += STYLES.figure.leading + 10;
  drawPlan(paper, claim.totals, voice);
  paper.skip(16);
  drawSums(paper, given, voice);
  paper.skip(14);
  drawDeadlines(paper, given, voice);
  drawSigns(paper, voice);
  drawDigest(paper, given, voice);
}

/** Two kerb lines of a street, one swept and one still dashed, with the machine's arrow between them. */
function drawSign({ pen }: Paper, x: number, y: number): void {
  pen.undash().lineCap('round').lineWidth(2.2).strokeColor(INK.text);
  pen
    .moveTo(x + 2, y)
    .lineTo(x + 2, y + 24)
    .stroke();
  pen
    .moveTo(x + 22, y)
    .lineTo(x + 22, y + 24)
    .dash(4, { space: 4 })
    .stroke()
    .undash();
  pen
    .moveTo(x + 12, y + 21)
    .lineTo(x + 12, y + 5)
    .stroke();
  pen
    .moveTo(x + 7, y + 10)
    .lineTo(x + 12, y + 5)
    .lineTo(x + 17, y + 10)
    .stroke();
}

function drawParties(paper: Paper, { claim, contract, terms, municipality }: ClaimPaper, voice: Voice): void {
  const { words, calendar, figures, currency } = voice;
  const versions = terms.map(({ version }) => version).join(', ');
  const span = words.contractTerm(calendar.date(contract.from), calendar.date(contract.to));
  const facts: [string, string, string][] = [
    [words.municipality, municipality.name, words.zoneNote(calendar.zoneOn(claim.from))],
    [words.contractor, claim.contractorName, ''],
    [
      words.contract,
      contract.title === null ? claim.contractNumber : `${claim.contractNumber} · ${contract.title}`,
      [span, words.contractPrice(figures.money(contract.price, currency)), words.termsVersions(versions)].join(', '),
    ],
    [words.period, calendar.period(claim.from, claim.to), `${words.paymentDate}: ${calendar.date(claim.paymentDate)}`],
  ];
  const label = 108;
  for (const [name, value, note] of facts) {
    const width = paper.width - label;
    paper.line(STYLES.label, name, paper.left, paper.y + 1, label - 8);
    const lines = paper.lines(STYLES.strong, value, width);
    paper.y += paper.block(STYLES.strong, lines, paper.left + label, paper.y);
    if (note !== '')
      paper.y += paper.block(STYLES.hint, paper.lines(STYLES.hint, note, width), paper.left + label, paper.y);
    paper.y += 5;
  }
}

/** The bar to scale, its sum, and what was not done by reason. */
function drawPlan(paper: Paper, totals: ClaimTotals, { words, figures, locale }: Voice): void {
  const { planned_m, covered_m, excused_m, uncovered_m } = totals;
  const missed_cm = UNCOVERED_REASONS.reduce((sum, reason) => sum + centimetresOf(uncovered_m[reason] ?? 0), 0);
  const parts = [
    { name: words.done, cm: centimetresOf(covered_m), colour: INK.done },
    { name: words.excused, cm: centimetresOf(excused_m), colour: INK.excused },
    { name: words.notDone, cm: missed_cm, colour: INK.missed },
  ];
  let x = paper.left;
  paper.line(STYLES.second, words.planned, x, paper.y);
  x += paper.widthOf(STYLES.second, `${words.planned} `) + 2;
  const planned = figures.metres(planned_m);
  paper.line(STYLES.cellStrong, planned, x, paper.y);
  x += paper.widthOf(STYLES.cellStrong, planned) + 16;
  for (const { name, cm, colour } of parts) {
    paper.fill(x, paper.y + 3, 6, 6, colour, 1.5);
    paper.line(STYLES.second, name, x + 10, paper.y);
    x += 12 + paper.widthOf(STYLES.second, name);
    const text = figures.fixed(cm, 2);
    paper.line(STYLES.cellStrong, text, x, paper.y);
    x += paper.widthOf(STYLES.cellStrong, text) + 14;
  }
  paper.y += 16;
  drawBar(paper, parts, centimetresOf(planned_m));
  paper.y += 15;
  const sum = `${parts.map(({ cm }) => figures.fixed(cm, 2)).join(' + ')} = ${figures.plainMetres(planned_m)}`;
  paper.line(STYLES.hint, sum, paper.left, paper.y, paper.width);
  paper.y += 14;
  const reasons = UNCOVERED_REASONS.filter((reason) => (uncovered_m[reason] ?? 0) > 0);
  if (reasons.length === 0) return;
  const text = reasons
    .map((reason) => `${workWords[locale].reasons[reason]} ${figures.plainMetres(uncovered_m[reason]!)}`)
    .map((part) => part.replaceAll(' ', NO_BREAK))
    .join(' · ');
  paper.paragraph(STYLES.second, `${words.byReason}: ${text}`);
}

function drawBar(paper: Paper, parts: readonly { cm: number; colour: string }[], planned_cm: number): void {
  const { pen, left, width, y } = paper;
  paper.fill(left, y, width, 10, INK.line, 2);
  if (planned_cm <= 0) return;
  let x = left;
  for (const { cm, colour } of parts) {
    const size = (width * cm) / planned_cm;
    paper.fill(x, y, size, 10, colour);
    if (colour === INK.excused)
      for (let at = x + 1.5; at < x + size - 1; at += 4) paper.fill(at, y, 1.5, 10, INK.paper);
    if (colour === INK.missed && size > 6)
      for (let at = x + 9; at < x + size - 1; at += 10) paper.fill(at, y + 3.5, 2, 3, INK.paper);
    x += size;
  }
  pen.rect(left, y, width, 10).lineWidth(0.4).strokeColor(INK.paper).stroke();
}

function drawSums(
  paper: Paper,
  { claim, told: { sums } }: ClaimPaper,
  { words, figures, currency, locale }: Voice,
): void {
  const { nonPayment, penalty, bonus, held } = claim.totals;
  const rows: [string, number, number, boolean][] = [
    [words.kinds['non-payment'], sums['non-payment'].lines, nonPayment, false],
    [words.kinds.penalty, sums.penalty.lines, penalty, false],
    [words.kinds.bonus, sums.bonus.lines, bonus, false],
  ];
  const row = (name: string, lineCount: number | null, amount: number, strong: boolean): void => {
    const style = strong ? STYLES.strong : STYLES.body;
    paper.line(style, name, paper.left, paper.y + 3);
    const told = lineCount === null ? '' : `${figures.whole(lineCount)} ${plural(locale, lineCount, words.linesForms)}`;
    paper.line(STYLES.second, told, paper.right - 230, paper.y + 3, 100, 'right');
    paper.line(style, figures.money(amount, currency), paper.right - 125, paper.y + 3, 125, 'right');
    paper.y += 19.5;
    paper.rule(paper.y, strong ? INK.line2 : INK.line);
  };
  paper.rule(paper.y, INK.line2);
  for (const [name, lineCount, amount, strong] of rows)
    if (lineCount > 0 || amount !== 0 || name !== words.kinds.bonus) row(name, lineCount, amount, strong);
  row(words.total, null, nonPayment + penalty + bonus, true);
  if (held !== 0 || sums.held.lines > 0) {
    const style = coloured(STYLES.second, INK.hint);
    paper.line(style, words.heldTotal, paper.left, paper.y + 4);
    paper.line(style, figures.money(held, currency), paper.right - 125, paper.y + 4, 125, 'right');
    paper.y += 18;
  }
}

function drawDeadlines(paper: Paper, { claim }: ClaimPaper, { words, calendar }: Voice): void {
  const half = paper.width / 2;
  const cell = (x: number, name: string, day: string | null, note: string): void => {
    paper.line(STYLES.label, name, x, paper.y);
    const text = day === null ? words.notSet : words.untilEndOf(calendar.lastDay(day));
    paper.line(day === null ? STYLES.second : STYLES.strong, text, x, paper.y + 12, half - 12);
    paper.line(STYLES.hint, note, x, paper.y + 27, half - 12);
  };
  const { answerBy, decideBy, answeredAt, decidedAt } = claim;
  const answered = answeredAt === null ? '' : words.answeredOn(calendar.moment(answeredAt));
  const decided = decidedAt === null ? '' : words.decidedOn(calendar.moment(decidedAt));
  cell(paper.left, words.answerBy, answerBy, answered);
  if (decideBy !== null) cell(paper.left + half, words.decideBy, decideBy, decided);
  paper.y += 40;
}

/** Where a printed copy is signed: room is left for it where the page has it, above the digest. */
function drawSigns(paper: Paper, { words }: Voice): void {
  const y = paper.bottom - 78;
  if (paper.y + 26 > y) return;
  const half = paper.width / 2;
  for (const [x, name] of [
    [paper.left, words.signs.municipality],
    [paper.left + half, words.signs.contractor],
  ] as const) {
    paper.line(STYLES.label, name, x, y - 22, half - 12);
    paper.rule(y, INK.line2, 0.6, x, half - 24);
    paper.line(STYLES.hint, words.signed, x, y + 3, half - 24);
  }
}

function drawDigest(paper: Paper, { claim, keyId }: ClaimPaper, { words }: Voice): void {
  const y = Math.max(paper.y + 8, paper.bottom - 30);
  paper.rule(y - 7);
  const label = 108;
  paper.line(STYLES.hint, words.digest, paper.left, y);
  paper.line(coloured(STYLES.hint, INK.second), claim.digest ?? words.draft, paper.left + label, y);
  paper.line(STYLES.hint, words.key, paper.left, y + 12);
  paper.line(coloured(STYLES.hint, INK.second), keyId ?? words.noKey, paper.left + label, y + 12);
}
