import { isLocalDate, says, type ContractBody, type Saying, type Terms } from '@sweepline/contract';
import { faultsOfPrices } from './faults-of-prices.ts';
import { faultsOfRule } from './faults-of-rule.ts';
import type { Tell } from './tell.ts';
import { compare, exactOf, wholeOf } from '../money/exact.ts';

/** What is wrong at a place of the terms. */
export interface TermsFault extends Saying {
  /** JSON pointer into the terms, as "/rules/2/charge/bands/1". */
  readonly path: string;
}

/** Whether a per cent is above nothing and at most a hundred. */
const isShare = (percent: string): boolean =>
  compare(exactOf(percent), wholeOf(0)) > 0 && compare(exactOf(percent), wholeOf(100)) <= 0;

/** What cannot be right in terms that their schema lets pass; empty where they can hold. */
export function faultsOfTerms(terms: Terms, contract: ContractBody): TermsFault[] {
  const faults: TermsFault[] = [];
  const fault: Tell = (path, saying) => void faults.push({ path, ...saying });
  const { from, completion, cap, rules } = terms;

  if (!isLocalDate(from)) fault('/from', says('not-a-day'));
  else if (from < contract.from || from > contract.to)
    fault('/from', says('outside-contract', { from: contract.from, to: contract.to }));

  faultsOfPrices(terms, contract, fault);
  for (const scope of ['leg', 'route'] as const)
    if (!isShare(completion[scope])) fault(`/completion/${scope}`, says('not-a-share'));
  if (cap?.month !== undefined && cap.contract !== undefined && cap.month > cap.contract)
    fault('/cap/month', says('cap-never-acts'));

  faultsOfKeyRates(terms, fault);
  const places = new Map<string, number>();
  for (const [i, rule] of rules.entries()) {
    const earlier = places.get(rule.id);
    if (earlier !== undefined) fault(`/rules/${i}/id`, says('rule-id-twice', { n: earlier + 1, id: rule.id }));
    else places.set(rule.id, i);
    faultsOfRule(rule, contract, (path, saying) => fault(`/rules/${i}${path}`, saying));
  }
  return faults;
}

/** The rates must reach from the first day that these terms judge: delay begins there at the earliest. */
function faultsOfKeyRates({ from, keyRates = [], rules }: Terms, fault: Tell): void {
  for (const [i, rate] of keyRates.entries()) {
    const before = keyRates[i - 1];
    if (!isLocalDate(rate.from)) fault(`/keyRates/${i}/from`, says('not-a-day'));
    else if (before !== undefined && rate.from <= before.from)
      fault(`/keyRates/${i}/from`, says('rates-out-of-order', { date: before.from }));
  }
  const first = keyRates[0]?.from;
  for (const [i, { charge }] of rules.entries()) {
    if (charge.sum !== 'key-rate') continue;
    if (first === undefined) fault(`/rules/${i}/charge`, says('no-key-rate'));
    else if (first > from) fault(`/rules/${i}/charge`, says('key-rate-begins-late', { first, from }));
  }
}
