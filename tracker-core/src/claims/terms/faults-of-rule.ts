import type { ContractBody, Rule, RuleFact, RuleSum } from '@sweepline/contract';
import { compare, exactOf, wholeOf } from '../money/exact.ts';
import { explainedBy } from '../facts/incident-facts.ts';

type Tell = (path: string, message: string) => void;

/** By what each fact can be charged. */
const SUMS: Readonly<Record<RuleFact['fact'], readonly RuleSum['sum'][]>> = {
  undone: ['fixed', 'per-metre', 'percent', 'zero', 'by-band'],
  incident: ['fixed', 'per-metre', 'percent', 'zero', 'per-delay', 'percent-per-delay', 'by-band'],
  late: ['fixed', 'per-metre', 'percent', 'per-delay', 'percent-per-delay', 'key-rate', 'by-band'],
  uptime: ['fixed', 'percent', 'zero', 'by-band'],
  completed: ['fixed', 'per-metre', 'percent', 'by-band'],
};

const WIDTH = { leg: 0, route: 1, day: 2, month: 3 } as const;
const isLessThan = (decimal: string, value: number): boolean => compare(exactOf(decimal), wholeOf(value)) < 0;
const isMoreThan = (decimal: string, value: number): boolean => compare(exactOf(decimal), wholeOf(value)) > 0;

/** What cannot be right in one rule; paths are within it. */
export function faultsOfRule(rule: Rule, contract: ContractBody, fault: Tell): void {
  faultsOfFact(rule, fault);
  faultsOfCharge(rule, fault);
  faultsOfKind(rule, fault);
  const { repeat, warnings, cure_h, cap, operations = [], routes = [] } = rule;
  for (const [i, operation] of operations.entries())
    if (!contract.operations.includes(operation))
      fault(`/operations/${i}`, `${operation} is no operation of the contract`);
  for (const [i, route] of routes.entries())
    if (contract.routes !== undefined && !contract.routes.includes(route))
      fault(`/routes/${i}`, `${route} is no route of the contract`);
  if (repeat !== undefined && !isMoreThan(repeat.factor, 1))
    fault('/repeat/factor', `expected a factor greater than 1, got ${repeat.factor}`);
  if (cap?.fact !== undefined && cap.month !== undefined && cap.fact > cap.month)
    fault('/cap/fact', 'the cap of one fact is above the one of the month, so it can never act');
  if (rule.kind === 'bonus')
    for (const [path, value] of Object.entries({ warnings, repeat, cure_h }))
      if (value !== undefined) fault(`/${path}`, 'a bonus has no warnings, no repeat and no cure');
}

function faultsOfFact({ on, cure_h }: Rule, fault: Tell): void {
  if (on.fact === 'undone' && on.above !== undefined && !isLessThan(on.above, 100))
    fault('/on/above', `expected less than 100 per cent, got ${on.above}`);
  if (on.fact === 'uptime' && (!isMoreThan(on.below, 0) || isMoreThan(on.below, 100)))
    fault('/on/below', `expected more than 0 and at most 100 per cent, got ${on.below}`);
  if (on.fact === 'completed' && (!isMoreThan(on.atLeast, 0) || isMoreThan(on.atLeast, 100)))
    fault('/on/atLeast', `expected more than 0 and at most 100 per cent, got ${on.atLeast}`);
  if (on.fact === 'incident' && on.kinds.includes('will-miss'))
    fault(`/on/kinds/${on.kinds.indexOf('will-miss')}`, 'will-miss is a forecast: charge missed instead');
  if (cure_h === undefined) return;
  const canBeCured =
    on.fact === 'undone' || (on.fact === 'incident' && on.kinds.every((kind) => explainedBy(kind).length > 0));
  if (!canBeCured) fault('/cure_h', 'only metres that were not done can be made good');
}

function faultsOfCharge({ on, charge }: Rule, fault: Tell): void {
  if (!SUMS[on.fact].includes(charge.sum)) {
    fault('/charge/sum', `${on.fact} cannot be charged by ${charge.sum}, only by ${SUMS[on.fact].join(', ')}`);
    return;
  }
  if (charge.sum === 'by-band') faultsOfBands(charge.bands, fault);
  if (charge.sum === 'per-metre' && on.fact === 'incident') {
    const without = on.kinds.findIndex((kind) => explainedBy(kind).length === 0);
    if (without >= 0) fault(`/on/kinds/${without}`, `${on.kinds[without]} explains no undone metres to charge by`);
  }
  if (charge.sum === 'percent' || charge.sum === 'percent-per-delay') {
    if (!isMoreThan(charge.percent, 0)) fault('/charge/percent', 'expected more than 0 per cent');
  }
  if (charge.sum === 'per-metre' && !isMoreThan(charge.price, 0)) fault('/charge/price', 'expected more than 0');
  if (charge.sum === 'percent') {
    if (charge.of === 'leg' && on.fact !== 'undone') fault('/charge/of', `${on.fact} is about no leg`);
    if (on.fact === 'completed' && WIDTH[charge.of] < WIDTH[on.per])
      fault('/charge/of', `a bonus for a ${on.per} is a share of its price or of a wider one, not of a ${charge.of}'s`);
  }
}

function faultsOfBands(bands: Extract<RuleSum, { sum: 'by-band' }>['bands'], fault: Tell): void {
  for (const [i, { upTo }] of bands.entries()) {
    const last = i === bands.length - 1;
    const before = bands[i - 1]?.upTo ?? null;
    const path = `/charge/bands/${i}/upTo`;
    if (last && upTo !== null) fault(path, 'the last band has no limit: every contract price must fall into one');
    if (!last && upTo === null) fault(path, 'only the last band has no limit');
    if (upTo !== null && before !== null && upTo <= before)
      fault(path, `expected a limit above ${before}, the one of the band before it`);
  }
}

function faultsOfKind({ kind, on, charge }: Rule, fault: Tell): void {
  if (kind === 'bonus' && on.fact !== 'completed') fault('/on/fact', 'a bonus is for what was completed');
  if (kind !== 'bonus' && on.fact === 'completed') fault('/kind', 'what was completed earns a bonus, and nothing else');
  if (kind === 'non-payment' && charge.sum !== 'zero')
    fault('/charge/sum', 'not paying means that nothing is left of the price: zero; any other sum is a penalty');
  if (kind === 'penalty' && charge.sum === 'zero')
    fault('/kind', 'what is left of the price is not paid: non-payment, no penalty');
}
