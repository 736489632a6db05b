import type { Rule } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../language/catalogue/index.ts';
import { Money } from '../language/money.ts';
import { complement } from './rule-draft.ts';
import { factSentence, ruleSentence, type RuleSpeech } from './sentence.ts';
import { contractWords } from './words.ts';

const speechIn = (locale: 'ru' | 'en'): RuleSpeech => ({
  words: contractWords[locale],
  domain: catalogues[locale],
  money: new Money(locale),
  locale,
});
const say = (rule: Omit<Rule, 'id'>, locale: 'ru' | 'en' = 'en') =>
  ruleSentence({ id: 'r', ...rule }, 'MDL', speechIn(locale)).replaceAll('\u00a0', ' ');

describe('the sentence of a rule', () => {
  it('says below which share it begins, whatever way round it is stored', () => {
    const rule: Omit<Rule, 'id'> = {
      kind: 'penalty',
      on: { fact: 'undone', per: 'route', above: '10' },
      charge: { sum: 'percent', percent: '2', of: 'route' },
    };
    expect(say(rule)).toBe('Penalty: done less than 90% of a route → 2% of the price of the route');
    expect(say(rule, 'ru')).toBe('Неустойка: убрано меньше 90 % маршрута → 2 % цены маршрута');
    expect(factSentence({ id: 'r', ...rule }, 'MDL', speechIn('ru'))).toBe('Убрано меньше 90 % маршрута');
  });

  it.each<[Omit<Rule, 'id'>, string]>([
    [
      {
        kind: 'penalty',
        on: { fact: 'undone', per: 'leg', reasons: ['gear-off'] },
        charge: { sum: 'per-metre', price: '0.50' },
      },
      'Penalty: not done on a leg → MDL 0.5 a metre; only because of: gear up',
    ],
    [
      { kind: 'non-payment', on: { fact: 'undone', per: 'day', above: '5' }, charge: { sum: 'zero' } },
      'Non-payment: done less than 95% of a day’s plan → the rest is not paid either',
    ],
    [
      {
        kind: 'penalty',
        on: { fact: 'incident', kinds: ['no-show'] },
        charge: { sum: 'fixed', amount: 150_000 },
        warnings: 1,
        repeat: { from: 3, factor: '2' },
        cap: { month: 500_000 },
      },
      'Penalty: a case of “Did not come” → MDL 1,500 a case; a warning instead of money up to case no. 1 of a month; × 2 from case no. 3 of a month on; at most MDL 5,000 a month',
    ],
    [
      { kind: 'penalty', on: { fact: 'late' }, charge: { sum: 'key-rate', divisor: 300, rateOn: 'each-day' } },
      'Penalty: done after the window, or not by the end of the period → 1/300 of the key rate of each day a day on the price of what was not done in time',
    ],
    [
      { kind: 'penalty', on: { fact: 'late' }, charge: { sum: 'per-delay', unit: 'hour', amount: 10_000 }, cure_h: 2 },
      'Penalty: done after the window, or not by the end of the period → MDL 100 for each hour of delay; nothing where it was made good within 2 h',
    ],
    [
      {
        kind: 'penalty',
        on: { fact: 'uptime', below: '95' },
        charge: {
          sum: 'by-band',
          bands: [
            { upTo: 100_000_000, amount: 500_000 },
            { upTo: null, amount: 1_000_000 },
          ],
        },
      },
      'Penalty: data cover less than 95% of the shift → by the contract’s price: up to MDL 1,000,000 — MDL 5,000; above — MDL 10,000',
    ],
    [
      {
        kind: 'bonus',
        on: { fact: 'completed', per: 'month', atLeast: '99.5' },
        charge: { sum: 'percent', percent: '1', of: 'month' },
        operations: ['sweep'],
      },
      'Bonus: done at least 99.5% of a month’s plan → 1% of the price of the month; only sweeping',
    ],
  ])('%#', (rule, sentence) => {
    expect(say(rule)).toBe(sentence);
    expect(say(rule, 'ru')).not.toMatch(/[{}]|undefined/);
  });

  it('has the complement of a per cent exactly', () => {
    expect(complement('10')).toBe('90');
    expect(complement('5.000001')).toBe('94.999999');
    expect(complement(complement('33.3'))).toBe('33.3');
  });
});
