import type { Contract, Operation, Terms } from '@sweepline/contract';
import { decimalTyped, minorAsDecimal, minorTyped } from '../language/money.ts';
import { draftOfRule, ruleOfDraft, type Fault, type RuleDraft, type Shown } from './rule-draft.ts';

/** The terms of a contract as a person fills them in: every number as it was typed. */
export interface TermsDraft {
  from: string;
  prices: { operation: Operation; route: string; perMetre: string }[];
  leg: string;
  route: string;
  grade: Terms['gps']['grade'];
  gpsClause: string;
  answerDays: string;
  decisionDays: string;
  overlap: Terms['overlap'];
  capMonth: string;
  capContract: string;
  keyRates: { from: string; percent: string }[];
  rules: RuleDraft[];
}

/** What a careful contract begins with. @param from the first date that it may judge */
export const firstTerms = (contract: Contract, from: string): TermsDraft => ({
  from,
  prices: contract.operations.map((operation) => ({ operation, route: '', perMetre: '' })),
  leg: '95',
  route: '90',
  grade: 'B',
  gpsClause: '',
  answerDays: '7',
  decisionDays: '14',
  overlap: 'greatest',
  capMonth: '',
  capContract: '',
  keyRates: [],
  rules: [],
});

export function draftOfTerms(terms: Terms, currency: string, shown: Shown): TermsDraft {
  const money = (minor: number | undefined) => (minor === undefined ? '' : shown(minorAsDecimal(minor, currency)));
  return {
    from: terms.from,
    prices: terms.prices.map(({ operation, route, perMetre }) => ({
      operation,
      route: route ?? '',
      perMetre: shown(perMetre),
    })),
    leg: shown(terms.completion.leg),
    route: shown(terms.completion.route),
    grade: terms.gps.grade,
    gpsClause: terms.gps.clause ?? '',
    answerDays: String(terms.deadlines.answerDays),
    decisionDays: String(terms.deadlines.decisionDays),
    overlap: terms.overlap,
    capMonth: money(terms.cap?.month),
    capContract: money(terms.cap?.contract),
    keyRates: (terms.keyRates ?? []).map(({ from, percent }) => ({ from, percent: shown(percent) })),
    rules: terms.rules.map((rule) => draftOfRule(rule, currency, shown)),
  };
}

/** The terms that a draft says; what of it cannot be read stands under its path, as the service would name it. */
export function termsOfDraft(
  draft: TermsDraft,
  currency: string,
): { terms: Terms; faults: ReadonlyMap<string, Fault> } {
  const faults = new Map<string, Fault>();
  const decimal = (path: string, text: string): string => {
    const read = decimalTyped(text);
    if (read === null) faults.set(path, 'decimal');
    return read ?? '0';
  };
  const percent = (path: string, text: string): string => {
    const read = decimal(path, text);
    if (!faults.has(path) && Number(read) > 100) faults.set(path, 'percent');
    return read;
  };
  const minor = (path: string, text: string): number => {
    const read = minorTyped(text, currency);
    if (read === null || read < 1) faults.set(path, 'sum');
    return read ?? 1;
  };
  const integer = (path: string, text: string): number => {
    if (!/^[1-9]\d{0,2}$/.test(text.trim())) faults.set(path, 'integer');
    return Number.parseInt(text, 10) || 1;
  };
  const date = (path: string, text: string): string => {
    if (text === '') faults.set(path, 'date');
    return text;
  };
  const cap = {
    ...(draft.capMonth.trim() === '' ? {} : { month: minor('/cap/month', draft.capMonth) }),
    ...(draft.capContract.trim() === '' ? {} : { contract: minor('/cap/contract', draft.capContract) }),
  };
  const clause = draft.gpsClause.trim();
  const terms: Terms = {
    from: date('/from', draft.from),
    prices: draft.prices.map(({ operation, route, perMetre }, at) => ({
      operation,
      ...(route === '' ? {} : { route }),
      perMetre: decimal(`/prices/${at}/perMetre`, perMetre),
    })),
    completion: { leg: percent('/completion/leg', draft.leg), route: percent('/completion/route', draft.route) },
    gps: { grade: draft.grade, ...(clause === '' ? {} : { clause }) },
    deadlines: {
      answerDays: integer('/deadlines/answerDays', draft.answerDays),
      decisionDays: integer('/deadlines/decisionDays', draft.decisionDays),
    },
    overlap: draft.overlap,
    ...(Object.keys(cap).length > 0 ? { cap } : {}),
    ...(draft.keyRates.length === 0
      ? {}
      : {
          keyRates: draft.keyRates.map((rate, at) => ({
            from: date(`/keyRates/${at}/from`, rate.from),
            percent: percent(`/keyRates/${at}/percent`, rate.percent),
          })),
        }),
    rules: draft.rules.map((rule, at) => {
      const read = ruleOfDraft(rule, currency);
      for (const [field, fault] of read.faults) faults.set(`/rules/${at}/${field}`, fault);
      return read.rule;
    }),
  };
  return { terms, faults };
}

/** The field of a rule that a path of the service is about: `/rules/2/charge/amount` is `amount`. */
const FIELDS: Readonly<Record<string, string>> = {
  'on/above': 'below',
  'on/below': 'uptime',
  'on/atLeast': 'atLeast',
  'on/kinds': 'kinds',
  'on/reasons': 'reasons',
  'charge/amount': 'amount',
  'charge/price': 'price',
  'charge/percent': 'percent',
  'charge/divisor': 'divisor',
  'charge/bands': 'bands',
  'charge/of': 'of',
  'repeat/from': 'repeatFrom',
  'repeat/factor': 'repeatFactor',
  'cap/fact': 'capFact',
  'cap/month': 'capMonth',
  cure_h: 'cure',
};

/** Where in the form a message of the service belongs. */
export function placeOf(path: string): string {
  const rule = /^\/rules\/(\d+)(?:\/(.*))?$/.exec(path);
  if (rule === null) return path;
  const [, at, rest = ''] = rule;
  const known = Object.keys(FIELDS).find((start) => rest === start || rest.startsWith(`${start}/`));
  return `/rules/${at}${known !== undefined ? `/${FIELDS[known]}` : ['operations', 'routes', 'warnings', 'clause', 'text'].includes(rest.split('/')[0]!) ? `/${rest.split('/')[0]}` : ''}`;
}
