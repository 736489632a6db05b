import type { ContractBody, Terms } from '@sweepline/contract';

export interface TermsFault {
  /** JSON pointer into the terms, as "/rules/2/charge/bands/1". */
  readonly path: string;
  readonly message: string;
}

/** What cannot be right in terms that their schema lets pass; empty where they can hold. */
export function faultsOfTerms(terms: Terms, contract: ContractBody): TermsFault[] {
  const faults: TermsFault[] = [];
  if (terms.from < contract.from || terms.from > contract.to)
    faults.push({ path: '/from', message: `expected a day of the contract, ${contract.from} to ${contract.to}` });
  for (const operation of contract.operations)
    if (!terms.prices.some((price) => price.operation === operation))
      faults.push({ path: '/prices', message: `expected a price for ${operation}, an operation of the contract` });
  const ids = new Set<string>();
  for (const [i, { id }] of terms.rules.entries()) {
    if (ids.has(id)) faults.push({ path: `/rules/${i}/id`, message: `another rule has the id ${id}` });
    ids.add(id);
  }
  return faults;
}
