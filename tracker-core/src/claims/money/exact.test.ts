import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits, type Factor } from '@sweepline/contract';
import { evaluate, exactSumOf } from './evaluate.ts';
import { by, compare, decimalText, exactOf, roundHalfUp, times, wholeOf } from './exact.ts';

const product = (...factors: [string, Factor['unit']?, true?][]): Factor[] =>
  factors.map(([value, unit = 'factor', divides]) => ({ value, unit, ...(divides ? { divides } : {}) }));
const sum = (currency: string, ...terms: Factor[][]): number => evaluate({ terms, caps: [] }, currency);

describe('money', () => {
  it.each([
    ['JPY', 0],
    ['MDL', 2],
    ['RUB', 2],
    ['KWD', 3],
    // Where usage leaves out what the standard has.
    ['HUF', 2],
    ['IQD', 3],
    ['CLF', 4],
  ])('%s has %i digits', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
    const half = digits === 0 ? '0.5' : `0.${'0'.repeat(digits)}5`;
    const less = digits === 0 ? '0.499999' : `0.${'0'.repeat(digits)}4`;
    expect(sum(currency, product([half, 'amount']))).toBe(1);
    expect(sum(currency, product([less, 'amount']))).toBe(0);
    expect(sum(currency, product(['7', 'amount']))).toBe(7 * 10 ** digits);
  });

  it('is rounded once, after the products are summed', () => {
    const third = product(['1', 'amount'], ['3', 'divisor', true]);
    expect(sum('MDL', third, third, third)).toBe(100);
    expect(sum('MDL', product(['0.005', 'amount']), product(['0.005', 'amount']))).toBe(1);
  });

  it('is exact where floats are not', () => {
    // as floats 1.005 × 100 is 100.49999999999999
    expect(sum('MDL', product(['1', 'metres'], ['1.005', 'price-per-metre']))).toBe(101);
    expect(sum('MDL', product(['90071992547.40', 'metres'], ['999.999999', 'price-per-metre']))).toBe(
      9_007_199_245_732_801,
    );
  });

  it('is refused where no whole number can hold it', () => {
    const much = product(['999999999999', 'metres'], ['999999', 'price-per-metre']);
    expect(() => sum('MDL', much)).toThrow('an amount of more than 9007199254740991 minor units');
  });

  it('is cut by each cap in turn, and negative where it is a credit', () => {
    const caps = [
      { by: 'fact', to: 900 },
      { by: 'month', to: 400 },
    ] as const;
    const terms = [product(['10', 'amount'])];
    expect(evaluate({ terms, caps: [...caps] }, 'MDL')).toBe(400);
    expect(evaluate({ terms, caps: [caps[0]], credit: true }, 'MDL')).toBe(-900);
    expect(Object.is(evaluate({ terms: [product(['0', 'amount'])], caps: [], credit: true }, 'MDL'), 0)).toBe(true);
  });

  it('names what is no decimal', () => {
    expect(() => exactOf('1e3')).toThrow('expected a decimal such as "1.85", got "1e3"');
    expect(() => by(wholeOf(1), wholeOf(0))).toThrow('divisor');
  });
});

describe('exact fractions', () => {
  const hundredths = fc.integer({ min: 0, max: 10 ** 12 });

  it('write and read decimals without loss', () => {
    fc.assert(
      fc.property(hundredths, fc.constantFrom(0, 2, 3, 6), (units, digits) => {
        const text = decimalText(units, digits);
        expect(compare(exactOf(text), { over: BigInt(units), under: 10n ** BigInt(digits) })).toBe(0);
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });

  it('round to the nearest whole number, a half up', () => {
    fc.assert(
      fc.property(hundredths, fc.integer({ min: 1, max: 10_000 }), (over, under) => {
        const rounded = roundHalfUp({ over: BigInt(over), under: BigInt(under) });
        // rounded − 1/2 ≤ over / under < rounded + 1/2, in whole numbers
        const [twice, unit] = [2n * BigInt(over), BigInt(under)];
        expect(twice >= (2n * BigInt(rounded) - 1n) * unit && twice < (2n * BigInt(rounded) + 1n) * unit).toBe(true);
      }),
    );
  });

  it('do not depend on the order of factors', () => {
    const decimal = hundredths.map((units) => decimalText(units, 2));
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        const one = exactSumOf([product([a], [b], [c, 'per-cent'])]);
        const other = times(times(exactOf(c), exactOf(a)), exactOf(b));
        expect(compare(times(one, wholeOf(100)), other)).toBe(0);
      }),
    );
  });
});
