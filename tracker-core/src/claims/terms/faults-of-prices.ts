import { says, type ContractBody, type Terms } from '@sweepline/contract';
import type { Tell } from './tell.ts';

/** Prices of what the contract is not about, twice the same, or missing. */
export function faultsOfPrices({ prices }: Terms, { operations, routes }: ContractBody, fault: Tell): void {
  const seen = new Map<string, number>();
  for (const [i, { operation, route }] of prices.entries()) {
    const key = `${operation} ${route ?? ''}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) fault(`/prices/${i}`, says('price-twice', { n: earlier + 1 }));
    else seen.set(key, i);
    if (!operations.includes(operation))
      fault(`/prices/${i}/operation`, says('no-operation-of-contract', { operation }));
    if (route !== undefined && routes !== undefined && !routes.includes(route))
      fault(`/prices/${i}/route`, says('no-route-of-contract', { id: route }));
  }
  for (const operation of operations) {
    if (seen.has(`${operation} `)) continue;
    // Where the contract names its routes each may have its own price, of the one operation that it is of.
    const priced = routes?.every((route) => operations.some((other) => seen.has(`${other} ${route}`)));
    if (priced !== true) fault('/prices', says('price-missing', { operation }));
  }
}
