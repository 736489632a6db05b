import { cutByCaps } from '../money/caps.ts';
import { ruleMonth, type Earlier } from '../money/earlier.ts';
import { settleOverlaps } from './overlap.ts';
import type { Settled } from './settled.ts';
import type { Stake } from './stake.ts';

/**
 * Settles the lines of rules among each other: which facts count, so that the first of a month are warnings and late ones
 * are repeated; which penalties meet on one metre and cause; what the caps leave. A dropped line's fact is none: the others
 * are settled as if it had never been found, and it shows what it would be by itself if it were put back.
 */
export function settle(stakes: readonly Stake[], dropped: ReadonlySet<number>, earlier: Earlier): Settled[] {
  const facts = new Map<string, number>();
  const settled = stakes.map((stake): Settled => {
    const { no, rule, month, aside } = stake;
    if (aside !== null) {
      const state = dropped.has(no) ? 'dropped' : aside.state;
      return byItself(stake, 1, { state, why: state === 'held' && aside.state === 'held' ? aside.grade : null });
    }
    const key = ruleMonth(rule.id, month);
    const occurrence = (facts.get(key) ?? earlier.rules[key]?.facts ?? 0) + 1;
    const charged = occurrence - (rule.warnings ?? 0);
    if (dropped.has(no)) return byItself(stake, charged, { state: 'dropped' });
    facts.set(key, occurrence);
    return byItself(stake, charged, { occurrence });
  });
  settleOverlaps(stakes, settled);
  cutByCaps(stakes, settled, earlier);
  return settled;
}

/** By its own rule alone: `charged` is which of its charged facts it is, less than 1 for a warning. */
function byItself({ no, rule, once, repeated }: Stake, charged: number, changes: Partial<Settled>): Settled {
  const warns = charged <= 0;
  const repeats = !warns && rule.repeat !== undefined && charged >= rule.repeat.from;
  const sum = warns ? 0 : repeats ? repeated : once;
  const cap = rule.cap?.fact;
  const cuts = cap !== undefined && sum > cap;
  const amount = cuts ? cap : sum;
  return {
    no,
    kind: warns ? 'warning' : rule.kind,
    state: 'standing',
    why: null,
    occurrence: null,
    repeats,
    caps: cuts ? [{ by: 'fact', to: cap }] : [],
    amount: rule.kind === 'bonus' && amount > 0 ? -amount : amount,
    ...changes,
  };
}
