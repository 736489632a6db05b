import type { ClaimLine } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { Money } from '../language/money.ts';
import { Numbers } from '../language/numbers.ts';
import { pluralOf } from '../language/plural.ts';
import { amountWithout, arithmeticText, factorRows, isByMetres, type Speech } from './arithmetic.ts';
import { claimWords } from './words.ts';

const speechIn = (locale: 'ru' | 'en'): Speech => ({
  money: new Money(locale),
  count: (count, forms) => `${count}\u00a0${pluralOf(locale, count, forms)}`,
  unit: (unit) => new Numbers(locale).unit(unit),
  locale,
  words: claimWords[locale],
});
const factor = (value: string, unit: ClaimLine['arithmetic']['terms'][number][number]['unit']) => ({ value, unit });
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const line = (metres: number | null, terms: ClaimLine['arithmetic']['terms'], caps: { to: number }[] = []) => ({
  kind: 'non-payment' as const,
  metres,
  arithmetic: { terms, caps: caps.map(({ to }) => ({ by: 'fact' as const, to })) },
});

test('a product is written as people multiply', () => {
  const { arithmetic } = line(1_687, [[factor('1687', 'metres'), factor('1.85', 'price-per-metre')]]);
  expect(plain(arithmeticText(arithmetic, speechIn('ru'), 'MDL'))).toBe('1 687 м × 1,85');
  expect(plain(arithmeticText(arithmetic, speechIn('en'), 'MDL'))).toBe('1,687 m × 1.85');
});

test('a share of the key rate by days of delay', () => {
  const terms = [
    [
      factor('14200', 'price'),
      factor('8.5', 'per-cent'),
      { ...factor('300', 'divisor'), divides: true as const },
      factor('3', 'days'),
    ],
  ];
  expect(plain(arithmeticText({ terms, caps: [] }, speechIn('ru'), 'MDL'))).toBe('14 200,00 × 8,5 % ÷ 300 × 3 дня');
});

test('several products are added', () => {
  const terms = [[factor('210.4', 'metres')], [factor('500', 'amount')]];
  expect(plain(arithmeticText({ terms, caps: [] }, speechIn('ru'), 'MDL'))).toBe('210,40 м + 500,00');
});

test('written out, metres that were owed are told from those that were not done', () => {
  const factors = [factor('1000', 'metres'), factor('1.85', 'price-per-metre')];
  const [words, speech] = [claimWords.en, speechIn('en')];
  const names = (metres: number) =>
    factorRows(factors, { kind: 'penalty', metres }, speech, 'MDL').map((row) => row.name);
  expect(names(1_000)).toEqual([words.factors.metres, words.factors['price-per-metre']]);
  expect(names(90)[0]).toBe(words.owed);
  expect(factorRows(factors, line(1_000, []), speech, 'MDL').map(({ sign, text }) => `${sign}${plain(text)}`)).toEqual([
    '1,000 m',
    '×MDL 1.85',
  ]);
});

test('metres taken off leave the rest of the product, rounded half up', () => {
  const one = line(1_687, [[factor('1687', 'metres'), factor('1.85', 'price-per-metre')]]);
  expect(isByMetres(one)).toBe(true);
  expect(amountWithout(one, 'MDL', '340')).toBe(249_195);
  expect(amountWithout(one, 'MDL', '1687')).toBe(0);
  expect(amountWithout(line(1, [[factor('1', 'metres'), factor('0.025', 'price-per-metre')]]), 'MDL', '0.8')).toBe(1);
});

test('metres off what was owed come off the same way; a cap still cuts', () => {
  const terms = [[factor('2000', 'metres'), factor('2', 'price-per-metre'), factor('10', 'per-cent')]];
  expect(amountWithout(line(500, terms), 'MDL', '250')).toBe(35_000);
  expect(amountWithout(line(500, terms, [{ to: 10_000 }]), 'MDL', '100')).toBe(10_000);
});

test('late metres of several days are taken off by their share', () => {
  const terms = [
    [factor('100', 'metres'), factor('1', 'price-per-metre'), factor('2', 'days')],
    [factor('60', 'metres'), factor('1', 'price-per-metre'), factor('1', 'days')],
  ];
  expect(amountWithout(line(160, terms), 'MDL', '80')).toBe(13_000);
});

test('a fixed sum is not counted by metres', () => {
  expect(isByMetres(line(100, [[factor('500', 'amount')]]))).toBe(false);
  expect(isByMetres(line(null, [[factor('500', 'amount')]]))).toBe(false);
});
