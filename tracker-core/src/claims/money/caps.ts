import type { Arithmetic } from '@sweepline/contract';
import type { Settled } from '../lines/settled.ts';
import type { Stake } from '../lines/stake.ts';
import { ruleMonth, type Earlier } from './earlier.ts';

/** What was charged so far under each cap. */
class Used {
  readonly #sums = new Map<string, number>();

  of(key: string, earlier: number | undefined): number {
    return this.#sums.get(key) ?? earlier ?? 0;
  }

  set(key: string, sum: number): void {
    this.#sums.set(key, sum);
  }
}

/**
 * Cuts lines that stand by what their rule's month, all penalties of the month and all of the contract have left, in that
 * order, line after line. What is not paid for lack of work is under no cap but its rule's own.
 */
export function cutByCaps(stakes: readonly Stake[], settled: readonly Settled[], earlier: Earlier): void {
  const used = new Used();
  for (const [i, { rule, month, terms }] of stakes.entries()) {
    const line = settled[i]!;
    if (line.state !== 'standing' || line.kind === 'warning') continue;
    const own = ruleMonth(rule.id, month);
    const caps: [
      by: Arithmetic['caps'][number]['by'],
      key: string,
      limit: number | undefined,
      earlier: number | undefined,
    ][] = [['rule-month', `rule ${own}`, rule.cap?.month, earlier.rules[own]?.charged]];
    if (line.kind === 'penalty')
      caps.push(
        ['month', `month ${month}`, terms.terms.cap?.month, earlier.months[month]],
        ['contract', 'contract', terms.terms.cap?.contract, earlier.penalties],
      );
    let left = Math.abs(line.amount);
    const cuts: Arithmetic['caps'] = [];
    for (const [by, key, limit, before] of caps) {
      if (limit === undefined) continue;
      const to = Math.max(0, limit - used.of(key, before));
      if (to >= left) continue;
      left = to;
      cuts.push({ by, to });
    }
    if (cuts.length > 0) line.caps = [...line.caps, ...cuts];
    line.amount = line.amount < 0 && left > 0 ? -left : left;
    for (const [, key, , before] of caps) used.set(key, used.of(key, before) + left);
  }
}
