import { isLocalDate, type ContractBody, type Terms } from '@sweepline/contract';
import { faultsOfPrices } from './faults-of-prices.ts';
import { faultsOfRule } from './faults-of-rule.ts';
import { compare, exactOf, wholeOf } from '../money/exact.ts';

/** What is wrong at a place of the terms. */
export interface TermsFault {
  /** JSON pointer into the terms, as "/rules/2/charge/bands/1". */
  readonly path: string;
  readonly message: string;
}

/** Whether a per cent is above nothing and at most a hundred. */
const isShare = (percent: string): boolean =>
  compare(exactOf(percent), wholeOf(0)) > 0 && compare(exactOf(percent), wholeOf(100)) <= 0;

/** What cannot be right in terms that their schema lets pass; empty where they can hold. */
export function faultsOfTerms(terms: Terms, contract: ContractBody): TermsFault[] {
  const faults: TermsFault[] = [];
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  const { from, completion, cap, rules } = terms;

  if (!isLocalDate(from)) fault('/from', `${from} is no day of the calendar`);
  else if (from < contract.from || from > contract.to)
    fault('/from', `expected a day of the contract, ${contract.from} to ${contract.to}, got ${from}`);

  faultsOfPrices(terms, contract, fault);
  for (const scope of ['leg', 'route'] as const)
    if (!isShare(completion[scope]))
      fault(`/completion/${scope}`, `expected more than 0 and at most 100 per cent, got ${completion[scope]}`);
  if (cap?.month !== undefined && cap.contract !== undefined && cap.month > cap.contract)
    fault('/cap/month', 'the cap of a month is above the one of the whole contract, so it can never act');

  faultsOfKeyRates(terms, fault);
  const places = new Map<string, number>();
  for (const [i, rule] of rules.entries()) {
    const earlier = places.get(rule.id);
    if (earlier !== undefined) fault(`/rules/${i}/id`, `rule ${earlier + 1} has the id ${rule.id} already`);
    else places.set(rule.id, i);
    faultsOfRule(rule, contract, (path, message) => fault(`/rules/${i}${path}`, message));
  }
  return faults;
}

/** The rates must reach from the first day that these terms judge: delay begins there at the earliest. */
function faultsOfKeyRates({ from, keyRates = [], rules }: Terms, fault: (path: string, message: string) => void): void {
  for (const [i, rate] of keyRates.entries()) {
    const before = keyRates[i - 1];
    if (!isLocalDate(rate.from)) fault(`/keyRates/${i}/from`, `${rate.from} is no day of the calendar`);
    else if (before !== undefined && rate.from <= before.from)
      fault(`/keyRates/${i}/from`, `expected a date after ${before.from}, the one before it in the table`);
  }
  const first = keyRates[0]?.from;
  for (const [i, { charge }] of rules.entries()) {
    if (charge.sum !== 'key-rate') continue;
    if (first === undefined) fault(`/rules/${i}/charge`, 'the rule asks for the key rate, and /keyRates has none');
    else if (first > from)
      fault(`/rules/${i}/charge`, `the key rates begin on ${first}, and these terms already hold from ${from} on`);
  }
}
