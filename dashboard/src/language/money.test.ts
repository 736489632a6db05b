import { describe, expect, it } from 'vitest';
import { decimalTyped, minorAsDecimal, minorTyped, Money } from './money.ts';

const ru = new Money('ru');
const en = new Money('en');

describe('money', () => {
  it('stands as each language writes it, with the word or code of its currency', () => {
    expect(ru.sum(10_758_491, 'MDL')).toBe('107\u00a0584,91\u00a0лей');
    expect(en.sum(10_758_491, 'MDL')).toBe('MDL\u00a0107,584.91');
    expect(ru.sum(-5, 'RUB')).toBe('−0,05\u00a0рубля');
    expect(ru.sum(480_000_000, 'SEK')).toBe('4\u00a0800\u00a0000,00\u00a0крон');
    expect(ru.sum(480_000_050, 'SEK')).toBe('4\u00a0800\u00a0000,50\u00a0кроны');
    expect(ru.sum(100, 'EUR')).toBe('1,00\u00a0евро');
    expect(ru.sum(100, 'USD')).toBe('1,00\u00a0доллар США');
  });

  it('says the word that a figure asks for, as it is read or typed', () => {
    expect(ru.price('500', 'SEK')).toBe('500\u00a0крон');
    expect(ru.price('0.5', 'SEK')).toBe('0,5\u00a0кроны');
    expect(ru.wordBeside('1\u00a0251', 'SEK')).toBe('крона');
    expect(ru.wordBeside('250,00', 'SEK')).toBe('крон');
    expect(ru.wordBeside('', 'SEK')).toBe('кроны');
    expect(en.price('1500', 'SEK')).toBe('SEK\u00a01,500');
  });

  it('has as many digits as the currency has', () => {
    expect(ru.sum(1_500, 'JPY')).toBe('1\u00a0500\u00a0иен');
    expect(en.bare(1_500, 'KWD')).toBe('1.500');
  });

  it('is exact where a float is not', () => {
    expect(en.bare(Number.MAX_SAFE_INTEGER, 'MDL')).toBe('90,071,992,547,409.91');
  });

  it('reads what people type', () => {
    expect(decimalTyped('1 234,50')).toBe('1234.5');
    expect(decimalTyped('007')).toBe('7');
    for (const wrong of ['', 'x', '-1', '1,2,3', '1.1234567']) expect(decimalTyped(wrong)).toBeNull();
    expect(minorTyped('12,3', 'MDL')).toBe(1_230);
    expect(minorTyped('12,345', 'MDL')).toBeNull();
    expect(minorTyped('12', 'JPY')).toBe(12);
    expect(minorAsDecimal(5, 'MDL')).toBe('0.05');
    expect(minorAsDecimal(-1_230, 'MDL')).toBe('-12.30');
  });

  it('shows a decimal as it is', () => {
    expect(ru.decimal('1234.850')).toBe('1\u00a0234,850');
    expect(en.decimal('0.5')).toBe('0.5');
  });
});
