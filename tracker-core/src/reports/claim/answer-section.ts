import type { ClaimLine } from '@sweepline/contract';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable, type PdfCell } from '../pdf/table.ts';
import type { ClaimPaper } from './claim-paper.ts';
import { placeText, type Voice } from './line-text.ts';

/** What the contractor answered to each line, and what was decided of it with its reasons. */
export function* drawAnswers(
  paper: Paper,
  { told: { listed, accepted } }: ClaimPaper,
  voice: Voice,
): Generator<void, void> {
  const { words } = voice;
  const argued = listed.filter(
    ({ answer, decision }) => (answer !== null && answer.answer !== 'accept') || decision !== null,
  );
  if (argued.length === 0 && accepted.length === 0) return;
  paper.heading(words.bySection.answers);
  const columns = [
    { title: words.columns.no, width: 24, align: 'right' as const },
    { title: words.columns.place, width: 130 },
    { title: words.columns.answer, width: 152 },
    { title: words.columns.decision },
  ];
  if (accepted.length > 0) {
    const count = accepted.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    const numbers = accepted.length > MOST_SPANS ? '' : spansText(accepted);
    paper.paragraph(STYLES.second, words.acceptedLines(count, numbers), { after: 8 });
  }
  if (argued.length === 0) return;
  const rows = argued.map((line) => ({
    cells: [String(line.no), placeText(line, voice), answerCell(line, voice), decisionCell(line, voice)],
  }));
  yield* drawTable(paper, columns, rows);
}

/** Numbers scattered wider than this say nothing that the table of all lines does not say better. */
const MOST_SPANS = 400;

/** 1, 3–5, 8 */
const spansText = (spans: readonly (readonly [number, number])[]): string =>
  spans
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(', ');

function answerCell({ answer }: ClaimLine, { words, figures, calendar }: Voice): PdfCell {
  if (answer === null) return words.noAnswer;
  const notes = [
    answer.reason ?? '',
    answer.metres === null ? '' : words.objectedMetres(figures.metres(answer.metres)),
    answer.attachments.length === 0 ? '' : words.attachments(answer.attachments.map(({ name }) => name).join(', ')),
    `${answer.by}, ${calendar.moment(answer.at)}`,
  ];
  return { text: words.answers[answer.answer], note: notes.filter((note) => note !== '').join('\n') };
}

function decisionCell({ decision }: ClaimLine, { words, figures, calendar, currency }: Voice): PdfCell {
  if (decision === null) return '';
  const notes = [
    decision.reason,
    decision.excused_m === null ? '' : words.excusedMetres(figures.metres(decision.excused_m)),
    `${decision.by}, ${calendar.moment(decision.at)}`,
  ];
  const left = words.leaves(figures.money(decision.amount, currency));
  return {
    text: `${words.decisions[decision.decision]}, ${left}`,
    note: notes.filter((note) => note !== '').join('\n'),
  };
}
