import {
  canonicalJson,
  centimetresOf,
  instantOfLocal,
  UNCOVERED_REASONS,
  type Locale,
  type PlanFactAnswer,
  type PlanFactMonths,
  type PlanFactRow,
  type UncoveredMetres,
} from '@sweepline/contract';
import { createHash } from 'node:crypto';
import { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable, type PdfColumn, type PdfRow } from '../pdf/table.ts';
import type { Typeface } from '../pdf/typeface.ts';
import { Calendar } from '../wording/calendar.ts';
import { Figures } from '../wording/figures.ts';
import { workWords } from '../wording/work-words.ts';
import { monthRows } from './months.ts';
import { planFactWords } from './plan-fact-words.ts';

interface Report {
  readonly paper: Paper;
  readonly locale: Locale;
  readonly figures: Figures;
  readonly calendar: Calendar;
}

interface Town {
  readonly name: string;
}

/** Plan and fact on paper, an assignment a row or by month and route: the same bytes for the same answer. */
export function* planFactPdf(
  answer: PlanFactAnswer | PlanFactMonths,
  town: Town,
  locale: Locale,
  typeface: Typeface,
): Generator<void, Uint8Array> {
  const { from, to, timezone } = answer;
  const words = planFactWords[locale].pdf;
  const calendar = new Calendar(timezone, locale);
  const title = 'months' in answer ? words.byMonth : words.title;
  const period = calendar.period(from, to);
  const paper = new Paper({
    typeface,
    locale,
    landscape: true,
    title: `${title}, ${period}`,
    subject: period,
    author: town.name,
    digest: createHash('sha256').update(canonicalJson(answer)).digest('hex'),
    // No clock: the report is as of the end of its days.
    issued_ms: instantOfLocal(timezone, to, 0),
    head: { left: `${title} · ${town.name}`, right: period },
  });
  const report: Report = { paper, locale, figures: new Figures(locale), calendar };
  paper.y = 44;
  paper.line(STYLES.second, town.name, paper.left, paper.y);
  paper.y += 14;
  paper.line(STYLES.heading, `${title}, ${period}`, paper.left, paper.y);
  paper.y += 24;
  const changes = calendar.changes(from, to).map((one) => words.change(calendar.longDate(one.date), one.from, one.to));
  paper.paragraph(STYLES.hint, [words.zone(calendar.zoneOn(from)), ...changes].join(' '), { after: 10 });
  if ('months' in answer) yield* drawMonths(report, answer);
  else yield* drawRows(report, answer.rows);
  return yield* paper.finish();
}

function columnsOf(locale: Locale, first: string): PdfColumn[] {
  const { columns } = planFactWords[locale].pdf;
  return [
    { title: first, width: 82 },
    { title: columns.route },
    { title: columns.planned, width: 58, align: 'right' },
    { title: columns.done, width: 58, align: 'right' },
    { title: columns.excused, width: 48, align: 'right' },
    { title: columns.missed, width: 124, align: 'right' },
    { title: columns.share, width: 40, align: 'right' },
    { title: columns.worked, width: 52, align: 'right' },
    { title: columns.way, width: 60, align: 'right' },
    { title: columns.grade, width: 40 },
  ];
}

interface Done {
  readonly planned_m: number;
  readonly covered_m: number;
  readonly excused_m: number;
  readonly open_m?: number;
  readonly uncovered_m: UncoveredMetres;
  readonly window_s: number;
  readonly worked_s: number;
  readonly idle_s: number;
  readonly distance_m: number;
  readonly deadhead_m: number;
}

/** The cells from the plan to the way, alike in every table. */
function figureCells(done: Done, { figures, locale }: Report): PdfRow['cells'] {
  const words = planFactWords[locale].pdf;
  const { planned_m, covered_m, excused_m, uncovered_m, open_m = 0 } = done;
  const missed_cm = UNCOVERED_REASONS.reduce((sum, reason) => sum + centimetresOf(uncovered_m[reason]), 0);
  const reasons = UNCOVERED_REASONS.filter((reason) => uncovered_m[reason] > 0).map(
    (reason) => `${workWords[locale].reasons[reason].toLowerCase()} ${figures.plainMetres(uncovered_m[reason])}`,
  );
  if (open_m > 0) reasons.push(words.open(figures.plainMetres(open_m)));
  const km = (length_m: number): string => figures.fixed(Math.round(length_m / 10), 2);
  return [
    figures.plainMetres(planned_m),
    figures.plainMetres(covered_m),
    figures.plainMetres(excused_m),
    { text: figures.fixed(missed_cm, 2), note: reasons.join('\n') },
    figures.share(centimetresOf(covered_m), centimetresOf(planned_m) - centimetresOf(excused_m)),
    {
      text: figures.hours(done.worked_s),
      note: `${words.of(figures.hours(done.window_s))}\n${words.idle(figures.hours(done.idle_s))}`,
    },
    { text: km(done.distance_m), note: words.deadhead(km(done.deadhead_m)) },
  ];
}

function* drawRows(report: Report, rows: readonly PlanFactRow[]): Generator<void, void> {
  const { paper, locale, calendar } = report;
  const { pdf: words, total, statuses, noGrade } = planFactWords[locale];
  if (rows.length === 0) {
    paper.paragraph(STYLES.body, words.empty);
    return;
  }
  function* cells(): Generator<PdfRow> {
    for (const row of rows)
      yield {
        cells: [
          { text: calendar.date(row.date), note: calendar.window(row.from, row.to) },
          { text: `${row.route} · ${row.plate}`, note: `${row.routeName}, ${row.contractorName}` },
          ...figureCells(row, report),
          { text: row.grade === 'none' ? noGrade : row.grade, note: statuses[row.status] },
        ],
      };
    yield { kind: 'sum', cells: [total, words.assignments(rows.length), ...figureCells(sumOf(rows), report), ''] };
  }
  yield* drawTable(paper, columnsOf(locale, words.columns.date), cells());
}

function* drawMonths(report: Report, answer: PlanFactMonths): Generator<void, void> {
  const { paper, locale, calendar } = report;
  const { pdf: words, allRoutes, columns, total } = planFactWords[locale];
  if (answer.months.length === 0) {
    paper.paragraph(STYLES.body, words.empty);
    return;
  }
  function* cells(): Generator<PdfRow> {
    for (const row of monthRows(answer, allRoutes)) {
      const open = row.assignments - row.sealed;
      const count = {
        text: row.route === null ? total : calendar.monthOf(`${row.month}-01`),
        note: [words.assignments(row.assignments), open === 0 ? '' : words.notSealed(open)].filter(Boolean).join(', '),
      };
      const grades = (['A', 'B', 'C'] as const).map((grade) => `${grade}\u00a0${row.grades[grade]}`).join('\n');
      if (row.route === null)
        yield { kind: 'group', cells: [`${row.contractorName}, ${calendar.monthOf(`${row.month}-01`)}`] };
      const route = row.route === null ? allRoutes : { text: row.route, note: row.routeName };
      const sum = row.route === null ? { kind: 'sum' as const } : {};
      yield { ...sum, cells: [count, route, ...figureCells(row, report), { text: grades, style: STYLES.cellNote }] };
    }
  }
  yield* drawTable(paper, columnsOf(locale, columns.month), cells());
}

function sumOf(rows: readonly Done[]): Done {
  const metres = (of: (row: Done) => number): number =>
    rows.reduce((sum, row) => sum + centimetresOf(of(row)), 0) / 100;
  const seconds = (of: (row: Done) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  return {
    planned_m: metres(({ planned_m }) => planned_m),
    covered_m: metres(({ covered_m }) => covered_m),
    excused_m: metres(({ excused_m }) => excused_m),
    uncovered_m: Object.fromEntries(
      UNCOVERED_REASONS.map((reason) => [reason, metres(({ uncovered_m }) => uncovered_m[reason])]),
    ) as UncoveredMetres,
    window_s: seconds(({ window_s }) => window_s),
    worked_s: seconds(({ worked_s }) => worked_s),
    idle_s: seconds(({ idle_s }) => idle_s),
    distance_m: metres(({ distance_m }) => distance_m),
    deadhead_m: metres(({ deadhead_m }) => deadhead_m),
  };
}
