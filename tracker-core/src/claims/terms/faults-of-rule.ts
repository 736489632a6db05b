import { says, type ContractBody, type Rule, type RuleFact, type RuleSum } from '@sweepline/contract';
import { compare, exactOf, wholeOf } from '../money/exact.ts';
import { explainedBy } from '../facts/incident-facts.ts';
import type { Tell } from './tell.ts';

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
      fault(`/operations/${i}`, says('no-operation-of-contract', { operation }));
  for (const [i, route] of routes.entries())
    if (contract.routes !== undefined && !contract.routes.includes(route))
      fault(`/routes/${i}`, says('no-route-of-contract', { id: route }));
  if (repeat !== undefined && !isMoreThan(repeat.factor, 1))
    fault('/repeat/factor', says('not-a-number-above', { limit: 1 }));
  if (cap?.fact !== undefined && cap.month !== undefined && cap.fact > cap.month)
    fault('/cap/fact', says('cap-never-acts'));
  if (rule.kind === 'bonus')
    for (const [path, value] of Object.entries({ warnings, repeat, cure_h }))
      if (value !== undefined) fault(`/${path}`, says('bonus-is-plain'));
}

function faultsOfFact({ on, cure_h }: Rule, fault: Tell): void {
  if (on.fact === 'undone' && on.above !== undefined && !isLessThan(on.above, 100))
    fault('/on/above', says('not-below-all'));
  if (on.fact === 'uptime' && (!isMoreThan(on.below, 0) || isMoreThan(on.below, 100)))
    fault('/on/below', says('not-a-share'));
  if (on.fact === 'completed' && (!isMoreThan(on.atLeast, 0) || isMoreThan(on.atLeast, 100)))
    fault('/on/atLeast', says('not-a-share'));
  if (on.fact === 'incident' && on.kinds.includes('will-miss'))
    fault(`/on/kinds/${on.kinds.indexOf('will-miss')}`, says('forecast-charged'));
  if (cure_h === undefined) return;
  const canBeCured =
    on.fact === 'undone' || (on.fact === 'incident' && on.kinds.every((kind) => explainedBy(kind).length > 0));
  if (!canBeCured) fault('/cure_h', says('not-curable'));
}

function faultsOfCharge({ on, charge }: Rule, fault: Tell): void {
  if (!SUMS[on.fact].includes(charge.sum)) {
    const allowed = SUMS[on.fact].join(', ');
    fault('/charge/sum', says('wrong-sum', { fact: on.fact, sum: charge.sum, allowed }));
    return;
  }
  if (charge.sum === 'by-band') faultsOfBands(charge.bands, fault);
  if (charge.sum === 'per-metre' && on.fact === 'incident') {
    const without = on.kinds.findIndex((kind) => explainedBy(kind).length === 0);
    if (without >= 0) fault(`/on/kinds/${without}`, says('case-without-metres', { kind: on.kinds[without]! }));
  }
  if (charge.sum === 'percent' || charge.sum === 'percent-per-delay') {
    if (!isMoreThan(charge.percent, 0)) fault('/charge/percent', says('not-a-number-above', { limit: 0 }));
  }
  if (charge.sum === 'per-metre' && !isMoreThan(charge.price, 0))
    fault('/charge/price', says('not-a-number-above', { limit: 0 }));
  if (charge.sum === 'percent') {
    if (charge.of === 'leg' && on.fact !== 'undone') fault('/charge/of', says('no-leg', { fact: on.fact }));
    if (on.fact === 'completed' && WIDTH[charge.of] < WIDTH[on.per])
      fault('/charge/of', says('bonus-narrower', { per: on.per, of: charge.of }));
  }
}

function faultsOfBands(bands: Extract<RuleSum, { sum: 'by-band' }>['bands'], fault: Tell): void {
  for (const [i, { upTo }] of bands.entries()) {
    const last = i === bands.length - 1;
    const before = bands[i - 1]?.upTo ?? null;
    const path = `/charge/bands/${i}/upTo`;
    if (last && upTo !== null) fault(path, says('last-band-limited'));
    if (!last && upTo === null) fault(path, says('band-unlimited'));
    if (upTo !== null && before !== null && upTo <= before) fault(path, says('bands-out-of-order', { before }));
  }
}

function faultsOfKind({ kind, on, charge }: Rule, fault: Tell): void {
  if (kind === 'bonus' && on.fact !== 'completed') fault('/on/fact', says('bonus-of-what'));
  if (kind !== 'bonus' && on.fact === 'completed') fault('/kind', says('completed-earns-bonus'));
  if (kind === 'non-payment' && charge.sum !== 'zero') fault('/charge/sum', says('non-payment-is-zero'));
  if (kind === 'penalty' && charge.sum === 'zero') fault('/kind', says('zero-is-non-payment'));
}
