import { describe, expect, it } from 'vitest';
import type { Rule } from '@sweepline/contract';
import { isByMetres, reducedAmount } from './reduced.ts';
import { fixed, one, penalty, undone } from '../testing/rules.ts';
import { draftOf, setupOf, termsOf } from '../testing/works.ts';
import { leftOf, totalsOf } from './totals.ts';

const work = one('a', [['covered', 100], ['gear-off', 40], ['excused', 60]]); // prettier-ignore
const later = one('b', [['covered', 40], ['not-reached', 160]], { date: '2026-10-07' }); // prettier-ignore

/** The line of a rule on the undone metres, and what is left of it with so many of them excused. */
function left(charge: Rule['charge'], excused_m: number, on: Rule['on'] = undone('leg')): number {
  const rules = [penalty('p', on, charge)];
  const { lines } = draftOf(setupOf(termsOf(rules)), on.fact === 'late' ? [work, later] : [work]);
  const line = lines.find(({ rule, assignment }) => rule === 'p' && assignment === 'a')!;
  return reducedAmount(line, excused_m, 'MDL');
}

describe('metres taken off a line', () => {
  it('leave the price of the others', () => {
    const { lines } = draftOf(setupOf(termsOf([])), [work]);
    expect(lines[0]!.amount).toBe(8_000);
    expect([0, 10.01, 40].map((excused_m) => reducedAmount(lines[0]!, excused_m, 'MDL'))).toEqual([8_000, 5_998, 0]);
  });

  it('leave the share of a price of what is still owed, and nothing where nothing is undone', () => {
    // of 140 m owed 30 are left out: 110 × 2.00 × 10 %
    expect(left({ sum: 'percent', percent: '10', of: 'leg' }, 30)).toBe(2_200);
    expect(left({ sum: 'percent', percent: '10', of: 'leg' }, 40)).toBe(0);
  });

  it('leave late metres their share', () => {
    // 40 × 2.00 × 1 % × 26 days: a quarter less
    const charge: Rule['charge'] = { sum: 'percent-per-delay', unit: 'day', percent: '1' };
    expect(left(charge, 10, { fact: 'late' })).toBe(1_560);
  });

  it('say nothing of sums that are not counted by metres, and are not more than there are', () => {
    expect(() => left(fixed(500), 10)).toThrow('not counted by metres');
    expect(() => left({ sum: 'per-metre', price: '1' }, 40.01)).toThrow('expected 0 to 40 metres, got 40.01');
    expect(isByMetres({ metres: null, arithmetic: { terms: [[{ value: '1', unit: 'metres' }]], caps: [] } })).toBe(
      false,
    );
  });
});

describe('totals after decisions', () => {
  it('take what is left of each line that stands', () => {
    const { lines, totals } = draftOf(setupOf(termsOf([penalty('p', undone('leg'), fixed(500))])), [work]);
    expect(totals).toMatchObject({ nonPayment: 8_000, penalty: 500, total: 8_500 });
    const decision = {
      decision: 'reduce',
      excused_m: 10,
      amount: 6_000,
      reason: 'parked cars',
      by: 'x',
      at: 'y',
    } as const;
    const decided = [
      { ...lines[0]!, decision },
      { ...lines[1]!, state: 'dropped' as const, why: 'twice' },
    ];
    expect(decided.map(leftOf)).toEqual([6_000, 0]);
    expect(totalsOf(decided, totals)).toEqual({ ...totals, nonPayment: 6_000, penalty: 0, total: 6_000 });
  });
});
