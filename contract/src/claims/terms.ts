import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { Metres, Name } from '../rest/common.ts';
import { LocalDate } from '../rest/schedules.ts';
import { GRADES, INCIDENT_KINDS, OPERATIONS, UNCOVERED_REASONS } from '../words.ts';
import { Currency, Decimal, decimalOf, Minor, PositiveMinor } from './money.ts';

/** The price of one kerb metre of one pass. A price of a route is taken before the one of its operation. */
export const Price = Type.Object({
  operation: Type.Enum([...OPERATIONS]),
  route: Type.Optional(Id),
  perMetre: decimalOf('in the currency, as "1.85"'),
});
export type Price = Static<typeof Price>;

const Percent = decimalOf('per cent, as "2.5"');

/** What a rule is about. */
export const RuleFact = Type.Union([
  /**
   * Planned metres neither covered nor excused, past a share `above` of the scope's owed metres; without it, past what the
   * completion of the terms leaves. With `reasons` only their metres count.
   */
  Type.Object({
    fact: Type.Literal('undone'),
    reasons: Type.Optional(Type.Array(Type.Enum([...UNCOVERED_REASONS]), { minItems: 1, uniqueItems: true })),
    per: Type.Enum(['leg', 'route', 'day']),
    above: Type.Optional(Percent),
  }),
  /** A case that stands after the seal. */
  Type.Object({
    fact: Type.Literal('incident'),
    kinds: Type.Array(Type.Enum([...INCIDENT_KINDS]), { minItems: 1, uniqueItems: true }),
  }),
  /** What was owed in the window and was done after it, or not by the end of the period. */
  Type.Object({ fact: Type.Literal('late') }),
  /** A window whose data are worse than the contract allows. */
  Type.Object({ fact: Type.Literal('uptime'), below: Percent }),
  /** Enough was done: for a bonus. */
  Type.Object({ fact: Type.Literal('completed'), per: Type.Enum(['route', 'day', 'month']), atLeast: Percent }),
]);
export type RuleFact = Static<typeof RuleFact>;

/** What it costs. */
export const RuleSum = Type.Union([
  Type.Object({ sum: Type.Literal('fixed'), amount: PositiveMinor }),
  Type.Object({ sum: Type.Literal('per-metre'), price: Decimal }),
  Type.Object({ sum: Type.Literal('percent'), percent: Percent, of: Type.Enum(['leg', 'route', 'day', 'month']) }),
  /** All that is left of the price is not paid either: a line of non-payment. */
  Type.Object({ sum: Type.Literal('zero') }),
  Type.Object({ sum: Type.Literal('per-delay'), unit: Type.Enum(['hour', 'day']), amount: PositiveMinor }),
  Type.Object({ sum: Type.Literal('percent-per-delay'), unit: Type.Enum(['hour', 'day']), percent: Percent }),
  /** A fraction of the key rate per day on the price of what was not performed in time: 300 for 1/300. */
  Type.Object({
    sum: Type.Literal('key-rate'),
    divisor: Type.Integer({ minimum: 1, maximum: 10_000 }),
    rateOn: Type.Enum(['payment', 'each-day']),
  }),
  /** Of the first band whose `upTo` (contract price, inclusive) is not exceeded; the last has none. */
  Type.Object({
    sum: Type.Literal('by-band'),
    bands: Type.Array(Type.Object({ upTo: Type.Union([PositiveMinor, Type.Null()]), amount: PositiveMinor }), {
      minItems: 1,
      maxItems: 20,
    }),
  }),
]);
export type RuleSum = Static<typeof RuleSum>;

export const Rule = Type.Object({
  id: Id,
  kind: Type.Enum(['non-payment', 'penalty', 'bonus']),
  /** Where the contract says so, as "6.2". */
  clause: Type.Optional(Type.String({ maxLength: 100 })),
  /** The words of the contract; go into the evidence. */
  text: Type.Optional(Type.String({ maxLength: 4_000 })),
  on: RuleFact,
  charge: RuleSum,
  operations: Type.Optional(Type.Array(Type.Enum([...OPERATIONS]), { minItems: 1, uniqueItems: true })),
  routes: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true })),
  /** So many first facts of a local month are warnings without money. */
  warnings: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  /** From the n-th charged fact of a local month on the sum is multiplied. */
  repeat: Type.Optional(Type.Object({ from: Type.Integer({ minimum: 2, maximum: 1_000 }), factor: Decimal })),
  /** Where each leg counts as done within so many hours after the window's end, nothing is charged. */
  cure_h: Type.Optional(Type.Integer({ minimum: 1, maximum: 8_760 })),
  cap: Type.Optional(Type.Object({ fact: Type.Optional(PositiveMinor), month: Type.Optional(PositiveMinor) })),
});
export type Rule = Static<typeof Rule>;

/** A key rate holds from its date on, until the next one. */
export const KeyRate = Type.Object({ from: LocalDate, percent: Percent });
export type KeyRate = Static<typeof KeyRate>;

/** What a contract says from a date on. Non-payment of what was not done needs no rule: it follows from the prices. */
export const Terms = Type.Object({
  /** First local date of the work that these terms judge. */
  from: LocalDate,
  prices: Type.Array(Price, { minItems: 1, maxItems: 1_000 }),
  /** Per cent of a leg's and of a route's owed metres from which it counts as done. */
  completion: Type.Object({ leg: Percent, route: Percent }),
  /** Below this grade penalties are held back, until a person settles them by the contract's GPS clause. */
  gps: Type.Object({
    grade: Type.Enum(GRADES.filter((grade) => grade !== 'none')),
    clause: Type.Optional(Type.String({ maxLength: 4_000 })),
  }),
  /** Days from the event on that the other side has, each to the end of the local day. */
  deadlines: Type.Object({
    answerDays: Type.Integer({ minimum: 1, maximum: 365 }),
    decisionDays: Type.Integer({ minimum: 1, maximum: 365 }),
  }),
  /** Where two penalties meet on one metre and cause: the greater one whatever their order, or the one listed first. */
  overlap: Type.Enum(['greatest', 'first']),
  /** Of all penalties of a local month, and of the whole contract. */
  cap: Type.Optional(Type.Object({ month: Type.Optional(PositiveMinor), contract: Type.Optional(PositiveMinor) })),
  keyRates: Type.Optional(Type.Array(KeyRate, { maxItems: 1_000 })),
  rules: Type.Array(Rule, { maxItems: 200 }),
});
export type Terms = Static<typeof Terms>;

/** A version of the terms as it is stored: never changed, only followed. The newest one of a date holds. */
export const TermsVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  by: Type.String(),
  at: Type.String(),
  terms: Terms,
});
export type TermsVersion = Static<typeof TermsVersion>;

export const ContractBody = Type.Object({
  municipality: Id,
  contractor: Id,
  /** As the parties write it, "118/25". */
  number: Name,
  title: Type.Optional(Name),
  /** Local dates: the first and the last day. */
  from: LocalDate,
  to: LocalDate,
  currency: Currency,
  /** Of the whole contract: by which fixed sums by band are chosen. */
  price: PositiveMinor,
  operations: Type.Array(Type.Enum([...OPERATIONS]), { minItems: 1, uniqueItems: true }),
  /** Absent: every route of these operations. An assignment that names its contract belongs to that one alone. */
  routes: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 5_000, uniqueItems: true })),
});
export type ContractBody = Static<typeof ContractBody>;

/** An agreement of a municipality with a contractor; what it says stands in its terms. */
export const Contract = Type.Object({
  id: Id,
  municipality: Id,
  contractor: Id,
  contractorName: Type.String(),
  number: Type.String(),
  title: Type.Union([Type.String(), Type.Null()]),
  from: LocalDate,
  to: LocalDate,
  currency: Currency,
  price: PositiveMinor,
  operations: Type.Array(Type.Enum([...OPERATIONS])),
  routes: Type.Union([Type.Array(Id), Type.Null()]),
  /** The version of the terms that was written last; 0 where there are none yet. */
  termsVersion: Type.Integer(),
});
export type Contract = Static<typeof Contract>;

export const DryRunBody = Type.Object({
  terms: Terms,
  /** Local dates: the first day, and the day after the last. */
  from: LocalDate,
  to: LocalDate,
  paymentDate: Type.Optional(LocalDate),
});
export type DryRunBody = Static<typeof DryRunBody>;

/** Sums of a draft, by what becomes of its lines. */
export const ClaimTotals = Type.Object({
  nonPayment: Minor,
  penalty: Minor,
  bonus: Minor,
  /** Non-payment + penalty + bonus, which is negative. */
  total: Minor,
  held: Minor,
  lines: Type.Integer(),
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  uncovered_m: Type.Record(Type.Enum([...UNCOVERED_REASONS]), Metres),
});
export type ClaimTotals = Static<typeof ClaimTotals>;
