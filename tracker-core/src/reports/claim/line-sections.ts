import type { ClaimLine, LineKind } from '@sweepline/contract';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable, type PdfCell, type PdfColumn, type PdfRow } from '../pdf/table.ts';
import type { ClaimPaper } from './claim-paper.ts';
import {
  amountOf,
  arithmeticText,
  groundsText,
  kerbText,
  reasonText,
  streetText,
  whyText,
  type Voice,
} from './line-text.ts';

const KINDS: readonly LineKind[] = ['non-payment', 'penalty', 'warning', 'bonus'];

/** What is claimed, kind by kind, then what is held back and what is not claimed. */
export function* drawLines(paper: Paper, given: ClaimPaper, voice: Voice): Generator<void, void> {
  const { words } = voice;
  for (const kind of KINDS) {
    const lines = given.lines.filter((line) => line.kind === kind && line.state === 'standing');
    if (lines.length === 0 && kind !== 'non-payment' && kind !== 'penalty') continue;
    paper.heading(words.kinds[kind]);
    yield* drawTableOf(paper, given, voice, lines, { sum: words.groupTotal(words.kinds[kind]) });
  }
  const held = given.lines.filter(({ state }) => state === 'held');
  if (held.length > 0) {
    paper.heading(words.bySection.held);
    paper.paragraph(STYLES.second, words.heldText, { after: 6 });
    yield* drawTableOf(paper, given, voice, held, { sum: words.groupTotal(words.bySection.held), why: true });
  }
  const dropped = given.lines.filter(({ state }) => state === 'dropped' || state === 'covered' || state === 'cured');
  if (dropped.length === 0) return;
  paper.heading(words.bySection.dropped);
  paper.paragraph(STYLES.second, words.droppedText, { after: 6 });
  yield* drawTableOf(paper, given, voice, dropped, { why: true });
}

const columnsOf = ({ words, figures, currency }: Voice): PdfColumn[] => [
  { title: words.columns.no, width: 24, align: 'right' },
  { title: words.columns.date, width: 34 },
  { title: words.columns.route, width: 62 },
  { title: words.columns.place },
  { title: words.columns.reason, width: 66 },
  { title: words.columns.sum, width: 94, align: 'right' },
  { title: `${words.columns.amount}, ${figures.currency(currency)}`, width: 62, align: 'right' },
];

function* drawTableOf(
  paper: Paper,
  given: ClaimPaper,
  voice: Voice,
  lines: readonly ClaimLine[],
  { sum, why = false }: { sum?: string; why?: boolean },
): Generator<void, void> {
  const { words, figures, currency } = voice;
  if (lines.length === 0) {
    paper.paragraph(STYLES.second, words.noLines);
    return;
  }
  function* rows(): Generator<PdfRow> {
    for (const line of lines) yield { cells: cellsOf(line, given, voice, why) };
    if (sum === undefined) return;
    const total = lines.reduce((all, line) => all + amountOf(line), 0);
    yield { kind: 'sum', cells: ['', '', '', sum, '', '', figures.amount(total, currency)] };
  }
  yield* drawTable(paper, columnsOf(voice), rows());
}

function cellsOf(line: ClaimLine, given: ClaimPaper, voice: Voice, why: boolean): PdfCell[] {
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
    reasonText(line, voice),
    { text: arithmeticText(line.arithmetic, voice), style: STYLES.second },
    { text: amount, style: STYLES.cellStrong, note: before === '' ? '' : words.was(before) },
  ];
}
