import type { KeyRate, Operation, Terms, TermsVersion } from '@sweepline/contract';

/** The version that holds on a date: of the latest beginning, then the newest. @throws RangeError where none does */
export function termsOn(versions: readonly TermsVersion[], date: string): TermsVersion {
  let holding: TermsVersion | undefined;
  for (const one of versions) {
    if (one.terms.from > date) continue;
    if (holding === undefined || one.terms.from > holding.terms.from) holding = one;
    else if (one.terms.from === holding.terms.from && one.version > holding.version) holding = one;
  }
  if (holding === undefined) throw new RangeError(`no terms of the contract hold on ${date}`);
  return holding;
}

/** Price of one metre: the route's own before the one of its operation. @throws RangeError where there is neither */
export function priceOf({ prices }: Terms, operation: Operation, route: string): string {
  const own = prices.find((price) => price.operation === operation && price.route === route);
  const price = own ?? prices.find((one) => one.operation === operation && one.route === undefined);
  if (price === undefined) throw new RangeError(`the terms have no price for ${operation} on route ${route}`);
  return price.perMetre;
}

/** Key rates of all versions by date: a newer version's word on a date is the last. */
export function keyRatesOf(versions: readonly TermsVersion[]): KeyRate[] {
  const rates = new Map<string, KeyRate>();
  for (const { terms } of [...versions].sort((a, b) => a.version - b.version))
    for (const rate of terms.keyRates ?? []) rates.set(rate.from, rate);
  return [...rates.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}
