import { minorDigits, type Arithmetic, type ClaimLine, type Factor } from '@sweepline/contract';
import type { language } from '../language/language.svelte.ts';
import type { Money } from '../language/money.ts';
import type { claimWords } from './words.ts';

type Words = (typeof claimWords)['ru'];
export interface Speech {
  readonly money: Money;
  readonly count: (typeof language)['count'];
  readonly unit: (typeof language)['numbers']['unit'];
  readonly locale: (typeof language)['locale'];
  readonly words: Words;
}

const NO_BREAK = '\u00a0';

/** Without the zeroes that follow nothing. */
const trimmed = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);

/** Metres are whole or have both of their decimals. */
const metres = (value: string): string => {
  const plain = trimmed(value);
  return plain.includes('.') ? plain.padEnd(plain.indexOf('.') + 3, '0') : plain;
};

/** A sum has at least the decimals of its currency. */
function sum(value: string, currency: string): string {
  const digits = minorDigits(currency);
  const [whole = '0', fraction = ''] = trimmed(value).split('.');
  const kept = fraction.padEnd(digits, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** One factor as it stands in a product. @param named whether sums name their currency */
function factorText({ value, unit }: Factor, speech: Speech, currency: string, named: boolean): string {
  const { money, words } = speech;
  const number = money.decimal(trimmed(value));
  switch (unit) {
    case 'metres':
      return money.decimal(metres(value)) + NO_BREAK + speech.unit('m');
    case 'per-cent':
      return number + (speech.locale === 'ru' ? `${NO_BREAK}%` : '%');
    case 'days':
    case 'hours':
      return Number.isInteger(Number(value)) ? speech.count(Number(value), words.counts[unit]) : number;
    case 'count':
      return Number.isInteger(Number(value)) ? speech.count(Number(value), words.counts.facts) : number;
    case 'price':
    case 'amount':
    case 'price-per-metre': {
      const text = money.decimal(sum(value, currency));
      if (!named) return text;
      const word = money.wordBeside(text, currency);
      return speech.locale === 'ru' ? text + NO_BREAK + word : word + NO_BREAK + text;
    }
    case 'factor':
    case 'divisor':
      return number;
  }
}

/** 626 м × 1,85 · 14 200,00 × 8,5 % ÷ 300 × 3 дня; several products are added. */
export function arithmeticText({ terms }: Arithmetic, speech: Speech, currency: string): string {
  return terms
    .map((factors) =>
      factors
        .map(
          (factor, at) =>
            (at === 0 ? '' : factor.divides ? ' ÷ ' : ' × ') + factorText(factor, speech, currency, false),
        )
        .join(''),
    )
    .join(' + ');
}

/** A row of the arithmetic written out below each other. */
export interface FactorRow {
  readonly name: string;
  readonly sign: '' | '×' | '÷';
  readonly text: string;
}

/** @param line whose metres have a name of their own beside those that were owed */
export const factorRows = (
  factors: readonly Factor[],
  line: Pick<ClaimLine, 'kind' | 'metres'>,
  speech: Speech,
  currency: string,
): readonly FactorRow[] =>
  factors.map((factor, at) => {
    const owed = factor.unit === 'metres' && (line.kind === 'bonus' || Number(factor.value) !== line.metres);
    return {
      name: owed ? speech.words.owed : speech.words.factors[factor.unit],
      sign: at === 0 ? '' : factor.divides ? '÷' : '×',
      text: factorText(factor, speech, currency, true),
    };
  });

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}
const fractionOf = (decimal: string): Fraction => {
  const [whole = '0', digits = ''] = decimal.split('.');
  return { over: BigInt(whole + digits), under: 10n ** BigInt(digits.length) };
};
const product = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });

function productOf(factors: readonly Factor[]): Fraction {
  let result: Fraction = { over: 1n, under: 1n };
  for (const { value, unit, divides } of factors) {
    const { over, under } = fractionOf(value);
    const factor = unit === 'per-cent' ? { over, under: under * 100n } : { over, under };
    result = product(result, divides ? { over: factor.under, under: factor.over } : factor);
  }
  return result;
}

const isLength = ({ unit, divides }: Factor): boolean => unit === 'metres' && !divides;
const takesTime = (factors: readonly Factor[]): boolean =>
  factors.some(({ unit }) => unit === 'days' || unit === 'hours');

/** Whether metres taken off a line say what is left of it: there is one product with metres, or all are of late metres. */
export const isByMetres = ({ metres, arithmetic: { terms } }: Pick<ClaimLine, 'metres' | 'arithmetic'>): boolean =>
  metres !== null &&
  metres > 0 &&
  terms.every((factors) => factors.some(isLength)) &&
  (terms.length === 1 || terms.every(takesTime));

/**
 * What would be left of a line without some of its metres, for a person who is about to decide so. The service has the
 * last word.
 */
export function amountWithout(
  { metres, arithmetic }: Pick<ClaimLine, 'metres' | 'arithmetic'>,
  currency: string,
  excused_m: string,
): number {
  const { terms, caps, credit } = arithmetic;
  const all = fractionOf(String(metres));
  const off = fractionOf(excused_m);
  const left = minus(all, off);
  const byShare = terms.every(takesTime);
  let sum: Fraction = { over: 0n, under: 1n };
  for (const factors of terms) {
    let part = productOf(factors.filter((factor) => byShare || !isLength(factor)));
    if (byShare) part = product(part, { over: left.over * all.under, under: left.under * all.over });
    else
      for (const factor of factors.filter(isLength))
        part = product(part, left.over === 0n ? left : minus(fractionOf(factor.value), off));
    sum = { over: sum.over * part.under + part.over * sum.under, under: sum.under * part.under };
  }
  const minor = sum.over * 10n ** BigInt(minorDigits(currency));
  const rounded = Number((minor * 2n + sum.under) / (sum.under * 2n));
  const cut = caps.reduce((amount, { to }) => Math.min(amount, to), rounded);
  return credit ? -cut : cut;
}

const minus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under - b.over * a.under,
  under: a.under * b.under,
});
