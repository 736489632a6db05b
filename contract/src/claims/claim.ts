import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { InstantOrNull, Metres, written } from '../rest/common.ts';
import { Attachment } from '../rest/excuses.ts';
import { LocalDate } from '../rest/schedules.ts';
import { GRADES, INCIDENT_KINDS, SIDES, UNCOVERED_REASONS } from '../words.ts';
import { Currency, decimalOf, Minor } from './money.ts';
import { ClaimTotals } from './terms.ts';
import {
  CLAIM_OUTCOMES,
  CLAIM_STATES,
  FACTOR_UNITS,
  LINE_ANSWERS,
  LINE_DECISIONS,
  LINE_GROUPS,
  LINE_KINDS,
  LINE_STATES,
  NOTICE_KINDS,
} from './words.ts';

const orNull = <Of extends Parameters<typeof Type.Array>[0]>(type: Of) => Type.Union([type, Type.Null()]);

/** One factor of a product: multiplied, or divided by. */
export const Factor = Type.Object({
  value: decimalOf('exact decimal; money in the currency, not its minor units'),
  unit: Type.Enum([...FACTOR_UNITS]),
  divides: Type.Optional(Type.Literal(true)),
  /** Of days of delay: the first and the last one. */
  from: Type.Optional(LocalDate),
  to: Type.Optional(LocalDate),
});
export type Factor = Static<typeof Factor>;

/**
 * How an amount comes about: the sum of the products, rounded half up once to the minor unit, then cut by each cap in
 * turn. Whoever evaluates it gets the line's amount, of either sign.
 */
export const Arithmetic = Type.Object({
  terms: Type.Array(Type.Array(Factor, { minItems: 1 }), { minItems: 1 }),
  /** Those that cut it; `to` is what the cap had left for this line. */
  caps: Type.Array(Type.Object({ by: Type.Enum(['fact', 'rule-month', 'month', 'contract']), to: Minor })),
  /** What it comes to is the contractor's: the amount is negative. */
  credit: Type.Optional(Type.Literal(true)),
});
export type Arithmetic = Static<typeof Arithmetic>;

/** Metres of one leg that a line is about. */
export const LineStretch = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  pass: Type.Integer({ minimum: 1 }),
  pieces: Type.Array(Type.Object({ from_m: Metres, to_m: Metres })),
});
export type LineStretch = Static<typeof LineStretch>;

export const LineAnswer = Type.Object({
  answer: Type.Enum([...LINE_ANSWERS]),
  /** Metres that the contractor says are not owed. */
  metres: orNull(Metres),
  reason: orNull(Type.String()),
  by: Type.String(),
  at: Type.String(),
  attachments: Type.Array(Attachment),
});
export type LineAnswer = Static<typeof LineAnswer>;

export const LineDecision = Type.Object({
  decision: Type.Enum([...LINE_DECISIONS]),
  /** Metres that were found not to be owed. */
  excused_m: orNull(Metres),
  /** What is left of the line. */
  amount: Minor,
  reason: Type.String(),
  by: Type.String(),
  at: Type.String(),
});
export type LineDecision = Static<typeof LineDecision>;

export const ClaimLine = Type.Object({
  /** Number within the claim, in its order; what people cite. */
  no: Type.Integer({ minimum: 1 }),
  kind: Type.Enum([...LINE_KINDS]),
  state: Type.Enum([...LINE_STATES]),
  /** Why it does not stand: of a person, or the number of the line or the grade by which it does not. */
  why: orNull(Type.String()),
  /** The rule by which it is charged; null: the price of what was not done. */
  rule: orNull(Id),
  /** Version of the contract's terms. */
  terms: Type.Integer(),
  /** Null where it is about a whole day or month. */
  assignment: orNull(Id),
  date: LocalDate,
  route: orNull(Id),
  vehicle: orNull(Id),
  /** Street names, in the order of the route; empty where it is about no street. */
  streets: Type.Array(Type.String()),
  sides: Type.Array(Type.Enum([...SIDES])),
  reason: orNull(Type.Enum([...UNCOVERED_REASONS])),
  incident: orNull(
    Type.Object({ id: Type.String(), kind: Type.Enum([...INCIDENT_KINDS]), from: Type.String(), to: InstantOrNull }),
  ),
  /** Undone metres that it is about. */
  metres: orNull(Metres),
  stretches: Type.Array(LineStretch),
  arithmetic: Arithmetic,
  amount: Minor,
  /** Which of the rule's facts of the local month it is: 1 is the first. */
  occurrence: orNull(Type.Integer()),
  /** Revision and digest of the sealed result that it follows from, and how good its data were. */
  result: orNull(
    Type.Object({
      revision: Type.Integer(),
      digest: Type.String(),
      grade: Type.Enum([...GRADES]),
      uptime_pct: orNull(Type.Number()),
      retroactive: Type.Boolean(),
    }),
  ),
  answer: orNull(LineAnswer),
  decision: orNull(LineDecision),
});
export type ClaimLine = Static<typeof ClaimLine>;

/** A line that was dropped or restored, as it is now. */
export const LineDropAnswer = Type.Object({
  ...ClaimLine.properties,
  changed: Type.Array(Type.Integer(), {
    description: 'numbers of other lines that were worked out anew with it, the first 1000',
  }),
});
export type LineDropAnswer = Static<typeof LineDropAnswer>;

/** Which lines there are, without the lines: what a table of a large claim scrolls over. */
export const ClaimOutline = Type.Object({
  groups: Type.Array(
    Type.Object({
      name: Type.Enum([...LINE_GROUPS]),
      amount: { ...Minor, description: 'after the decisions' },
      nos: Type.Array(Type.Integer(), { description: 'numbers of its lines, in order' }),
    }),
    { description: 'those that have lines, in the order of a claim' },
  ),
});
export type ClaimOutline = Static<typeof ClaimOutline>;

export const ClaimEntry = Type.Object({
  at: Type.String(),
  by: Type.String(),
  action: Type.Enum([
    'drafted',
    'stopped',
    'dropped',
    'restored',
    'issued',
    'attached',
    'answered',
    'decided',
    ...CLAIM_OUTCOMES,
    'replaced',
  ]),
  line: Type.Optional(Type.Integer()),
  text: Type.Optional(Type.String()),
});
export type ClaimEntry = Static<typeof ClaimEntry>;

const summary = {
  id: Id,
  municipality: Id,
  contract: Id,
  contractNumber: Type.String(),
  contractor: Id,
  contractorName: Type.String(),
  /** "2026-10/118-25-1": month of the period, contract, count. */
  number: Type.String(),
  revision: Type.Integer({ minimum: 1 }),
  /** Local dates: the first day, and the day after the last. */
  from: LocalDate,
  to: LocalDate,
  currency: Currency,
  state: Type.Enum([...CLAIM_STATES]),
  /** After the decisions, where there are some. */
  total: Minor,
  issuedAt: InstantOrNull,
  answerBy: InstantOrNull,
  answeredAt: InstantOrNull,
  decideBy: InstantOrNull,
  decidedAt: InstantOrNull,
  closedAt: InstantOrNull,
};

export const ClaimSummary = Type.Object(summary);
export type ClaimSummary = Static<typeof ClaimSummary>;

/** A claim without its lines, which come by pages. */
export const Claim = Type.Object({
  ...summary,
  paymentDate: LocalDate,
  totals: ClaimTotals,
  progress: orNull(Type.Object({ done: Type.Integer(), total: Type.Integer() })),
  /** Results of the period that were not sealed when it was drafted: nothing of them is in it. */
  unsealed: Type.Array(Id),
  answers: Type.Object({ open: Type.Integer(), accepted: Type.Integer(), objected: Type.Integer() }),
  undecided: Type.Integer(),
  /** SHA-256 over the RFC 8785 JSON of contract, terms and lines, once issued. */
  digest: orNull(Type.String()),
  replaces: orNull(Id),
  replacedBy: orNull(Id),
  history: Type.Array(ClaimEntry),
});
export type Claim = Static<typeof Claim>;

export const ClaimBody = Type.Object({ from: LocalDate, to: LocalDate, paymentDate: Type.Optional(LocalDate) });
export type ClaimBody = Static<typeof ClaimBody>;

const Reason = written(4_000);

export const LineDropBody = Type.Object({ reason: Reason });
export type LineDropBody = Static<typeof LineDropBody>;

/** Answers to lines, in as many steps as it takes; `send` ends them. */
export const ClaimAnswerBody = Type.Object({
  lines: Type.Array(
    Type.Object({
      no: Type.Integer({ minimum: 1 }),
      answer: Type.Enum([...LINE_ANSWERS]),
      metres: Type.Optional(Metres),
      reason: Type.Optional(written(4_000, 'needed to object')),
    }),
    { maxItems: 5_000 },
  ),
  send: Type.Optional(Type.Boolean()),
});
export type ClaimAnswerBody = Static<typeof ClaimAnswerBody>;

/** Decisions on lines that were objected to; `send` ends them, and the lines that nobody objected to stand. */
export const ClaimDecisionBody = Type.Object({
  lines: Type.Array(
    Type.Object({
      no: Type.Integer({ minimum: 1 }),
      decision: Type.Enum([...LINE_DECISIONS]),
      excused_m: Type.Optional(Metres),
      /** What is left of a line that is not counted by metres. */
      amount: Type.Optional(Minor),
      reason: Reason,
    }),
    { maxItems: 5_000 },
  ),
  send: Type.Optional(Type.Boolean()),
});
export type ClaimDecisionBody = Static<typeof ClaimDecisionBody>;

export const ClaimCloseBody = Type.Object({
  outcome: Type.Enum([...CLAIM_OUTCOMES]),
  note: Type.Optional(Reason),
});
export type ClaimCloseBody = Static<typeof ClaimCloseBody>;

/** A public key by which packs are signed, and the time in which it signed. */
export const SigningKey = Type.Object({
  id: Type.String({ description: 'first 16 digits of the SHA-256 of the raw public key' }),
  algorithm: Type.Literal('Ed25519'),
  publicKey: Type.String({ description: 'raw 32 bytes, base64url' }),
  from: Type.String(),
  to: InstantOrNull,
});
export type SigningKey = Static<typeof SigningKey>;

/** The last hash of a device's chain on a closed UTC day of receipt. */
export const ChainHead = Type.Object({
  device: Id,
  day: LocalDate,
  /** Fixes that were received on that day. */
  fixes: Type.Integer(),
  /** Fixes that the chain holds up to the day's end. */
  count: Type.Integer(),
  head: Type.String({ description: 'SHA-256, lower-case hex' }),
});
export type ChainHead = Static<typeof ChainHead>;

/** Something that a user is told, in the interface and by mail. */
export const Notice = Type.Object({
  id: Id,
  at: Type.String(),
  municipality: Id,
  kind: Type.Enum([...NOTICE_KINDS]),
  claim: orNull(Id),
  number: orNull(Type.String()),
  readAt: InstantOrNull,
});
export type Notice = Static<typeof Notice>;

const DryRunSide = Type.Object({
  totals: ClaimTotals,
  lines: Type.Array(ClaimLine, { description: 'the first 500' }),
});

/** What a period would cost under the terms as they are, where there are some, and under a draft of others. */
export const DryRunAnswer = Type.Object({
  current: orNull(DryRunSide),
  draft: DryRunSide,
  /** Results of the period that are not sealed: nothing of them is counted. */
  unsealed: Type.Array(Id),
});
export type DryRunAnswer = Static<typeof DryRunAnswer>;
