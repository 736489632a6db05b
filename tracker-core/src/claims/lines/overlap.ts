import type { Settled } from './settled.ts';
import type { Stake } from './stake.ts';

/** A line that charges something. */
interface Charge {
  readonly stake: Stake;
  readonly settled: Settled;
}

/**
 * Never two penalties for one metre and cause. Each line that charges something takes its atoms; one that meets an atom
 * which is taken does not stand, and names the line that took it. Under `greatest` the greater amount takes first, whatever
 * the order of the rules; under `first` the rule that is listed first.
 */
export function settleOverlaps(stakes: readonly Stake[], settled: readonly Settled[]): void {
  const left: Charge[] = [];
  const penalties: { readonly charge: Charge; readonly rank: number }[] = [];
  for (const [i, stake] of stakes.entries()) {
    const own = settled[i]!;
    if (own.state !== 'standing' || own.amount <= 0) continue;
    const charge = { stake, settled: own };
    if (own.kind === 'non-payment') left.push(charge);
    else if (own.kind === 'penalty') penalties.push({ charge, rank: rankOf(charge) });
  }
  // What is left of a price is lost once: the wider fact takes it from the narrower.
  left.sort((a, b) => a.stake.width - b.stake.width || b.settled.amount - a.settled.amount || byRule(a, b));
  take(left);
  penalties.sort((a, b) => a.rank - b.rank || byRule(a.charge, b.charge));
  take(penalties.map(({ charge }) => charge));
}

const rankOf = ({ stake: { terms, rule }, settled }: Charge): number =>
  terms.terms.overlap === 'first' ? terms.terms.rules.indexOf(rule) : -settled.amount;

/** Then by number. */
const byRule = ({ stake: a }: Charge, { stake: b }: Charge): number =>
  (a.rule.id < b.rule.id ? -1 : Number(a.rule.id > b.rule.id)) || a.no - b.no;

function take(charges: readonly Charge[]): void {
  const owners = new Map<number, Stake>();
  for (const { stake, settled } of charges) {
    const owner = firstOwner(stake, owners);
    if (owner !== undefined) {
      settled.state = 'covered';
      settled.why = String(owner.no);
    } else for (const atom of stake.takes) if (!owners.has(atom)) owners.set(atom, stake);
  }
}

function firstOwner(stake: Stake, owners: ReadonlyMap<number, Stake>): Stake | undefined {
  for (const atom of stake.meets) {
    const owner = owners.get(atom);
    if (owner !== undefined && !areSeparateCases(owner, stake)) return owner;
  }
  return undefined;
}

/** Two cases of one kind are two facts of a rule, though both explain metres of one route; metres are charged once only. */
const areSeparateCases = (a: Stake, b: Stake): boolean =>
  a.rule === b.rule && a.separate !== null && a.separate === b.separate;
