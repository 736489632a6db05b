import { describe, expect, it } from 'vitest';
import type { ContractBody, Rule, Terms } from '@sweepline/contract';
import { faultsOfTerms } from './faults.ts';
import { fixed, penalty, undone } from '../testing/rules.ts';
import { termsOf } from '../testing/works.ts';

const contract: ContractBody = {
  municipality: 'm1',
  contractor: 'k1',
  number: '118/25',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'MDL',
  price: 500_000_000,
  operations: ['sweep'],
};

const told = (terms: Terms, changes: Partial<ContractBody> = {}): string[] =>
  faultsOfTerms(terms, { ...contract, ...changes }).map(({ path, message }) => `${path}: ${message}`);
const ofRule = (rule: Partial<Rule>, terms: Partial<Terms> = {}): string[] =>
  told(termsOf([{ ...penalty('p', undone('leg'), fixed(1)), ...rule }], terms));
const ofCharge = (on: Rule['on'], charge: Rule['charge']): string[] => ofRule({ on, charge });

describe('faults of terms', () => {
  it('are none of what can hold', () => {
    expect(told(termsOf([penalty('p', undone('leg'), fixed(1))]))).toEqual([]);
  });

  it('are days outside the contract or the calendar', () => {
    expect(told(termsOf([], { from: '2025-12-31' }))).toEqual([
      '/from: lies outside of the contract, which runs from 2026-01-01 to 2026-12-31',
    ]);
    expect(told(termsOf([], { from: '2026-02-30' }))).toEqual(['/from: is no day of the calendar']);
  });

  it('are prices missing, twice or of what the contract is not about', () => {
    const sweep = { operation: 'sweep', perMetre: '2' } as const;
    expect(told(termsOf([]), { operations: ['sweep', 'wash'] })).toEqual([
      '/prices: no price for wash, which is an operation of the contract',
    ]);
    const prices: Terms['prices'] = [sweep, sweep, { ...sweep, operation: 'grit' }, { ...sweep, route: 'r9' }];
    expect(told(termsOf([], { prices }), { routes: ['r1'] })).toEqual([
      '/prices/1: price 1 is of the same operation and route already',
      '/prices/2/operation: grit is no operation of the contract',
      '/prices/3/route: r9 is no route of the contract',
    ]);
    const each: Terms['prices'] = [{ ...sweep, route: 'r1' }];
    expect(told(termsOf([], { prices: each }), { routes: ['r1'] })).toEqual([]);
    expect(told(termsOf([], { prices: each }), { routes: ['r1', 'r2'] })).toHaveLength(1);
    expect(told(termsOf([], { prices: each }))).toHaveLength(1);
  });

  it('are shares that cannot be', () => {
    expect(told(termsOf([], { completion: { leg: '0', route: '100.01' } }))).toEqual([
      '/completion/leg: must be more than 0 and at most 100 per cent',
      '/completion/route: must be more than 0 and at most 100 per cent',
    ]);
    expect(ofRule({ on: undone('leg', { above: '100' }) })).toEqual([
      '/rules/0/on/above: must be less than 100 per cent',
    ]);
    expect(ofRule({ on: undone('leg', { above: '99.999999' }) })).toEqual([]);
    expect(ofRule({ on: { fact: 'uptime', below: '100.5' } })).toHaveLength(1);
  });

  it('are ids that a rule has already, and operations or routes of no contract', () => {
    const p = penalty('p', undone('leg'), fixed(1));
    expect(told(termsOf([p, p]))).toEqual(['/rules/1/id: rule 1 has the id p already']);
    expect(ofRule({ operations: ['sweep', 'haul'] })).toEqual([
      '/rules/0/operations/1: haul is no operation of the contract',
    ]);
  });

  it('are bands out of order', () => {
    const bands = (...limits: (number | null)[]) =>
      ofCharge(undone('leg'), { sum: 'by-band', bands: limits.map((upTo) => ({ upTo, amount: 1 })) });
    expect(bands(10, 20, null)).toEqual([]);
    expect(bands(20, 20, null)).toEqual([
      '/rules/0/charge/bands/1/upTo: must be a limit above 20, the one of the band before it',
    ]);
    expect(bands(null, 20)).toEqual([
      '/rules/0/charge/bands/0/upTo: only the last band has no limit',
      '/rules/0/charge/bands/1/upTo: the last band has no limit: every contract price must fall into one',
    ]);
  });

  it('are key rates that are not there, begin too late or go back', () => {
    const charge: Rule['charge'] = { sum: 'key-rate', divisor: 300, rateOn: 'each-day' };
    const on: Rule['on'] = { fact: 'late' };
    expect(ofRule({ on, charge })).toEqual([
      '/rules/0/charge: asks for the key rate, and the table of key rates is empty',
    ]);
    expect(ofRule({ on, charge }, { keyRates: [{ from: '2026-02-01', percent: '16' }] })).toEqual([
      '/rules/0/charge: the key rates begin on 2026-02-01, and these terms already hold from 2026-01-01 on',
    ]);
    const keyRates = ['2026-01-01', '2026-01-01', '2026-02-30'].map((from) => ({ from, percent: '16' }));
    expect(ofRule({ on, charge }, { keyRates })).toEqual([
      '/keyRates/1/from: must be after 2026-01-01, the one before it in the table',
      '/keyRates/2/from: is no day of the calendar',
    ]);
  });

  it('are facts charged by what they do not have', () => {
    expect(ofCharge(undone('leg'), { sum: 'per-delay', unit: 'day', amount: 1 })).toEqual([
      '/rules/0/charge/sum: undone cannot be charged by per-delay, only by fixed, per-metre, percent, zero, by-band',
    ]);
    expect(ofCharge({ fact: 'incident', kinds: ['late-start', 'idle'] }, { sum: 'per-metre', price: '1' })).toEqual([
      '/rules/0/on/kinds/1: idle explains no undone metres to charge by',
    ]);
    expect(ofCharge({ fact: 'late' }, { sum: 'percent', percent: '1', of: 'leg' })).toEqual([
      '/rules/0/charge/of: late is about no leg',
    ]);
    expect(ofCharge({ fact: 'incident', kinds: ['will-miss'] }, fixed(1))).toEqual([
      '/rules/0/on/kinds/0: will-miss is a forecast: charge missed instead',
    ]);
  });

  it('are bonuses, zeros and cures where they cannot be', () => {
    const completed: Rule['on'] = { fact: 'completed', per: 'month', atLeast: '98' };
    expect(ofRule({ kind: 'bonus' })).toEqual(['/rules/0/on/fact: a bonus is for what was completed']);
    expect(ofRule({ on: completed })).toEqual(['/rules/0/kind: what was completed earns a bonus, and nothing else']);
    expect(ofRule({ kind: 'bonus', on: completed, warnings: 1 })).toEqual([
      '/rules/0/warnings: a bonus has no warnings, no repeat and no cure',
    ]);
    expect(ofRule({ kind: 'bonus', on: completed, charge: { sum: 'percent', percent: '1', of: 'day' } })).toEqual([
      '/rules/0/charge/of: a bonus for a month is a share of its price or of a wider one, not of that of a day',
    ]);
    expect(ofRule({ charge: { sum: 'zero' } })).toEqual([
      '/rules/0/kind: what is left of the price is not paid: non-payment, no penalty',
    ]);
    expect(ofRule({ kind: 'non-payment' })).toEqual([
      '/rules/0/charge/sum: not paying means that nothing is left of the price: zero; any other sum is a penalty',
    ]);
    expect(ofRule({ on: { fact: 'late' }, cure_h: 1 })).toEqual([
      '/rules/0/cure_h: only metres that were not done can be made good',
    ]);
  });

  it('are factors and caps that never act', () => {
    expect(ofRule({ repeat: { from: 2, factor: '1' } })).toEqual(['/rules/0/repeat/factor: must be more than 1']);
    expect(ofRule({ cap: { fact: 20, month: 10 } })).toEqual([
      '/rules/0/cap/fact: is above the wider cap, so it can never act',
    ]);
    expect(told(termsOf([], { cap: { month: 20, contract: 10 } }))).toEqual([
      '/cap/month: is above the wider cap, so it can never act',
    ]);
  });
});
