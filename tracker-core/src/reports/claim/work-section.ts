import { centimetresOf } from '@sweepline/contract';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable, type PdfColumn, type PdfRow } from '../pdf/table.ts';
import { plural } from '../wording/figures.ts';
import { workWords } from '../wording/work-words.ts';
import type { ClaimPaper, PaperWork } from './claim-paper.ts';
import type { Voice } from './line-text.ts';

const DIGEST_SHOWN = 12;

/** The assignments that lines are of: their plan, and how complete the data of each are. */
export function* drawWorks(
  paper: Paper,
  { works, worksLeftOut, plates, routeNames }: ClaimPaper,
  voice: Voice,
): Generator<void, void> {
  if (works.size === 0) return;
  const { words } = voice;
  const all = [...works.values()].sort((a, b) =>
    a.from === b.from ? (a.assignment < b.assignment ? -1 : 1) : a.from < b.from ? -1 : 1,
  );
  paper.heading(words.bySection.works);
  const versions = [...new Set(all.map(({ rulesVersion, matcherVersion }) => `${rulesVersion}, ${matcherVersion}`))];
  paper.paragraph(STYLES.second, words.worksText(versions.join('; ')), { after: 6 });
  const { workColumns: titles } = words;
  const columns: PdfColumn[] = [
    { title: titles.date, width: 70 },
    { title: titles.route },
    { title: titles.grade, width: 142 },
    { title: titles.result, width: 68 },
    { title: titles.share, width: 62, align: 'right' },
  ];
  function* rows(): Generator<PdfRow> {
    for (const work of all) yield { cells: cellsOf(work, plates.get(work.vehicle), routeNames.get(work.route), voice) };
  }
  yield* drawTable(paper, columns, rows());
  if (worksLeftOut === 0) return;
  const left = `${voice.figures.whole(worksLeftOut)} ${plural(voice.locale, worksLeftOut, words.assignmentForms)}`;
  paper.skip(6);
  paper.paragraph(STYLES.second, words.worksLeft(left));
}

function cellsOf(work: PaperWork, plate: string | undefined, name: string | undefined, voice: Voice): PdfRow['cells'] {
  const { words, figures, calendar, locale } = voice;
  const { quality } = work;
  const owed_cm = centimetresOf(work.planned_m) - centimetresOf(work.excused_m);
  const silent_ms = quality.gaps.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0);
  const uptime =
    quality.uptime_pct === null
      ? ''
      : words.uptime(figures.percent(figures.fixed(Math.round(quality.uptime_pct * 10), 1)));
  const silent = words.gaps(quality.gaps.length, figures.whole(silent_ms / 60_000));
  const data = [`${uptime}${uptime === '' ? '' : ', '}${words.fixes(figures.whole(quality.fixes))}`, silent];
  const plan = [name ?? '', words.planVersion(work.routeVersion), work.retroactive ? words.retroactive : ''];
  return [
    { text: calendar.date(work.date), note: calendar.window(work.from, work.to) },
    { text: `${work.route} · ${plate ?? work.vehicle}`, note: plan.filter((part) => part !== '').join(', ') },
    { text: workWords[locale].grades[quality.grade], note: data.filter((part) => part !== '').join('\n') },
    { text: words.revision(work.revision), note: work.digest.slice(0, DIGEST_SHOWN) },
    { text: figures.share(centimetresOf(work.covered_m), owed_cm), note: figures.metres(work.planned_m) },
  ];
}
