import type { Arithmetic } from '@sweepline/contract';
import type { Entry } from '../lines/entry.ts';
import { evaluate } from './evaluate.ts';

/** What was charged so far under each cap. */
class Used {
  readonly #sums = new Map<string, number>();

  of(key: string): number {
    return this.#sums.get(key) ?? 0;
  }

  add(key: string, amount: number): void {
    this.#sums.set(key, this.of(key) + amount);
  }
}

/**
 * Cuts lines that stand by what their rule's month, all penalties of the month and all of the contract have left, in that
 * order, line after line. What is not paid for lack of work is under no cap but its rule's own.
 */
export function cutByCaps(entries: readonly Entry[], earlierPenalties: number, currency: string): void {
  const used = new Used();
  used.add('contract', earlierPenalties);
  for (const { line, fact } of entries) {
    if (fact === null || line.state !== 'standing' || line.kind === 'warning') continue;
    const { rule, works } = fact;
    const { month, terms } = works.at(-1)!;
    const caps: [by: Arithmetic['caps'][number]['by'], key: string, limit: number | undefined][] = [
      ['rule-month', `rule ${rule.id} ${month}`, rule.cap?.month],
    ];
    if (line.kind === 'penalty')
      caps.push(
        ['month', `month ${month}`, terms.terms.cap?.month],
        ['contract', 'contract', terms.terms.cap?.contract],
      );
    let left = Math.abs(line.amount);
    const cuts: Arithmetic['caps'] = [];
    for (const [by, key, limit] of caps) {
      if (limit === undefined) continue;
      const to = Math.max(0, limit - used.of(key));
      if (to >= left) continue;
      left = to;
      cuts.push({ by, to });
    }
    if (cuts.length > 0) {
      line.arithmetic = { ...line.arithmetic, caps: [...line.arithmetic.caps, ...cuts] };
      line.amount = evaluate(line.arithmetic, currency);
    }
    for (const [, key] of caps) used.add(key, Math.abs(line.amount));
  }
}
