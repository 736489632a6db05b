import { minorDigits, type Arithmetic, type Factor } from '@sweepline/contract';
import { by, exactOf, ONE, plus, roundHalfUp, times, ZERO, type Exact } from './exact.ts';

const HUNDRED: Exact = { over: 100n, under: 1n };

function factorOf({ value, unit }: Factor): Exact {
  const exact = exactOf(value);
  return unit === 'per-cent' ? by(exact, HUNDRED) : exact;
}

const productOf = (factors: readonly Factor[]): Exact =>
  factors.reduce((product, factor) => (factor.divides ? by : times)(product, factorOf(factor)), ONE);

/** What the arithmetic comes to in the currency, before it is rounded and cut. */
export const exactSumOf = (terms: Arithmetic['terms']): Exact =>
  terms.reduce((sum, factors) => plus(sum, productOf(factors)), ZERO);

/** The sum in minor units, rounded half up: once a line. @throws RangeError past what a whole number can hold */
export function roundedSumOf(terms: Arithmetic['terms'], currency: string): number {
  const minor = roundHalfUp(times(exactSumOf(terms), { over: 10n ** BigInt(minorDigits(currency)), under: 1n }));
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`an amount of more than ${Number.MAX_SAFE_INTEGER} minor units`);
  return minor;
}

/**
 * A line's amount in minor units: the sum of the products, rounded half up once, then cut by each cap in turn; negative
 * where it is a credit.
 */
export function evaluate({ terms, caps, credit }: Arithmetic, currency: string): number {
  const amount = caps.reduce((left, { to }) => Math.min(left, to), roundedSumOf(terms, currency));
  return credit && amount > 0 ? -amount : amount;
}
