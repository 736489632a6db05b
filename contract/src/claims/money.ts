import { Type } from 'typebox';

/** ISO 4217 alphabetic code. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 alphabetic code' });

/** An amount of money: a whole number of the currency's minor units (bani, kopecks, cents); a credit is negative. */
export const Minor = Type.Integer({
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'minor units of the currency',
});
export const PositiveMinor = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'minor units of the currency',
});

const DECIMAL_PATTERN = '^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?$';

/** An exact decimal, never a float: prices, per cents, factors. Up to twelve digits before the point and six after it. */
export const decimalOf = (description: string) => Type.String({ pattern: DECIMAL_PATTERN, description });
export const Decimal = decimalOf('exact decimal, as "1.85"');

const decimal = new RegExp(DECIMAL_PATTERN);
export const isDecimal = (text: string): boolean => decimal.test(text);

/** Currencies whose minor unit is not a hundredth, ISO 4217 list one. Engines answer by usage: of the forint's two digits none. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);

/** Digits of a currency's minor unit, as ISO 4217 has it: 2 for MDL and RUB, 0 for JPY. */
export const minorDigits = (currency: string): number => DIGITS.get(currency) ?? 2;
