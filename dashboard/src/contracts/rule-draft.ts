import {
  type ClaimScope,
  type IncidentKind,
  type Operation,
  type Rule,
  type RuleFact,
  type RuleSum,
  type UncoveredReason,
} from '@sweepline/contract';
import { decimalTyped, minorAsDecimal, minorTyped } from '../language/money.ts';

export const FACTS = ['undone', 'incident', 'late', 'uptime', 'completed'] as const;
export type FactName = RuleFact['fact'];
export type SumName = RuleSum['sum'];

/** What may be added to a rule. */
export const EXTRAS = [
  'reasons',
  'operations',
  'routes',
  'warnings',
  'repeat',
  'cure',
  'capFact',
  'capMonth',
  'clause',
  'text',
] as const;
export type Extra = (typeof EXTRAS)[number];

/**
 * A rule as a person fills it in: every number as it was typed, every part kept while another kind is tried.
 * `below` is the completion below which it begins, the complement of the rule's `above`; empty: what the
 * terms count as done.
 */
export interface RuleDraft {
  id: string;
  kind: Rule['kind'];
  fact: FactName;
  per: 'leg' | 'route' | 'day';
  below: string;
  reasons: UncoveredReason[];
  kinds: IncidentKind[];
  uptime: string;
  over: 'route' | 'day' | 'month';
  atLeast: string;
  sum: SumName;
  amount: string;
  price: string;
  percent: string;
  of: ClaimScope;
  unit: 'hour' | 'day';
  divisor: string;
  rateOn: 'payment' | 'each-day';
  bands: { upTo: string; amount: string }[];
  operations: Operation[];
  routes: string[];
  warnings: string;
  repeatFrom: string;
  repeatFactor: string;
  cure: string;
  capFact: string;
  capMonth: string;
  clause: string;
  text: string;
  extras: Extra[];
}
export type RuleField = Exclude<keyof RuleDraft, 'extras'>;

/** How a number of the terms is shown in a field: decimals in the reader's language. */
export type Shown = (decimal: string) => string;

/** Exactly 100 less a decimal of at most six places. */
export function complement(percent: string): string {
  const [whole = '0', fraction = ''] = percent.split('.');
  const micro = 100_000_000n - (BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0')));
  const text = String(micro < 0n ? 0n : micro).padStart(7, '0');
  return decimalTyped(`${text.slice(0, -6)}.${text.slice(-6)}`) ?? '0';
}

export const emptyRule = (id: string): RuleDraft => ({
  id,
  kind: 'penalty',
  fact: 'undone',
  per: 'route',
  below: '90',
  reasons: [],
  kinds: ['too-fast-working'],
  uptime: '95',
  over: 'route',
  atLeast: '98',
  sum: 'percent',
  amount: '',
  price: '',
  percent: '2',
  of: 'route',
  unit: 'day',
  divisor: '300',
  rateOn: 'payment',
  bands: [
    { upTo: '', amount: '' },
    { upTo: '', amount: '' },
  ],
  operations: [],
  routes: [],
  warnings: '1',
  repeatFrom: '2',
  repeatFactor: '2',
  cure: '24',
  capFact: '',
  capMonth: '',
  clause: '',
  text: '',
  extras: [],
});

/** A stored rule as a draft. */
export function draftOfRule(rule: Rule, currency: string, shown: Shown): RuleDraft {
  const draft = emptyRule(rule.id);
  const money = (minor: number) => shown(minorAsDecimal(minor, currency));
  const { on, charge } = rule;
  draft.kind = rule.kind;
  draft.fact = on.fact;
  if (on.fact === 'undone') {
    draft.per = on.per;
    draft.below = on.above === undefined ? '' : shown(complement(on.above));
    if (on.reasons !== undefined) {
      draft.reasons = [...on.reasons];
      draft.extras.push('reasons');
    }
  }
  if (on.fact === 'incident') draft.kinds = [...on.kinds];
  if (on.fact === 'uptime') draft.uptime = shown(on.below);
  if (on.fact === 'completed') {
    draft.over = on.per;
    draft.atLeast = shown(on.atLeast);
  }
  draft.sum = charge.sum;
  if (charge.sum === 'fixed' || charge.sum === 'per-delay') draft.amount = money(charge.amount);
  if (charge.sum === 'per-metre') draft.price = shown(charge.price);
  if (charge.sum === 'percent') draft.of = charge.of;
  if (charge.sum === 'percent' || charge.sum === 'percent-per-delay') draft.percent = shown(charge.percent);
  if (charge.sum === 'per-delay' || charge.sum === 'percent-per-delay') draft.unit = charge.unit;
  if (charge.sum === 'key-rate') {
    draft.divisor = String(charge.divisor);
    draft.rateOn = charge.rateOn;
  }
  if (charge.sum === 'by-band')
    draft.bands = charge.bands.map(({ upTo, amount }) => ({
      upTo: upTo === null ? '' : money(upTo),
      amount: money(amount),
    }));
  const has = (extra: Extra, fill: () => void): void => {
    fill();
    draft.extras.push(extra);
  };
  if (rule.operations) has('operations', () => (draft.operations = [...rule.operations!]));
  if (rule.routes) has('routes', () => (draft.routes = [...rule.routes!]));
  if (rule.warnings) has('warnings', () => (draft.warnings = String(rule.warnings)));
  if (rule.repeat)
    has('repeat', () => {
      draft.repeatFrom = String(rule.repeat!.from);
      draft.repeatFactor = shown(rule.repeat!.factor);
    });
  if (rule.cure_h) has('cure', () => (draft.cure = String(rule.cure_h)));
  if (rule.cap?.fact) has('capFact', () => (draft.capFact = money(rule.cap!.fact!)));
  if (rule.cap?.month) has('capMonth', () => (draft.capMonth = money(rule.cap!.month!)));
  if (rule.clause) has('clause', () => (draft.clause = rule.clause!));
  if (rule.text) has('text', () => (draft.text = rule.text!));
  return draft;
}

/** What cannot be read in a draft: the field, and what it should be. */
export type Fault = 'decimal' | 'sum' | 'integer' | 'some' | 'date' | 'percent';
export type Faults<Field> = Map<Field, Fault>;

/** The rule that a draft says, with what of it cannot be read. */
export function ruleOfDraft(draft: RuleDraft, currency: string): { rule: Rule; faults: Faults<RuleField> } {
  const faults: Faults<RuleField> = new Map();
  const decimal = (field: RuleField): string => {
    const read = decimalTyped(String(draft[field]));
    if (read === null) faults.set(field, 'decimal');
    return read ?? '0';
  };
  const percent = (field: RuleField): string => {
    const read = decimal(field);
    if (!faults.has(field) && Number(read) > 100) faults.set(field, 'percent');
    return read;
  };
  const minor = (field: RuleField, text = String(draft[field])): number => {
    const read = minorTyped(text, currency);
    if (read === null || read < 1) faults.set(field, 'sum');
    return read ?? 1;
  };
  const integer = (field: RuleField): number => {
    const text = String(draft[field]).trim();
    if (!/^[1-9]\d{0,5}$/.test(text)) faults.set(field, 'integer');
    return Number.parseInt(text, 10) || 1;
  };
  const some = <Item>(field: RuleField, items: readonly Item[]): Item[] => {
    if (items.length === 0) faults.set(field, 'some');
    return [...items];
  };
  const has = (extra: Extra) => draft.extras.includes(extra);

  const on = (): RuleFact => {
    switch (draft.fact) {
      case 'undone':
        return {
          fact: 'undone',
          per: draft.per,
          ...(draft.below.trim() === '' ? {} : { above: complement(percent('below')) }),
          ...(has('reasons') ? { reasons: some('reasons', draft.reasons) } : {}),
        };
      case 'incident':
        return { fact: 'incident', kinds: some('kinds', draft.kinds) };
      case 'late':
        return { fact: 'late' };
      case 'uptime':
        return { fact: 'uptime', below: percent('uptime') };
      case 'completed':
        return { fact: 'completed', per: draft.over, atLeast: percent('atLeast') };
    }
  };
  const charge = (): RuleSum => {
    switch (draft.sum) {
      case 'fixed':
        return { sum: 'fixed', amount: minor('amount') };
      case 'per-metre':
        return { sum: 'per-metre', price: decimal('price') };
      case 'percent':
        return { sum: 'percent', percent: decimal('percent'), of: draft.of };
      case 'zero':
        return { sum: 'zero' };
      case 'per-delay':
        return { sum: 'per-delay', unit: draft.unit, amount: minor('amount') };
      case 'percent-per-delay':
        return { sum: 'percent-per-delay', unit: draft.unit, percent: decimal('percent') };
      case 'key-rate':
        return { sum: 'key-rate', divisor: integer('divisor'), rateOn: draft.rateOn };
      case 'by-band':
        return {
          sum: 'by-band',
          bands: draft.bands.map(({ upTo, amount }, at) => ({
            upTo: at === draft.bands.length - 1 && upTo.trim() === '' ? null : minor('bands', upTo),
            amount: minor('bands', amount),
          })),
        };
    }
  };
  const cap = {
    ...(has('capFact') ? { fact: minor('capFact') } : {}),
    ...(has('capMonth') ? { month: minor('capMonth') } : {}),
  };
  const rule: Rule = {
    id: draft.id,
    kind: draft.kind,
    ...(has('clause') && draft.clause.trim() !== '' ? { clause: draft.clause.trim() } : {}),
    ...(has('text') && draft.text.trim() !== '' ? { text: draft.text.trim() } : {}),
    on: on(),
    charge: charge(),
    ...(has('operations') ? { operations: some('operations', draft.operations) } : {}),
    ...(has('routes') ? { routes: some('routes', draft.routes) } : {}),
    ...(has('warnings') ? { warnings: integer('warnings') } : {}),
    ...(has('repeat') ? { repeat: { from: integer('repeatFrom'), factor: decimal('repeatFactor') } } : {}),
    ...(has('cure') ? { cure_h: integer('cure') } : {}),
    ...(Object.keys(cap).length > 0 ? { cap } : {}),
  };
  return { rule, faults };
}

/** An id that no other rule has: the letter of the kind and a number. */
export function freeRuleId(taken: readonly string[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(`r${n}`)) return `r${n}`;
}

/** By what each fact can be charged. */
const SUMS_OF: Readonly<Record<FactName, readonly SumName[]>> = {
  undone: ['fixed', 'per-metre', 'percent', 'zero', 'by-band'],
  incident: ['fixed', 'per-metre', 'percent', 'zero', 'per-delay', 'percent-per-delay', 'by-band'],
  late: ['fixed', 'per-metre', 'percent', 'per-delay', 'percent-per-delay', 'key-rate', 'by-band'],
  uptime: ['fixed', 'percent', 'zero', 'by-band'],
  completed: ['fixed', 'per-metre', 'percent', 'by-band'],
};
export const sumsOf = (fact: FactName): readonly SumName[] => SUMS_OF[fact];

/** Kind, fact and sum of a rule go together: what was chosen last stays, the others follow it. */
export function agreed(
  rule: Pick<RuleDraft, 'kind' | 'fact' | 'sum' | 'of'>,
  chosen: 'kind' | 'fact' | 'sum',
): Pick<RuleDraft, 'kind' | 'fact' | 'sum' | 'of'> {
  let { kind, fact, sum, of } = rule;
  if (chosen === 'kind') {
    if (kind === 'bonus') fact = 'completed';
    else if (fact === 'completed') fact = 'undone';
    if (kind === 'non-payment') {
      sum = 'zero';
      if (!SUMS_OF[fact].includes('zero')) fact = 'undone';
    } else if (sum === 'zero') sum = 'percent';
  }
  if (!SUMS_OF[fact].includes(sum)) sum = 'percent';
  if (fact === 'completed') kind = 'bonus';
  else if (sum === 'zero') kind = 'non-payment';
  else if (kind !== 'penalty') kind = 'penalty';
  if (of === 'leg' && fact !== 'undone') of = 'route';
  return { kind, fact, sum, of };
}
