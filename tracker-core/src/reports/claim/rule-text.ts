import type { Rule, RuleSum } from '@sweepline/contract';
import { workWords } from '../wording/work-words.ts';
import { ruleWords } from './rule-words.ts';
import type { Voice } from './line-text.ts';

/** What a rule is about, as data says it. */
export function factText({ on, operations, routes }: Rule, { locale, figures }: Voice): string {
  const words = ruleWords[locale];
  const domain = workWords[locale];
  const percent = (text: string): string => figures.percent(figures.decimal(text));
  const limits = [
    operations === undefined ? '' : operations.map((one) => domain.operations[one]).join(', '),
    routes === undefined ? '' : routes.join(', '),
  ].filter((part) => part !== '');
  const only = limits.length === 0 ? '' : ` (${limits.join('; ')})`;
  switch (on.fact) {
    case 'undone': {
      const reasons = on.reasons === undefined ? '' : `: ${on.reasons.map((one) => domain.reasons[one]).join(', ')}`;
      const above = on.above === undefined ? '' : `, ${words.above(percent(on.above))}`;
      return `${words.undone} ${words.per[on.per]}${above}${reasons}${only}`;
    }
    case 'incident':
      return `${words.incident}: ${on.kinds.map((kind) => lowered(domain.incidents[kind])).join(', ')}${only}`;
    case 'late':
      return `${words.late}${only}`;
    case 'uptime':
      return `${words.uptime(percent(on.below))}${only}`;
    case 'completed':
      return `${words.completed(percent(on.atLeast))} ${words.per[on.per]}${only}`;
  }
}

/** Within a sentence; SOS stays what it is. */
const lowered = (words: string): string =>
  /^\p{Lu}\p{Ll}/u.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;

/** What a rule costs. */
export function chargeText(charge: RuleSum, { locale, figures, currency }: Voice): string {
  const words = ruleWords[locale];
  const money = (minor: number): string => figures.money(minor, currency);
  const percent = (text: string): string => figures.percent(figures.decimal(text));
  switch (charge.sum) {
    case 'fixed':
      return words.fixed(money(charge.amount));
    case 'per-metre':
      return words.perMetre(figures.price(charge.price, currency));
    case 'percent':
      return words.percent(percent(charge.percent), words.of[charge.of]);
    case 'zero':
      return words.zero;
    case 'per-delay':
      return words.perDelay(money(charge.amount), words.unit[charge.unit]);
    case 'percent-per-delay':
      return words.percentPerDelay(percent(charge.percent), words.unit[charge.unit]);
    case 'key-rate':
      return words.keyRate(charge.divisor, words.rateOn[charge.rateOn]);
    case 'by-band':
      return charge.bands
        .map(({ upTo, amount }) =>
          upTo === null ? words.bandRest(money(amount)) : words.band(money(upTo), money(amount)),
        )
        .join(', ');
  }
}
