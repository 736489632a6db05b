import type { Rule, Terms, TermsVersion } from '@sweepline/contract';
import type { Paper } from '../pdf/paper.ts';
import { STYLES } from '../pdf/styles.ts';
import { drawTable } from '../pdf/table.ts';
import { workWords } from '../wording/work-words.ts';
import type { ClaimPaper } from './claim-paper.ts';
import type { Voice } from './line-text.ts';
import { chargeText, factText } from './rule-text.ts';

/** What the contract says, version by version: prices, general terms, and each rule in its own words and in data. */
export function* drawRules(paper: Paper, { terms, routeNames }: ClaimPaper, voice: Voice): Generator<void, void> {
  const { words, calendar } = voice;
  paper.heading(words.bySection.rules);
  for (const version of terms) {
    paper.heading(words.validFrom(version.version, calendar.longDate(version.terms.from)), 2);
    for (const line of generalTexts(version.terms, voice)) paper.paragraph(STYLES.second, line);
    paper.skip(6);
    yield* drawPrices(paper, version, routeNames, voice);
    paper.skip(10);
    for (const rule of version.terms.rules) drawRule(paper, rule, voice);
    yield;
  }
}

function generalTexts({ completion, gps, deadlines, overlap, cap, keyRates = [] }: Terms, voice: Voice): string[] {
  const { words, figures, calendar, currency } = voice;
  const percent = (text: string): string => figures.percent(figures.decimal(text));
  const rates = keyRates.map(({ from, percent: rate }) => words.keyRate(calendar.date(from), percent(rate)));
  return [
    words.completion(percent(completion.leg), percent(completion.route)),
    words.gpsClause(gps.grade),
    gps.clause ?? '',
    words.deadlines(deadlines.answerDays, deadlines.decisionDays),
    words.overlap[overlap],
    cap?.month === undefined ? '' : words.capMonth(figures.money(cap.month, currency)),
    cap?.contract === undefined ? '' : words.capContract(figures.money(cap.contract, currency)),
    rates.length === 0 ? '' : `${words.keyRates}: ${rates.join(', ')}.`,
  ].filter((text) => text !== '');
}

function drawPrices(
  paper: Paper,
  { terms }: TermsVersion,
  routeNames: ReadonlyMap<string, string>,
  { words, figures, locale, currency }: Voice,
): Generator<void, void> {
  const columns = [
    { title: words.price.operation, width: 130 },
    { title: words.price.route },
    { title: words.price.perMetre, width: 150, align: 'right' as const },
  ];
  const rows = terms.prices.map(({ operation, route, perMetre }) => ({
    cells: [
      workWords[locale].operations[operation],
      route === undefined ? words.price.every : { text: route, note: routeNames.get(route) ?? '' },
      figures.price(perMetre, currency),
    ],
  }));
  return drawTable(paper, columns, rows);
}

function drawRule(paper: Paper, rule: Rule, voice: Voice): void {
  const { words, figures, currency } = voice;
  const { repeat, warnings, cure_h, cap } = rule;
  paper.ensure(48);
  const clause = rule.clause === undefined ? '' : ` · ${words.clause(rule.clause)}`;
  paper.paragraph(STYLES.strong, `${rule.id}${clause} · ${words.kindWords[rule.kind]}`);
  if (rule.text !== undefined) paper.paragraph(STYLES.body, `«${rule.text}»`);
  const parts = [
    `${factText(rule, voice)}: ${chargeText(rule.charge, voice)}`,
    warnings === undefined ? '' : words.warnings(warnings),
    repeat === undefined ? '' : words.repeat(repeat.from, figures.decimal(repeat.factor)),
    cure_h === undefined ? '' : words.cure(cure_h),
    cap?.fact === undefined ? '' : words.capOf(figures.money(cap.fact, currency)),
    cap?.month === undefined ? '' : words.capOfMonth(figures.money(cap.month, currency)),
  ];
  paper.paragraph(STYLES.second, parts.filter((part) => part !== '').join('; '), { after: 8 });
}
