import { describe, expect, it } from 'vitest';
import type { Rule, Terms } from '@sweepline/contract';
import { fixed, one, penalty, undone } from '../testing/rules.ts';
import { NOTHING_EARLIER, type Earlier } from './earlier.ts';
import { draftOf, setupOf, termsOf } from '../testing/works.ts';

const DATES = ['2026-10-29', '2026-10-30', '2026-10-31', '2026-11-01'];

/** Amounts of penalties, a fact a day over a change of the month, with the caps that cut them. */
function charged(rules: readonly Rule[], cap: Terms['cap'], before: Partial<Earlier> = {}): [number, string][] {
  const setup = setupOf(termsOf(rules, cap === undefined ? {} : { cap }), {
    to: '2026-12-01',
    earlier: { ...NOTHING_EARLIER, ...before },
  });
  const works = DATES.map((date, i) => one(`a${i}`, [['gear-off', 100]], { date }));
  return draftOf(setup, works)
    .lines.filter(({ kind }) => kind === 'penalty')
    .map(({ amount, arithmetic }) => [amount, arithmetic.caps.map(({ by, to }) => `${by} ${to}`).join(', ')]);
}

const p = (more: Partial<Rule> = {}): Rule => penalty('p', undone('leg'), fixed(1_000), more);

describe('caps', () => {
  it('cut each fact, after the repeat', () => {
    expect(charged([p({ cap: { fact: 1_200 }, repeat: { from: 2, factor: '2' } })], undefined)).toEqual([
      [1_000, ''],
      [1_200, 'fact 1200'],
      [1_200, 'fact 1200'],
      [1_000, ''],
    ]);
  });

  it("cut a rule's month, all penalties of a month and of the contract, in the order of lines", () => {
    expect(charged([p({ cap: { month: 1_500 } })], undefined)).toEqual([
      [1_000, ''],
      [500, 'rule-month 500'],
      [0, 'rule-month 0'],
      [1_000, ''],
    ]);
    expect(charged([p()], { month: 2_500 })).toEqual([
      [1_000, ''],
      [1_000, ''],
      [500, 'month 500'],
      [1_000, ''],
    ]);
    expect(charged([p()], { contract: 2_500 }, { penalties: 1_000 })).toEqual([
      [1_000, ''],
      [500, 'contract 500'],
      [0, 'contract 0'],
      [0, 'contract 0'],
    ]);
  });

  it('go on from what other claims charge of the same month', () => {
    expect(charged([p()], { month: 2_500 }, { months: { '2026-10': 1_800, '2026-09': 9_000 } })).toEqual([
      [700, 'month 700'],
      [0, 'month 0'],
      [0, 'month 0'],
      [1_000, ''],
    ]);
    const once = { 'p 2026-10': { charged: 900, facts: 1 } };
    const twice = p({ cap: { month: 2_000 }, warnings: 2, repeat: { from: 2, factor: '1.5' } });
    expect(charged([twice], undefined, { rules: once })).toEqual([
      [1_000, ''],
      [100, 'rule-month 100'],
    ]);
  });

  it('count a line by what is left of it under all of them', () => {
    // the rule lets 700 of the first month through, which is all that the month counts
    expect(charged([p({ cap: { fact: 900, month: 700 } })], { month: 800, contract: 1_400 })).toEqual([
      [700, 'fact 900, rule-month 700'],
      [0, 'fact 900, rule-month 0'],
      [0, 'fact 900, rule-month 0'],
      [700, 'fact 900, rule-month 700'],
    ]);
  });

  it('do not touch what is not paid for lack of work', () => {
    const { totals } = draftOf(setupOf(termsOf([p()], { cap: { month: 10 } })), [one('a', [['gear-off', 100]])]);
    expect(totals).toMatchObject({ nonPayment: 20_000, penalty: 10 });
  });
});
