import type { ClaimLine, LineKind } from '@sweepline/contract';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable, type PdfCell, type PdfColumn, type PdfRow } from '../pdf/table.ts';
import type { ClaimPaper } from './claim-paper.ts';
import { plural } from '../wording/figures.ts';
import { amountOf, sectionOf, type Section } from './listed-lines.ts';
import {
  arithmeticText,
  groundsText,
  kerbText,
  leftText,
  reasonText,
  streetText,
  whyText,
  type Voice,
} from './line-text.ts';

const KINDS: readonly LineKind[] = ['non-payment', 'penalty', 'warning', 'bonus'];

/** What is claimed, kind by kind, then what is held back and what is not claimed. */
export function* drawLines(paper: Paper, given: ClaimPaper, voice: Voice): Generator<void, void> {
  const { words } = voice;
  const { sums } = given.told;
  for (const kind of KINDS) {
    if (sums[kind].lines === 0 && kind !== 'non-payment' && kind !== 'penalty') continue;
    paper.heading(words.kinds[kind]);
    yield* drawTableOf(paper, given, voice, kind, { sum: words.groupTotal(words.kinds[kind]) });
  }
  if (sums.held.lines > 0) {
    paper.heading(words.bySection.held);
    paper.paragraph(STYLES.second, words.heldText, { after: 6 });
    yield* drawTableOf(paper, given, voice, 'held', { sum: words.groupTotal(words.bySection.held), why: true });
  }
  if (sums.dropped.lines === 0) return;
  paper.heading(words.bySection.dropped);
  paper.paragraph(STYLES.second, words.droppedText, { after: 6 });
  yield* drawTableOf(paper, given, voice, 'dropped', { why: true });
}

/** Lines of which none is about metres have no reasons: their grounds take the place. */
const columnsOf = ({ words, figures, currency }: Voice, reasons: boolean): PdfColumn[] => [
  { title: words.columns.no, width: 24, align: 'right' },
  { title: words.columns.date, width: 34 },
  { title: words.columns.route, width: 57 },
  { title: words.columns.place },
  ...(reasons ? [{ title: words.columns.reason, width: 66 }] : []),
  { title: words.columns.sum, width: 101, align: 'right' },
  { title: `${words.columns.amount}, ${figures.currency(currency)}`, width: 62, align: 'right' },
];

function* drawTableOf(
  paper: Paper,
  given: ClaimPaper,
  voice: Voice,
  section: Section,
  { sum, why = false }: { sum?: string; why?: boolean },
): Generator<void, void> {
  const { words, figures, currency, locale } = voice;
  const { listed, sums } = given.told;
  const all = sums[section];
  const lines = listed.filter((line) => sectionOf(line) === section);
  if (all.lines === 0) {
    paper.paragraph(STYLES.second, words.noLines);
    return;
  }
  const reasons = lines.some(({ reason }) => reason !== null);
  const rest = (name: string, amount: number): PdfCell[] => [
    ...['', '', '', name, ''],
    ...(reasons ? [''] : []),
    figures.amount(amount, currency),
  ];
  function* rows(): Generator<PdfRow> {
    for (const line of lines) yield { cells: cellsOf(line, given, voice, { why, reasons }) };
    const left = all.lines - lines.length;
    if (left > 0) {
      const told = `${figures.whole(left)} ${plural(locale, left, words.linesForms)}`;
      const amount = all.amount - lines.reduce((total, line) => total + amountOf(line), 0);
      yield { kind: 'group', cells: rest(words.inTable(told), amount) };
    }
    if (sum !== undefined) yield { kind: 'sum', cells: rest(sum, all.amount) };
  }
  yield* drawTable(paper, columnsOf(voice, reasons), rows());
}

function cellsOf(
  line: ClaimLine,
  given: ClaimPaper,
  voice: Voice,
  { why, reasons }: { readonly why: boolean; readonly reasons: boolean },
): PdfCell[] {
  const { figures, calendar, currency, words } = voice;
  const { route, vehicle, decision } = line;
  const plate = vehicle === null ? '' : (given.plates.get(vehicle) ?? vehicle);
  const grounds = [kerbText(line, voice), groundsText(line, given.terms, voice), why ? whyText(line, voice) : ''];
  const amount = figures.amount(amountOf(line), currency);
  const before = decision && decision.amount !== line.amount ? figures.amount(line.amount, currency) : '';
  return [
    String(line.no),
    calendar.short(line.date),
    { text: route ?? '', note: plate },
    { text: streetText(line, voice), note: grounds.filter((part) => part !== '').join(' · ') },
    ...(reasons ? [reasonText(line, voice)] : []),
    { text: arithmeticText(line.arithmetic, voice), note: leftText(line, voice), style: STYLES.second },
    { text: amount, style: STYLES.cellStrong, note: before === '' ? '' : words.was(before) },
  ];
}
