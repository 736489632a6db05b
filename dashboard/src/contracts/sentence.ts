import type { Rule } from '@sweepline/contract';
import type { Messages } from '../language/catalogue/en.ts';
import type { Money } from '../language/money.ts';
import { draftOfRule, type Extra, type RuleDraft, type RuleField } from './rule-draft.ts';
import type { contractWords } from './words.ts';

type Words = (typeof contractWords)['ru'];

/** What a sentence needs to be said in a language. */
export interface RuleSpeech {
  readonly words: Words;
  readonly domain: Pick<Messages, 'reasons' | 'incidentKinds' | 'operations'>;
  readonly money: Money;
  readonly locale: 'ru' | 'en';
}

/** A piece of a rule's sentence: words, or a place that is filled in. */
export type Part = { readonly text: string } | { readonly field: RuleField };

const SLOT = /\{(\w+)\}/;

/** Words with places in braces, taken apart. */
const partsOf = (template: string): Part[] =>
  template
    .split(SLOT)
    .map((piece, at): Part => (at % 2 === 1 ? { field: piece as RuleField } : { text: piece }))
    .filter((part) => 'field' in part || part.text !== '');

/** When the rule applies. */
export function factParts(draft: RuleDraft, { facts }: Words): Part[] {
  if (draft.fact === 'undone') return partsOf(draft.below.trim() === '' ? facts.undoneAny : facts.undone);
  return partsOf(facts[draft.fact]);
}

/** What it costs then. */
export const sumParts = (draft: RuleDraft, { sums }: Words): Part[] => partsOf(sums[draft.sum]);

/** One thing that was added to the rule. */
export const extraParts = (extra: Extra, { extras }: Words): Part[] => partsOf(extras[extra]);

const quoted = (text: string, locale: RuleSpeech['locale']): string => (locale === 'ru' ? `«${text}»` : `“${text}”`);

/** What stands in a place, as text. */
export function fieldText(draft: RuleDraft, field: RuleField, currency: string, speech: RuleSpeech): string {
  const { words, domain, money, locale } = speech;
  const named = (number: string) =>
    locale === 'ru' ? `${number}\u00a0${money.wordBeside(number, currency)}` : `${money.word(currency)}\u00a0${number}`;
  switch (field) {
    case 'per':
      return words.scopes[draft.below.trim() === '' ? 'at' : 'of'][draft.per];
    case 'over':
      return words.scopes.of[draft.over];
    case 'of':
      return words.scopes.price[draft.of];
    case 'unit':
      return words.units[draft.unit];
    case 'rateOn':
      return words.rates[draft.rateOn];
    case 'reasons':
      return draft.reasons.map((reason) => domain.reasons[reason].toLowerCase()).join(', ');
    case 'kinds':
      return draft.kinds.map((kind) => quoted(domain.incidentKinds[kind], locale)).join(', ');
    case 'operations':
      return draft.operations.map((operation) => domain.operations[operation].toLowerCase()).join(', ');
    case 'routes':
      return draft.routes.join(', ');
    case 'bands':
      return draft.bands
        .map(({ upTo, amount }) => `${upTo === '' ? words.bandRest : words.bandUpTo(named(upTo))} — ${named(amount)}`)
        .join('; ');
    case 'amount':
    case 'price':
    case 'capFact':
    case 'capMonth':
      return named(draft[field]);
    default:
      return String(draft[field]);
  }
}

const said = (parts: readonly Part[], draft: RuleDraft, currency: string, speech: RuleSpeech): string =>
  parts.map((part) => ('text' in part ? part.text : fieldText(draft, part.field, currency, speech))).join('');

const shownBy =
  ({ money }: RuleSpeech) =>
  (decimal: string) =>
    money.decimal(decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

/** When a rule applies, as a short title: «Убрано меньше 90 % маршрута». */
export function factSentence(rule: Rule, currency: string, speech: RuleSpeech): string {
  const draft = draftOfRule(rule, currency, shownBy(speech));
  const text = said(factParts(draft, speech.words), draft, currency, speech);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The whole rule: «Неустойка: убрано меньше 90 % маршрута → 2 % цены маршрута; не больше 500 лей за случай». */
export function ruleSentence(rule: Rule, currency: string, speech: RuleSpeech): string {
  const draft = draftOfRule(rule, currency, shownBy(speech));
  const { words } = speech;
  const extras = draft.extras.filter((extra) => extra !== 'clause' && extra !== 'text');
  const fact = said(factParts(draft, words), draft, currency, speech);
  const sum = said(sumParts(draft, words), draft, currency, speech);
  const added = extras.map((extra) => `; ${said(extraParts(extra, words), draft, currency, speech)}`);
  return `${words.kinds[rule.kind]}: ${fact} → ${sum}${added.join('')}`;
}
