import type { Arithmetic, ClaimLine, Factor, Locale, TermsVersion } from '@sweepline/contract';
import { evaluate } from '../../claims/money/evaluate.ts';
import { isByMetres, reducedArithmetic } from '../../claims/money/reduced.ts';
import { Calendar } from '../wording/calendar.ts';
import { Figures, NO_BREAK, plural } from '../wording/figures.ts';
import { sidesText, workWords } from '../wording/work-words.ts';
import { claimWords, type ClaimWords } from './claim-words.ts';
import type { ClaimPaper } from './claim-paper.ts';

/** How a claim speaks: its language, its zone, its currency. */
export interface Voice {
  readonly locale: Locale;
  readonly words: ClaimWords;
  readonly figures: Figures;
  readonly calendar: Calendar;
  readonly currency: string;
}

export const voiceOf = (
  { claim, municipality }: Pick<ClaimPaper, 'claim' | 'municipality'>,
  locale: Locale,
): Voice => ({
  locale,
  words: claimWords[locale],
  figures: new Figures(locale),
  calendar: new Calendar(municipality.timezone, locale),
  currency: claim.currency,
});

function factorText({ value, unit, from, to }: Factor, { figures, calendar, currency, locale, words }: Voice): string {
  switch (unit) {
    case 'metres':
      return `${figures.decimal(value, 2)}${NO_BREAK}${locale === 'ru' ? 'м' : 'm'}`;
    case 'price-per-metre':
    case 'price':
    case 'amount':
      return figures.price(value, currency);
    case 'per-cent':
      return figures.percent(figures.decimal(value));
    case 'days':
    case 'hours': {
      const count = `${figures.decimal(value)}${NO_BREAK}${plural(locale, Number(value), words.units[unit]!)}`;
      if (from === undefined || to === undefined) return count;
      return `${count} (${from === to ? calendar.short(from) : `${calendar.short(from)} – ${calendar.short(to)}`})`;
    }
    case 'factor':
    case 'divisor':
    case 'count':
      return figures.decimal(value);
  }
}

/** 626,00 м × 1,85 лей; several products are added, a credit is taken off. */
export function arithmeticText({ terms, caps, credit }: Arithmetic, voice: Voice): string {
  const { words, figures, currency } = voice;
  const products = terms.map((factors) =>
    factors
      .map((factor, i) => {
        const sign = i === 0 ? '' : factor.divides ? `÷${NO_BREAK}` : `×${NO_BREAK}`;
        return sign + factorText(factor, voice);
      })
      .join(' '),
  );
  const limits = caps.map(({ by, to }) => words.atMost(figures.money(to, currency), words.caps[by]));
  const sum = products.join(' + ');
  const signed = credit ? `−${products.length > 1 ? `(${sum})` : sum}` : sum;
  return [signed, ...limits].join(', ');
}

/** The arithmetic of what a decision left, where metres that it took off say it; else nothing. */
export function leftText(line: ClaimLine, voice: Voice): string {
  const { decision } = line;
  if (decision === null || decision.excused_m === null || !isByMetres(line)) return '';
  const left = reducedArithmetic(line, decision.excused_m);
  return evaluate(left, voice.currency) === decision.amount
    ? voice.words.afterDecisionSum(arithmeticText(left, voice))
    : '';
}

/** Streets, or over what the line goes where it is about no street. */
export function streetText({ streets, incident, assignment }: ClaimLine, { locale, words }: Voice): string {
  if (streets.length > 0) return streets.join(', ');
  if (incident) return workWords[locale].incidents[incident.kind];
  return assignment === null ? words.wholeDay : words.wholeRoute;
}

export const kerbText = ({ streets, sides }: ClaimLine, { locale }: Voice): string =>
  streets.length === 0 ? '' : sidesText(locale, sides);

export const placeText = (line: ClaimLine, voice: Voice): string =>
  [streetText(line, voice), kerbText(line, voice)].filter((part) => part !== '').join(', ');

/** By what it is charged: the rule with its clause and how often it came. */
export function groundsText(line: ClaimLine, terms: readonly TermsVersion[], { words, calendar }: Voice): string {
  const parts: string[] = [];
  if (line.rule !== null) {
    const rule = ruleOf(line, terms);
    parts.push(rule?.clause === undefined ? words.rule(line.rule) : words.clause(rule.clause));
    if (rule?.text !== undefined) parts.push(shortened(rule.text));
  }
  if (line.incident) {
    const { from, to } = line.incident;
    parts.push(to === null ? calendar.moment(from) : calendar.window(from, to));
  }
  if (line.occurrence !== null && line.rule !== null) parts.push(words.occurrence(line.occurrence));
  if (line.result?.retroactive) parts.push(words.retroactive);
  return parts.join(' · ');
}

export const ruleOf = (line: ClaimLine, terms: readonly TermsVersion[]) =>
  terms.find(({ version }) => version === line.terms)?.terms.rules.find(({ id }) => id === line.rule);

/** Why a line does not stand. */
export function whyText({ state, why }: ClaimLine, { words }: Voice): string {
  if (state === 'covered' && why !== null) return words.coveredBy(why);
  if (state === 'held' && why !== null && /^(A|B|C|none)$/.test(why)) return words.gradeIs(why);
  return why === null ? words.states[state] : `${words.states[state]}: ${why}`;
}

export const reasonText = ({ reason }: ClaimLine, { locale }: Voice): string =>
  reason === null ? '' : workWords[locale].reasons[reason];

const LONGEST_RULE = 150;
const shortened = (text: string): string =>
  text.length <= LONGEST_RULE ? text : `${text.slice(0, LONGEST_RULE).replace(/\s+\S*$/, '')}…`;
