import type { ClaimLine, Terms } from '@sweepline/contract';
import { factSentence, type RuleSpeech } from '../contracts/sentence.ts';
import { contractWords } from '../contracts/words.ts';
import { language } from '../language/language.svelte.ts';
import type { Speech } from './arithmetic.ts';
import { claimWords } from './words.ts';

/** What arithmetic is said with, in the language that is shown. */
export const claimSpeech = (): Speech => ({
  money: language.money,
  count: (count, forms) => language.count(count, forms),
  unit: (unit) => language.numbers.unit(unit),
  locale: language.locale,
  words: language.pick(claimWords),
});

export const ruleSpeech = (): RuleSpeech => ({
  words: language.pick(contractWords),
  domain: language.words,
  money: language.money,
  locale: language.locale,
});

/** Terms by version, as far as they were read. */
export type TermsByVersion = ReadonlyMap<number, Terms>;

/** What a line is about, as a title and what stands below it. */
export interface LineTitle {
  readonly title: string;
  readonly below: string;
}

const SHOWN_STREETS = 2;

/** «улица Сармизеджетуса», «оба бордюра»; of a rule that is about no street what the rule says. */
export function titleOf(line: ClaimLine, terms: TermsByVersion, currency: string): LineTitle {
  const words = language.pick(claimWords);
  const sides = sidesText(line);
  const streets =
    line.streets.slice(0, SHOWN_STREETS).join(', ') +
    (line.streets.length > SHOWN_STREETS ? ` +${language.numbers.plain(line.streets.length - SHOWN_STREETS)}` : '');
  const rule = ruleTitle(line, terms, currency);
  if (line.kind === 'non-payment' && line.rule === null) return { title: streets || named(line), below: sides };
  if (rule !== null) return { title: rule, below: [streets, sides].filter((text) => text !== '').join(', ') };
  const title = streets || named(line);
  return { title, below: [line.rule === null ? '' : words.ruleNo(line.rule), sides].filter(Boolean).join(' · ') };
}

function named(line: ClaimLine): string {
  const words = language.pick(claimWords);
  if (line.incident !== null) return language.words.incidentKinds[line.incident.kind];
  if (line.route !== null) return words.route(line.route);
  return line.assignment === null ? words.wholeDay : line.assignment;
}

export function sidesText({ sides }: Pick<ClaimLine, 'sides'>): string {
  const { sides: words } = language.words;
  if (sides.includes('left') && sides.includes('right')) return words.both;
  return sides.map((side) => words[side]).join(', ');
}

/** What the rule says of its fact; null where the line has none or its terms are not here. */
export function ruleTitle(line: ClaimLine, terms: TermsByVersion, currency: string): string | null {
  const rule = terms.get(line.terms)?.rules.find(({ id }) => id === line.rule);
  return rule === undefined ? null : factSentence(rule, currency, ruleSpeech());
}

/** Why it is charged: what became of the metres, or the case. */
export function reasonOf({ reason, incident }: Pick<ClaimLine, 'reason' | 'incident'>): string {
  if (reason !== null) return language.words.reasons[reason];
  return incident === null ? '' : language.words.incidentKinds[incident.kind];
}

/** As many other lines as the service names. */
const MOST_TOLD = 1_000;

/** What was done to a line, and what hung on it. */
export function settledText(done: string, changed: number): string {
  if (changed === 0) return done;
  const words = language.pick(claimWords);
  const lines = language.count(changed, words.counts.lines);
  return `${done}, ${words.alsoChanged(changed < MOST_TOLD ? lines : `≥\u00a0${lines}`)}`;
}
