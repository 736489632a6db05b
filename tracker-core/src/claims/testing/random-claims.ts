import fc from 'fast-check';
import {
  addDays,
  INCIDENT_KINDS,
  OPERATIONS,
  type Operation,
  UNCOVERED_REASONS,
  type IncidentKind,
  type KeyRate,
  type Rule,
  type RuleFact,
  type RuleSum,
  type Terms,
} from '@sweepline/contract';
import type { Earlier } from '../money/earlier.ts';
import type { ClaimIncident, DraftSetup, SealedWork } from '../setup.ts';
import { contractOf, setupOf, termsOf, versionOf, workOf, type LegWish, type WorkWish } from './works.ts';

export interface RandomClaim {
  readonly setup: DraftSetup;
  readonly works: readonly SealedWork[];
}

const ZONES = ['Europe/Chisinau', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'America/St_Johns'] as const;
const FROM = '2026-10-20';
const TO = '2026-11-10';
const DAYS = 21;

const minor = fc.integer({ min: 1, max: 50_000 });
const decimal = fc.tuple(fc.nat(30), fc.nat(999)).map(([whole, part]) => `${whole}.${String(part).padStart(3, '0')}1`);
const percent = fc.tuple(fc.nat(90), fc.nat(9)).map(([whole, part]) => `${whole}.${part}5`);
const unit = fc.constantFrom('hour' as const, 'day' as const);

const cm = fc.integer({ min: 1, max: 40_000 }).map((length_cm) => length_cm / 100);
const leg = (edge: string): fc.Arbitrary<LegWish> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom('covered' as const, 'excused' as const, ...UNCOVERED_REASONS), cm), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom('left' as const, 'right' as const),
      fc.constantFrom('Long street', 'Short street', ''),
    )
    .map(([stretches, side, street]) => ({ edge, stretches, side, street }));

/** Edges are of few names, so that later work makes earlier work good; each is once in a work. */
const work = (zone: string): fc.Arbitrary<Omit<WorkWish, 'id'>> =>
  fc.record({
    zone: fc.constant(zone),
    // one day past the period: it may only make good
    date: fc.nat(DAYS).map((day) => addDays(FROM, day)),
    minutes: fc
      .tuple(fc.nat(1_300), fc.integer({ min: 1, max: 500 }))
      .map(([from, length]) => [from, from + length] as const),
    route: fc.constantFrom('r1', 'r2'),
    operation: fc.constantFrom('sweep' as const, 'wash' as const),
    vehicle: fc.constantFrom('v1', 'v2'),
    grade: fc.constantFrom('A' as const, 'B' as const, 'C' as const, 'none' as const),
    uptime_pct: fc.option(fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)),
    legs: fc
      .subarray(['e1', 'e2', 'e3', 'e4'], { minLength: 1 })
      .chain((edges) => fc.tuple(...edges.map(leg)) as fc.Arbitrary<LegWish[]>),
  }) as fc.Arbitrary<Omit<WorkWish, 'id'>>;

const scope = fc.constantFrom('leg' as const, 'route' as const, 'day' as const);
const plainSum: fc.Arbitrary<RuleSum> = fc.oneof(
  minor.map((amount): RuleSum => ({ sum: 'fixed', amount })),
  fc
    .tuple(percent, fc.constantFrom('route' as const, 'day' as const, 'month' as const))
    .map(([share, of]): RuleSum => ({ sum: 'percent', percent: share, of })),
  fc.tuple(minor, minor).map(
    ([upTo, amount]): RuleSum => ({ sum: 'by-band', bands: [{ upTo, amount }, { upTo: null, amount: amount + 1 }] }), // prettier-ignore
  ),
);
const perMetre = decimal.map((price): RuleSum => ({ sum: 'per-metre', price }));
const byDelay: fc.Arbitrary<RuleSum> = fc.oneof(
  fc.tuple(unit, minor).map(([of, amount]): RuleSum => ({ sum: 'per-delay', unit: of, amount })),
  fc.tuple(unit, percent).map(([of, share]): RuleSum => ({ sum: 'percent-per-delay', unit: of, percent: share })),
);
const keyRate = fc
  .constantFrom('payment' as const, 'each-day' as const)
  .map((rateOn): RuleSum => ({ sum: 'key-rate', divisor: 300, rateOn }));

const undone: fc.Arbitrary<RuleFact> = fc.record(
  { fact: fc.constant('undone' as const), per: scope, above: percent, reasons: fc.subarray([...UNCOVERED_REASONS], { minLength: 1 }) }, // prettier-ignore
  { requiredKeys: ['fact', 'per'] },
);
const kinds: IncidentKind[] = INCIDENT_KINDS.filter((kind) => kind !== 'will-miss');
const incident = fc
  .subarray(kinds, { minLength: 1, maxLength: 4 })
  .map((some): RuleFact => ({ fact: 'incident', kinds: some }));

const factAndSum: fc.Arbitrary<Pick<Rule, 'kind' | 'on' | 'charge'>> = fc.oneof(
  fc.tuple(undone, fc.oneof(plainSum, perMetre)).map(([on, charge]) => ({ kind: 'penalty' as const, on, charge })),
  fc.tuple(incident, fc.oneof(plainSum, byDelay)).map(([on, charge]) => ({ kind: 'penalty' as const, on, charge })),
  fc.oneof(plainSum, perMetre, byDelay, keyRate).map((charge) => ({ kind: 'penalty' as const, on: { fact: 'late' as const }, charge })), // prettier-ignore
  percent.map((below) => ({
    kind: 'penalty' as const,
    on: { fact: 'uptime' as const, below },
    charge: { sum: 'fixed' as const, amount: 700 },
  })),
  undone.map((on) => ({ kind: 'non-payment' as const, on, charge: { sum: 'zero' as const } })),
  fc.tuple(fc.constantFrom('route' as const, 'day' as const, 'month' as const), percent).map(([per, atLeast]) => ({
    kind: 'bonus' as const,
    on: { fact: 'completed' as const, per, atLeast },
    charge: { sum: 'percent' as const, percent: '1.5', of: 'month' as const },
  })),
);

/** None, one of them or both; the wider one is not the smaller. */
const cap = fc.tuple(minor, minor, fc.constantFrom('fact', 'month', 'both', 'none')).map(([fact, more, which]) => ({
  ...(which === 'fact' || which === 'both' ? { fact } : {}),
  ...(which === 'month' || which === 'both' ? { month: fact + more } : {}),
}));
const rule = (id: string): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      factAndSum,
      fc.record(
        {
          warnings: fc.integer({ min: 1, max: 2 }),
          repeat: fc.record({ from: fc.integer({ min: 2, max: 3 }), factor: fc.constantFrom('1.5', '2', '3.333333') }),
          cure_h: fc.integer({ min: 1, max: 100 }),
          routes: fc.constantFrom<string[]>(['r1']),
          operations: fc.constantFrom<Operation[]>(['sweep']),
        },
        { requiredKeys: [] },
      ),
      cap,
    )
    .map(([of, { cure_h, warnings, repeat, ...filter }, limits]): Rule => {
      const judged = { ...(warnings === undefined ? {} : { warnings }), ...(repeat === undefined ? {} : { repeat }) };
      const cured = cure_h !== undefined && of.on.fact === 'undone' ? { cure_h } : {};
      return { id, ...of, ...filter, ...(of.kind === 'bonus' ? {} : { ...judged, ...cured }), cap: limits };
    });

const rules = fc
  .uniqueArray(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'), { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map(rule)) as fc.Arbitrary<Rule[]>);

const terms = fc
  .tuple(
    rules,
    fc.record({
      overlap: fc.constantFrom('greatest' as const, 'first' as const),
      gps: fc.record({ grade: fc.constantFrom('A' as const, 'B' as const, 'C' as const) }),
      completion: fc.record({ leg: fc.constantFrom('95', '50.5'), route: fc.constantFrom('90', '100') }),
      prices: fc.tuple(decimal, decimal, decimal).map(([sweep, wash, own]): Terms['prices'] => [
        { operation: 'sweep', perMetre: sweep },
        { operation: 'wash', perMetre: wash },
        { operation: 'sweep', route: 'r2', perMetre: own },
      ]),
      cap,
      keyRates: fc.constantFrom<KeyRate[]>([
        { from: '2026-01-01', percent: '16' },
        { from: '2026-10-30', percent: '15.25' },
      ]),
    }),
  )
  .map(([own, { cap: limits, ...changes }]) =>
    termsOf(own, {
      ...changes,
      cap: {
        ...(limits.fact === undefined ? {} : { month: limits.fact }),
        ...(limits.month === undefined ? {} : { contract: limits.month * 2 }),
      },
    }),
  );

const caseOf = (works: readonly SealedWork[]): fc.Arbitrary<Omit<ClaimIncident, 'id'>> =>
  fc
    .tuple(fc.constantFrom(...kinds), fc.constantFrom(...works), fc.nat(300), fc.boolean(), fc.boolean())
    .map(([kind, { assignment, vehicle, from, to }, minutes, ends, named]) => ({
      kind,
      vehicle,
      assignment: named ? assignment : null,
      from,
      to: ends ? new Date(Date.parse(from) + minutes * 60_000).toISOString() : to,
    }));

/** What another claim of the first month charged already. */
const earlierByMonth: fc.Arbitrary<Omit<Earlier, 'penalties'>> = fc.option(
  fc.tuple(fc.nat(20_000), fc.nat(5_000), fc.nat(2)).map(([month, charged, facts]) => ({
    months: { '2026-10': month },
    rules: { 'p1 2026-10': { charged, facts }, 'p2 2026-10': { charged, facts } },
  })),
  { nil: { months: {}, rules: {} } },
);

/** A contract of three weeks over a change of the month and, in most zones, of the clock. */
export const randomClaim: fc.Arbitrary<RandomClaim> = fc
  .constantFrom(...ZONES)
  .chain(
    (zone) =>
    fc.tuple(fc.constant(zone), fc.array(work(zone), { minLength: 1, maxLength: 8 }), terms, fc.constantFrom('MDL', 'JPY', 'KWD'), fc.nat(30_000), earlierByMonth), // prettier-ignore
  )
  .chain(([zone, wishes, own, currency, penalties, before]) => {
    const works = wishes
      .map((wish, i) => workOf({ ...wish, id: `a${i}` }))
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.assignment < b.assignment ? -1 : 1));
    return fc.array(caseOf(works), { maxLength: 5 }).map((cases) => ({
      works,
      setup: setupOf([versionOf(own)], {
        contract: contractOf({ currency, operations: [...OPERATIONS], price: 20_000 }),
        timezone: zone,
        from: FROM,
        to: TO,
        incidents: cases.map((one, i) => ({ ...one, id: `i${i}` })),
        earlier: { penalties, ...before },
      }),
    }));
  });
