import { describe, expect, it } from 'vitest';
import type { Factor, Rule, Terms } from '@sweepline/contract';
import { hoursOf, LocalDays } from './delays.ts';
import { fixed, one, penalty } from '../testing/rules.ts';
import type { DraftSetup } from '../setup.ts';
import { draftOf, setupOf, termsOf, workOf } from '../testing/works.ts';

const late = (charge: Rule['charge']): Rule => penalty('l', { fact: 'late' }, charge);

/** A product as a person writes it. */
const written = (factors: readonly Factor[]): string =>
  factors
    .map(
      ({ value, unit, divides }, i) =>
        `${i === 0 ? '' : divides ? ' / ' : ' × '}${value}${unit === 'per-cent' ? ' %' : ''}`,
    )
    .join('');

/** The one penalty of works, with its arithmetic. */
function charged(
  charge: Rule['charge'],
  works: readonly ReturnType<typeof workOf>[],
  terms: Partial<Terms> = {},
  setup: Partial<DraftSetup> = {},
) {
  const { lines } = draftOf(setupOf(termsOf([late(charge)], terms), setup), works);
  return lines
    .filter(({ rule, assignment }) => rule === 'l' && assignment === 'a')
    .map(({ metres, amount, arithmetic }) => `${metres} m: ${arithmetic.terms.map(written).join(' + ')} = ${amount}`);
}

/** Owed on the 5th of October from six to ten: 100 m, nothing of it done. */
const owed = one('a', [['not-reached', 100]]);
const done = (id: string, date: string, minutes: readonly [number, number], cm: readonly [number, number] = [0, 100]) =>
  one(
    id,
    [
      ['not-reached', cm[0]],
      ['covered', cm[1] - cm[0]],
      ['not-reached', 100 - cm[1]],
    ].filter((stretch): stretch is ['covered' | 'not-reached', number] => Number(stretch[1]) > 0),
    { date, minutes },
  );

describe('lateness', () => {
  const perDay: Rule['charge'] = { sum: 'per-delay', unit: 'day', amount: 5_000 };
  const perHour: Rule['charge'] = { sum: 'per-delay', unit: 'hour', amount: 700 };
  const share: Rule['charge'] = { sum: 'percent-per-delay', unit: 'day', percent: '1.5' };

  it('of the same local day is counted in hours only', () => {
    const b = done('b', '2026-10-05', [720, 781]);
    expect(charged(perDay, [owed, b])).toEqual([]);
    // passed at 13:00, three hours after the window's end
    expect(charged(perHour, [owed, b])).toEqual(['100 m: 3 × 7 = 2100']);
    expect(charged(fixed(900), [owed, b])).toEqual(['100 m: 9 = 900']);
  });

  it('goes on until the last metre was done; shares of the price are taken of each metre', () => {
    const works = [owed, done('b', '2026-10-06', [360, 600], [0, 40]), done('c', '2026-10-08', [360, 600], [40, 100])];
    expect(charged(perDay, works)).toEqual(['100 m: 3 × 50 = 15000']);
    // 40 × 2 × 1.5 % × 1 + 60 × 2 × 1.5 % × 3
    expect(charged(share, works)).toEqual(['100 m: 40 × 2 × 1.5 % × 1 + 60 × 2 × 1.5 % × 3 = 660']);
  });

  it('of what was never done goes on to the end of the period', () => {
    expect(charged(perDay, [owed])).toEqual(['100 m: 26 × 50 = 130000']);
    expect(charged(perDay, [owed, done('b', '2026-11-02', [360, 600])])).toEqual(['100 m: 26 × 50 = 130000']);
  });

  it('goes on after the period where more is known: until it was done, or to the last day that is counted', () => {
    const known = { delaysTo: '2026-11-06' };
    expect(charged(perDay, [owed], {}, known)).toEqual(['100 m: 31 × 50 = 155000']);
    expect(charged(perDay, [owed, done('b', '2026-11-02', [360, 600])], {}, known)).toEqual([
      '100 m: 28 × 50 = 140000',
    ]);
    expect(charged(perDay, [owed, done('b', '2026-11-08', [360, 600])], {}, known)).toEqual([
      '100 m: 31 × 50 = 155000',
    ]);
    const evening = one('a', [['not-reached', 100]], { date: '2026-10-31', minutes: [1_200, 1_440] });
    expect(charged(perDay, [evening])).toEqual([]);
    expect(charged(perHour, [evening, done('b', '2026-11-01', [60, 241])], {}, known)).toEqual(['100 m: 4 × 7 = 2800']);
  });

  it('of a period that is not over is counted as far as everything is known', () => {
    expect(charged(perDay, [owed], {}, { delaysTo: '2026-10-08' })).toEqual(['100 m: 2 × 50 = 10000']);
    expect(charged(perDay, [owed], {}, { delaysTo: '2026-10-05' })).toEqual([]);
  });

  it('tells its days by their dates', () => {
    const table = [
      { from: '2026-01-01', percent: '16' },
      { from: '2026-10-08', percent: '15' },
    ];
    const rule = late({ sum: 'key-rate', divisor: 300, rateOn: 'each-day' });
    const setup = setupOf(termsOf([rule], { keyRates: table }), { delaysTo: '2026-11-03' });
    const { lines } = draftOf(setup, [owed]);
    const days = lines.find((line) => line.rule === 'l')!.arithmetic.terms.map((factors) => factors[3]);
    expect(days).toEqual([
      { unit: 'days', value: '2', from: '2026-10-06', to: '2026-10-07' },
      { unit: 'days', value: '26', from: '2026-10-08', to: '2026-11-02' },
    ]);
  });

  it('does not count work before the window ended, nor of another kerb', () => {
    const before = done('b', '2026-10-05', [300, 600]);
    const left = workOf({ id: 'c', date: '2026-10-06', legs: [{ edge: 'e1', side: 'left', stretches: [['covered', 100]] }] }); // prettier-ignore
    expect(charged(perDay, [before, owed, left])).toEqual(['100 m: 26 × 50 = 130000']);
  });
});

describe('the key rate', () => {
  const keyRates = [
    { from: '2026-01-01', percent: '16' },
    { from: '2026-10-08', percent: '15.5' },
    { from: '2026-11-01', percent: '14' },
  ];
  const works = [owed, done('b', '2026-10-09', [360, 600])];

  it('is the one of the payment date, for every day', () => {
    // 4 days after the 5th: 100 × 2.00 × 14 % × 4 / 300 = 0.3733
    expect(charged({ sum: 'key-rate', divisor: 300, rateOn: 'payment' }, works, { keyRates })).toEqual([
      '100 m: 100 × 2 × 14 % × 4 / 300 = 37',
    ]);
  });

  it('is the one of each day of delay', () => {
    expect(charged({ sum: 'key-rate', divisor: 300, rateOn: 'each-day' }, works, { keyRates })).toEqual([
      '100 m: 100 × 2 × 16 % × 2 / 300 + 100 × 2 × 15.5 % × 2 / 300 = 42',
    ]);
  });

  it('must be there', () => {
    const rates = [{ from: '2026-12-01', percent: '14' }];
    expect(() => charged({ sum: 'key-rate', divisor: 300, rateOn: 'payment' }, works, { keyRates: rates })).toThrow(
      'no key rate for 2026-11-10',
    );
  });
});

describe('local days', () => {
  it('end at midnight of the municipality: what ends there is due on the day that ends', () => {
    // 2026-10-05T21:00Z is midnight in Chisinau
    expect(new LocalDays('Europe/Chisinau').due(Date.parse('2026-10-05T21:00:00Z'))).toBe('2026-10-05');
    expect(new LocalDays('Europe/Chisinau').due(Date.parse('2026-10-05T21:00:00.001Z'))).toBe('2026-10-06');
  });

  it.each([
    // clocks go back on 2026-10-25: the local day has 25 hours
    ['Europe/Chisinau', '2026-10-24T20:30:00Z', '2026-10-25T20:30:00Z', 1, 24],
    ['Europe/Chisinau', '2026-10-24T20:30:00Z', '2026-10-25T21:59:00Z', 1, 26],
    ['Europe/Chisinau', '2026-10-24T20:30:00Z', '2026-10-25T22:00:00Z', 2, 26],
    // clocks go forward on 2026-03-29: the local day has 23 hours
    ['Europe/Chisinau', '2026-03-28T21:30:00Z', '2026-03-29T20:30:00Z', 1, 23],
    ['Europe/Chisinau', '2026-03-28T21:30:00Z', '2026-03-29T21:00:00Z', 2, 24],
    ['America/New_York', '2026-11-01T03:59:00Z', '2026-11-02T04:59:00Z', 1, 25],
    ['America/New_York', '2026-11-01T03:59:00Z', '2026-11-02T05:00:00Z', 2, 26],
    ['Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-04T12:00:00Z', 1, 24],
    ['Asia/Tokyo', '2026-10-05T14:59:00Z', '2026-10-05T15:01:00Z', 1, 1],
  ])('%s: from %s to %s are %i days, %i hours', (zone, from, to, days, hours) => {
    expect(new LocalDays(zone).since(Date.parse(from), Date.parse(to))).toBe(days);
    expect(hoursOf(Date.parse(from), Date.parse(to))).toBe(hours);
  });

  it('a night of 25 hours is late by its elapsed hours and by one day', () => {
    const night = one('a', [['not-reached', 100]], { date: '2026-10-24', minutes: [1_200, 1_440] });
    const next = done('b', '2026-10-25', [1_200, 1_381]);
    const hourly: Rule['charge'] = { sum: 'per-delay', unit: 'hour', amount: 100 };
    const daily: Rule['charge'] = { sum: 'per-delay', unit: 'day', amount: 100 };
    // due at midnight, done at 23:00 wall time of the next day: 24 hours elapsed
    expect(charged(hourly, [night, next])).toEqual(['100 m: 24 × 1 = 2400']);
    expect(charged(daily, [night, next])).toEqual(['100 m: 1 × 1 = 100']);
  });
});
