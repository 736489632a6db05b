/**
 * Exact fractions over BigInt: money never goes through a float. Denominators stay small, because they come from decimals
 * of at most six digits, per cents and divisors, so nothing is ever reduced but for its size.
 */
export interface Exact {
  readonly over: bigint;
  /** Positive. */
  readonly under: bigint;
}

export const ZERO: Exact = { over: 0n, under: 1n };
export const ONE: Exact = { over: 1n, under: 1n };

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** @throws RangeError for what is no plain decimal */
export function exactOf(decimal: string): Exact {
  const [, whole, fraction = ''] = DECIMAL.exec(decimal) ?? [];
  if (whole === undefined) throw new RangeError(`expected a decimal such as "1.85", got "${decimal}"`);
  return { over: BigInt(whole + fraction), under: 10n ** BigInt(fraction.length) };
}

export const wholeOf = (value: number): Exact => ({ over: BigInt(value), under: 1n });

export const plus = (a: Exact, b: Exact): Exact =>
  a.under === b.under
    ? { over: a.over + b.over, under: a.under }
    : { over: a.over * b.under + b.over * a.under, under: a.under * b.under };

export const times = (a: Exact, b: Exact): Exact => ({ over: a.over * b.over, under: a.under * b.under });

/** @throws RangeError for a division by nothing */
export function by(a: Exact, b: Exact): Exact {
  if (b.over <= 0n) throw new RangeError('expected a divisor greater than nothing');
  return { over: a.over * b.under, under: a.under * b.over };
}

/** Negative, 0 or positive as a is less than, equal to or greater than b. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** The nearest whole number, a half going up. Of what is not negative. */
export const roundHalfUp = ({ over, under }: Exact): number => Number((2n * over + under) / (2n * under));

/** A whole number of hundredths, thousandths … as a decimal without zeros at its end: (62650, 2) is "626.5". */
export function decimalText(units: number | bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0');
  if (digits === 0) return text;
  const fraction = text.slice(-digits).replace(/0+$/, '');
  const whole = text.slice(0, -digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Metres of a factor, out of integer centimetres. */
export const metresText = (length_cm: number): string => decimalText(length_cm, 2);
