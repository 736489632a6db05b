import type { ContractBody, Terms } from '@sweepline/contract';

/** Prices of what the contract is not about, twice the same, or missing. */
export function faultsOfPrices(
  { prices }: Terms,
  { operations, routes }: ContractBody,
  fault: (path: string, message: string) => void,
): void {
  const seen = new Map<string, number>();
  for (const [i, { operation, route }] of prices.entries()) {
    const key = `${operation} ${route ?? ''}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) fault(`/prices/${i}`, `price ${earlier + 1} is of the same operation and route already`);
    else seen.set(key, i);
    if (!operations.includes(operation))
      fault(`/prices/${i}/operation`, `${operation} is no operation of the contract: ${operations.join(', ')}`);
    if (route !== undefined && routes !== undefined && !routes.includes(route))
      fault(`/prices/${i}/route`, `${route} is no route of the contract`);
  }
  for (const operation of operations) {
    if (seen.has(`${operation} `)) continue;
    // Where the contract names its routes each may have its own price, of the one operation that it is of.
    const priced = routes?.every((route) => operations.some((other) => seen.has(`${other} ${route}`)));
    if (priced !== true) fault('/prices', `no price for ${operation}, which is an operation of the contract`);
  }
}
