import type { ClaimLine } from '@sweepline/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, sectionOf, type Section } from '../listed-lines.ts';
import { tellLines } from './tell-lines.ts';

const lineArbitrary = fc.record({
  kind: fc.constantFrom('non-payment' as const, 'penalty' as const, 'warning' as const, 'bonus' as const),
  state: fc.constantFrom('standing' as const, 'held' as const, 'dropped' as const, 'covered' as const),
  amount: fc.integer({ min: -500, max: 500 }),
  answer: fc.constantFrom(null, { answer: 'accept' as const }, { answer: 'object' as const }),
  decision: fc.option(fc.record({ amount: fc.integer({ min: 0, max: 400 }) })),
});
const lines = fc
  .array(lineArbitrary, { maxLength: 60 })
  .map((all) => all.map((line, i) => ({ no: i + 1, ...line }) as unknown as ClaimLine));
const most = fc.integer({ min: 1, max: 12 });

test('sums are of all lines, however few are listed', () => {
  fc.assert(
    fc.property(lines, most, (all, n) => {
      const { sums, count } = tellLines(all, n);
      expect(count).toBe(all.length);
      for (const section of Object.keys(sums) as Section[]) {
        const of = all.filter((line) => sectionOf(line) === section);
        const amount = of.reduce((sum, line) => sum + amountOf(line), 0);
        expect(sums[section]).toEqual({ lines: of.length, amount });
      }
    }),
  );
});

test('what is listed is in order, and weighs no less than what is not', () => {
  const disputed = ({ answer, decision }: ClaimLine) => answer?.answer === 'object' || decision !== null;
  fc.assert(
    fc.property(lines, most, (all, n) => {
      const { listed } = tellLines(all, n);
      expect(listed).toHaveLength(Math.min(n, all.length));
      expect(listed.map(({ no }) => no)).toEqual(listed.map(({ no }) => no).toSorted((a, b) => a - b));
      const left = all.filter((line) => !listed.includes(line));
      if (left.some(disputed)) expect(listed.every(disputed)).toBe(true);
      const plain = (line: ClaimLine) => !disputed(line) && line.state === 'standing';
      const least = Math.min(...listed.filter(plain).map(({ amount }) => Math.abs(amount)));
      for (const line of left.filter(plain)) expect(Math.abs(line.amount)).toBeLessThanOrEqual(least);
    }),
  );
});

test('the spans of what was accepted without more hold each of its numbers once', () => {
  fc.assert(
    fc.property(lines, most, (all, n) => {
      const { accepted } = tellLines(all, n);
      const numbers = accepted.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      const expected = all.filter(({ answer, decision }) => answer?.answer === 'accept' && decision === null);
      expect(numbers).toEqual(expected.map(({ no }) => no));
    }),
  );
});
