import type { Rule, Terms } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { Money } from '../language/money.ts';
import { agreed, draftOfRule, emptyRule, freeRuleId, ruleOfDraft } from './rule-draft.ts';
import { draftOfTerms, placeOf, termsOfDraft } from './terms-draft.ts';

const ru = new Money('ru');
const shown = (decimal: string) => ru.decimal(decimal);
const rules: Rule[] = [
  {
    id: 'a',
    kind: 'penalty',
    clause: '6.2',
    text: 'Слова',
    on: { fact: 'undone', per: 'leg', above: '5.5', reasons: ['too-fast', 'gear-off'] },
    charge: { sum: 'percent', percent: '2.25', of: 'day' },
    operations: ['sweep'],
    routes: ['b-07'],
    warnings: 2,
    repeat: { from: 3, factor: '1.5' },
    cure_h: 24,
    cap: { fact: 100_000, month: 500_005 },
  },
  {
    id: 'b',
    kind: 'penalty',
    on: { fact: 'incident', kinds: ['idle', 'missed'] },
    charge: { sum: 'fixed', amount: 123_456_789 },
  },
  { id: 'c', kind: 'penalty', on: { fact: 'late' }, charge: { sum: 'key-rate', divisor: 300, rateOn: 'payment' } },
  { id: 'd', kind: 'penalty', on: { fact: 'late' }, charge: { sum: 'per-delay', unit: 'hour', amount: 5 } },
  { id: 'e', kind: 'penalty', on: { fact: 'late' }, charge: { sum: 'percent-per-delay', unit: 'day', percent: '0.1' } },
  {
    id: 'f',
    kind: 'penalty',
    on: { fact: 'uptime', below: '95' },
    charge: {
      sum: 'by-band',
      bands: [
        { upTo: 1_000, amount: 10 },
        { upTo: null, amount: 20 },
      ],
    },
  },
  { id: 'g', kind: 'non-payment', on: { fact: 'undone', per: 'route' }, charge: { sum: 'zero' } },
  { id: 'h', kind: 'penalty', on: { fact: 'undone', per: 'day' }, charge: { sum: 'per-metre', price: '0.5' } },
  {
    id: 'i',
    kind: 'bonus',
    on: { fact: 'completed', per: 'month', atLeast: '99.5' },
    charge: { sum: 'fixed', amount: 1_000 },
  },
];
const terms: Terms = {
  from: '2026-01-01',
  prices: [
    { operation: 'sweep', perMetre: '1.85' },
    { operation: 'wash', route: 'b-07', perMetre: '1200.5' },
  ],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'B', clause: 'Оговорка' },
  deadlines: { answerDays: 7, decisionDays: 14 },
  overlap: 'first',
  cap: { month: 5_000_000, contract: 100_000_000 },
  keyRates: [{ from: '2026-01-01', percent: '8.5' }],
  rules,
};

describe('drafts of terms', () => {
  it.each(rules)('rule $id comes back as it was', (rule) => {
    const { rule: again, faults } = ruleOfDraft(draftOfRule(rule, 'MDL', shown), 'MDL');
    expect(faults.size).toBe(0);
    expect(again).toEqual(rule);
  });

  it('terms come back as they were', () => {
    expect(termsOfDraft(draftOfTerms(terms, 'MDL', shown), 'MDL')).toEqual({ terms, faults: new Map() });
  });

  it('what cannot be read stands at its place', () => {
    const draft = draftOfTerms(terms, 'MDL', shown);
    draft.prices[1]!.perMetre = 'x';
    draft.leg = '101';
    draft.answerDays = '0';
    draft.rules[1]!.kinds = [];
    draft.rules[3]!.amount = '0,001';
    draft.keyRates[0]!.from = '';
    expect([...termsOfDraft(draft, 'MDL').faults]).toEqual([
      ['/prices/1/perMetre', 'decimal'],
      ['/completion/leg', 'percent'],
      ['/deadlines/answerDays', 'integer'],
      ['/keyRates/0/from', 'date'],
      ['/rules/1/kinds', 'some'],
      ['/rules/3/amount', 'sum'],
    ]);
  });

  it('messages of the service find their field', () => {
    expect(placeOf('/rules/2/charge/bands/1/upTo')).toBe('/rules/2/bands');
    expect(placeOf('/rules/0/on/above')).toBe('/rules/0/below');
    expect(placeOf('/rules/0/on/below')).toBe('/rules/0/uptime');
    expect(placeOf('/rules/0/cap/fact')).toBe('/rules/0/capFact');
    expect(placeOf('/rules/0/charge')).toBe('/rules/0');
    expect(placeOf('/rules/3/routes/1')).toBe('/rules/3/routes');
    expect(placeOf('/cap/month')).toBe('/cap/month');
  });

  it('kind, fact and sum follow what was chosen last', () => {
    const rule = emptyRule('r');
    expect(agreed({ ...rule, kind: 'bonus' }, 'kind')).toMatchObject({
      kind: 'bonus',
      fact: 'completed',
      sum: 'percent',
    });
    expect(agreed({ ...rule, kind: 'non-payment', fact: 'late' }, 'kind')).toMatchObject({
      fact: 'undone',
      sum: 'zero',
    });
    expect(agreed({ ...rule, sum: 'zero' }, 'sum')).toMatchObject({ kind: 'non-payment' });
    expect(agreed({ ...rule, kind: 'non-payment', sum: 'fixed' }, 'sum')).toMatchObject({ kind: 'penalty' });
    expect(agreed({ ...rule, fact: 'late', of: 'leg' }, 'fact')).toMatchObject({ sum: 'percent', of: 'route' });
    expect(agreed({ ...rule, sum: 'key-rate', fact: 'uptime' }, 'fact')).toMatchObject({ sum: 'percent' });
    expect(agreed({ ...rule, kind: 'bonus', fact: 'undone' }, 'fact')).toMatchObject({ kind: 'penalty' });
  });

  it('a new rule has an id of its own', () => {
    expect(freeRuleId(['r2', 'x'])).toBe('r3');
    expect(freeRuleId([])).toBe('r1');
  });
});
