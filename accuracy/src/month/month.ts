import type { Contract, Rule, Terms } from '@sweepline/contract';
import type { Shift } from './shift.ts';

/** October 2026 of a contractor. The clock goes back in the night to the 25th. */
export const MONTH: readonly Shift[] = [
  { date: '2026-10-01', route: 'N' },
  { date: '2026-10-02', route: 'N', leavesOut: ['Birch'] },
  { date: '2026-10-06', route: 'N', leavesOut: ['Cedar'] },
  { date: '2026-10-09', route: 'N', leavesOut: ['Birch'], closed: ['Birch'] },
  { date: '2026-10-13', route: 'N', leavesOut: ['Acacia'] },
  { date: '2026-10-14', route: 'N' },
  { date: '2026-10-16', route: 'N', leavesOut: ['Elm'] },
  { date: '2026-10-19', route: 'N', fault: ['gear-up', 6, 10] },
  { date: '2026-10-20', route: 'N', fault: ['wrong-side', 6, 8] },
  { date: '2026-10-21', route: 'N', fault: ['too-fast', 6, 8] },
  { date: '2026-10-22', route: 'N', fault: ['gap', 5, 12] },
  { date: '2026-10-23', route: 'N', fault: ['late-start', 0, 60, 35] },
  { date: '2026-10-24', route: 'S', hours: [20, 21], leavesOut: ['Fir'] },
  { date: '2026-10-26', route: 'N', fault: ['no-show', 0, 60] },
  { date: '2026-10-26', route: 'S', hours: [20, 21] },
  { date: '2026-10-27', route: 'N', leavesOut: ['Birch', 'Cedar'] },
  { date: '2026-10-28', route: 'W', hours: [8, 9], leavesOut: ['Gorse'] },
  { date: '2026-10-30', route: 'W', hours: [8, 9] },
];

const fixed = (amount: number): Rule['charge'] => ({ sum: 'fixed', amount });
const penalty = (id: string, on: Rule['on'], charge: Rule['charge'], more: Partial<Rule> = {}): Rule => ({
  id,
  kind: 'penalty',
  on,
  charge,
  ...more,
});

/** A rule of each kind: of what happened, and of what it costs. Sums are in bani. */
const RULES: readonly Rule[] = [
  // 500 lei a street; the first of a month is a warning, from the second charged one on twice as much, at most 2,400 lei a
  // month; nothing where it is made good within 30 hours
  penalty('skipped', { fact: 'undone', per: 'leg', reasons: ['not-reached'] }, fixed(500_00), {
    routes: ['N'],
    warnings: 1,
    repeat: { from: 2, factor: '2' },
    cure_h: 30,
    cap: { month: 2_400_00 },
  }),
  penalty('no-data', { fact: 'undone', per: 'leg', reasons: ['no-data'] }, fixed(200_00)),
  // 300 lei, at most 250 a fact: the parties wrote it so
  penalty('gear', { fact: 'incident', kinds: ['gear-off-on-route'] }, fixed(300_00), { cap: { fact: 250_00 } }),
  penalty('side', { fact: 'undone', per: 'route', reasons: ['wrong-side'] }, { sum: 'per-metre', price: '0.50' }),
  penalty('fast', { fact: 'undone', per: 'leg', reasons: ['too-fast'] }, { sum: 'percent', percent: '10', of: 'leg' }),
  penalty('day', { fact: 'undone', per: 'day', above: '20' }, { sum: 'percent', percent: '3', of: 'day' }),
  penalty(
    'late-start',
    { fact: 'incident', kinds: ['late-start'] },
    { sum: 'per-delay', unit: 'hour', amount: 120_00 },
  ),
  penalty(
    'no-show',
    { fact: 'incident', kinds: ['no-show'] },
    { sum: 'by-band', bands: [{ upTo: 300_000_00, amount: 1_000_00 }, { upTo: 3_000_000_00, amount: 2_500_00 }, { upTo: null, amount: 5_000_00 }] }, // prettier-ignore
  ),
  penalty('uptime', { fact: 'uptime', below: '90' }, fixed(250_00)),
  penalty('key-rate', { fact: 'late' }, { sum: 'key-rate', divisor: 300, rateOn: 'each-day' }, { routes: ['S'] }),
  penalty('delay', { fact: 'late' }, { sum: 'percent-per-delay', unit: 'day', percent: '2' }, { routes: ['W'] }),
  { ...penalty('nothing', { fact: 'undone', per: 'route', above: '45' }, { sum: 'zero' }), kind: 'non-payment' },
  {
    ...penalty(
      'bonus',
      { fact: 'completed', per: 'month', atLeast: '70' },
      { sum: 'percent', percent: '1', of: 'month' },
    ),
    kind: 'bonus',
  },
];

export const TERMS: Terms = {
  from: '2026-01-01',
  prices: [
    { operation: 'sweep', perMetre: '1.85' },
    { operation: 'sweep', route: 'S', perMetre: '2.40' },
    { operation: 'wash', perMetre: '0.75' },
  ],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'B' },
  deadlines: { answerDays: 5, decisionDays: 10 },
  overlap: 'greatest',
  cap: { month: 5_960_00 },
  keyRates: [
    { from: '2026-01-01', percent: '16' },
    { from: '2026-10-26', percent: '15.5' },
  ],
  rules: [...RULES],
};

export const CONTRACT: Contract = {
  id: 'c1',
  municipality: 'month',
  contractor: 'k1',
  contractorName: 'Contractor 1',
  number: '118/25',
  title: null,
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'MDL',
  price: 2_000_000_00,
  operations: ['sweep', 'wash'],
  routes: ['N', 'S', 'W'],
  termsVersion: 1,
};
