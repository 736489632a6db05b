import type { Paper } from '../pdf/paper.ts';
import { drawTable } from '../pdf/table.ts';
import type { ClaimPaper } from './claim-paper.ts';
import type { Voice } from './line-text.ts';

/** Who did what with the claim, and when. */
export function* drawHistory(paper: Paper, { claim }: ClaimPaper, voice: Voice): Generator<void, void> {
  const { words, calendar } = voice;
  if (claim.history.length === 0) return;
  paper.heading(words.bySection.history);
  const columns = [
    { title: words.historyColumns.at, width: 110 },
    { title: words.historyColumns.by, width: 110 },
    { title: words.historyColumns.what },
  ];
  const rows = claim.history.map(({ at, by, action, line, text }) => {
    const what = line === undefined ? words.actions[action] : `${words.actions[action]}, ${words.lineOf(String(line))}`;
    return { cells: [calendar.moment(at), by, { text: what, note: text ?? '' }] };
  });
  yield* drawTable(paper, columns, rows);
}
