import { addDays, minorDigits, type Factor, type FactorUnit, type KeyRate, type RuleSum } from '@sweepline/contract';
import { owedOf, pricedOf, type Books, type Priced } from '../work/books.ts';
import { rateOn, rateRuns, type LocalDays } from '../facts/delays.ts';
import { decimalText, metresText } from './exact.ts';
import type { Fact } from '../facts/fact.ts';

/** What sums are worked out with besides the fact itself. */
export interface Tariff {
  readonly books: Books;
  readonly currency: string;
  /** Of the whole contract, in minor units. */
  readonly contractPrice: number;
  readonly keyRates: readonly KeyRate[];
  readonly paymentDate: string;
  readonly days: LocalDays;
}

type Terms = Factor[][];

const of = (unit: FactorUnit, value: string): Factor => ({ value, unit });
const metres = (length_cm: number): Factor => of('metres', metresText(length_cm));
const money = (minor: number, currency: string): Factor => of('amount', decimalText(minor, minorDigits(currency)));

/** Metres at their price. */
export const metresAtPrice = (length_cm: number, price: string): Factor[] => [
  metres(length_cm),
  of('price-per-metre', price),
];

const pricesOf = (priced: Priced, ...factors: Factor[]): Terms =>
  [...priced].map(([price, length_cm]) => [...metresAtPrice(length_cm, price), ...factors]);

/** A rule's sum for a fact as products, before it is repeated, rounded and cut; empty where there is nothing to charge. */
export function chargeOf(fact: Fact, tariff: Tariff): Terms {
  const { charge } = fact.rule;
  const { currency, contractPrice } = tariff;
  switch (charge.sum) {
    case 'fixed':
      return [[money(charge.amount, currency)]];
    case 'by-band': {
      const band = charge.bands.find(({ upTo }) => upTo === null || contractPrice <= upTo);
      return band === undefined ? [] : [[money(band.amount, currency)]];
    }
    case 'per-metre':
      return perMetre(fact, charge.price);
    case 'percent':
      return pricesOf(scopeOf(fact, charge.of, tariff.books), of('per-cent', charge.percent));
    case 'zero':
      return pricesOf(leftOf(fact));
    case 'per-delay': {
      const longest = Math.max(...fact.delays.map((delay) => delay[UNITS[charge.unit]]));
      return longest > 0 ? [[delay(fact, charge.unit, longest, tariff), money(charge.amount, currency)]] : [];
    }
    case 'percent-per-delay':
      return percentPerDelay(fact, charge, tariff);
    case 'key-rate':
      return keyRate(fact, charge, tariff);
  }
}

const UNITS = { hour: 'hours', day: 'days' } as const;

/** So many days after a due one, by their dates. */
const daysAfter = (due: string, from: number, days: number): Factor => ({
  ...of('days', String(days)),
  from: addDays(due, from + 1),
  to: addDays(due, from + days),
});

/** A case tells itself from when to when it was. */
const delay = ({ rule: { on }, works }: Fact, unit: 'hour' | 'day', count: number, { days }: Tariff): Factor =>
  unit === 'day' && on.fact === 'late'
    ? daysAfter(days.due(works[0]!.to_ms), 0, count)
    : of(UNITS[unit], String(count));

/** Undone or late metres; of a bonus those that were done. */
function perMetre({ rule, metres_cm, works }: Fact, price: string): Terms {
  const length_cm = rule.on.fact === 'completed' ? works.reduce((sum, work) => sum + work.covered_cm, 0) : metres_cm;
  return length_cm === null || length_cm === 0 ? [] : [metresAtPrice(length_cm, price)];
}

/** What is owed, by price: of the legs that it is about, of the route, of all that the rule is about that day or month. */
function scopeOf({ rule, scope, works, parts }: Fact, of: 'leg' | 'route' | 'day' | 'month', books: Books): Priced {
  if (of === 'leg') {
    const legs = new Map(parts.map(({ leg, work }) => [leg, work]));
    const owed = new Map<string, number>();
    for (const [{ owed_cm }, { price }] of legs) owed.set(price, (owed.get(price) ?? 0) + owed_cm);
    return owed;
  }
  if (of === 'route') {
    const routes = scope === 'assignment' ? works : new Set(parts.length > 0 ? parts.map(({ work }) => work) : works);
    return pricedOf(routes, owedOf);
  }
  const { date, month } = works.at(-1)!;
  return books.owed(rule, of, of === 'day' ? date : month);
}

/** What was done and would be paid: of the leg where the rule is about a leg, else of all its works. */
function leftOf({ rule: { on }, works, parts }: Fact): Priced {
  if (on.fact !== 'undone' || on.per !== 'leg') return pricedOf(works, ({ covered_cm }) => covered_cm);
  const { leg, work } = parts[0]!;
  return leg.covered_cm > 0 ? new Map([[work.price, leg.covered_cm]]) : new Map();
}

/** Lengths by how long they took; a case is about the whole route. */
function byUnits({ rule, delays, works }: Fact, unit: 'days' | 'hours'): [units: number, length_cm: number][] {
  const ofCase = rule.on.fact === 'incident';
  const lengths = new Map<number, number>();
  for (const delay of delays) {
    const length_cm = ofCase ? works[0]!.owed_cm : delay.length_cm;
    if (delay[unit] > 0 && length_cm > 0) lengths.set(delay[unit], (lengths.get(delay[unit]) ?? 0) + length_cm);
  }
  return [...lengths].sort(([a], [b]) => a - b);
}

function percentPerDelay(
  fact: Fact,
  { unit, percent }: Extract<RuleSum, { sum: 'percent-per-delay' }>,
  tariff: Tariff,
): Terms {
  const { price } = fact.works[0]!;
  return byUnits(fact, UNITS[unit]).map(([units, length_cm]) => [
    ...metresAtPrice(length_cm, price),
    of('per-cent', percent),
    delay(fact, unit, units, tariff),
  ]);
}

function keyRate(fact: Fact, { divisor, rateOn: on }: Extract<RuleSum, { sum: 'key-rate' }>, tariff: Tariff): Terms {
  const { keyRates, paymentDate, days: local } = tariff;
  const { price, to_ms } = fact.works[0]!;
  const due = local.due(to_ms);
  return byUnits(fact, 'days').flatMap(([days, length_cm]) => {
    const runs = on === 'payment' ? [{ percent: rateOn(keyRates, paymentDate), days }] : rateRuns(keyRates, due, days);
    let before = 0;
    return runs.map((run): Factor[] => {
      const time = daysAfter(due, before, run.days);
      before += run.days;
      return [
        ...metresAtPrice(length_cm, price),
        of('per-cent', run.percent),
        time,
        { value: String(divisor), unit: 'divisor', divides: true },
      ];
    });
  });
}
