import type { ClaimLine, Factor } from '@sweepline/contract';
import { chargeOf, type Tariff } from '../money/charge.ts';
import { entryOf, type Entry } from './entry.ts';
import { roundedSumOf } from '../money/evaluate.ts';
import { isWorse, type Fact } from '../facts/fact.ts';
import type { Performance } from '../facts/made-good.ts';
import { isAtLeast } from '../money/shares.ts';

const HOUR_MS = 3_600_000;
const NOTHING: ClaimLine['arithmetic'] = { terms: [[{ value: '0', unit: 'amount' }]], caps: [] };

/**
 * Lines of one rule's facts, in their order: what data cannot support is held, what was made good is cured, and neither
 * counts; of the others the first of a local month are warnings, and late ones are multiplied.
 */
export class Judge {
  readonly #tariff: Tariff;
  readonly #performance: Performance;
  /** Facts so far of a rule and month. */
  readonly #counts = new Map<string, number>();

  constructor(tariff: Tariff, performance: Performance) {
    this.#tariff = tariff;
    this.#performance = performance;
  }

  entriesOf(fact: Fact): Entry[] {
    const { rule } = fact;
    const products = chargeOf(fact, this.#tariff);
    if (products.length === 0) return [];
    const { currency } = this.#tariff;
    const entry = (judged: Partial<ClaimLine>, arithmetic = this.#arithmetic(fact, products, 1)): Entry[] => [
      entryOf(fact, arithmetic, currency, {
        kind: rule.kind,
        state: 'standing',
        why: null,
        occurrence: null,
        ...judged,
      }),
    ];
    if (fact.grade !== null && isWorse(fact.grade, fact.works[0]!.terms.terms.gps.grade) && rule.kind !== 'bonus')
      return entry({ state: 'held', why: fact.grade });
    if (this.#isCured(fact)) return entry({ state: 'cured' });
    const occurrence = this.#count(fact);
    const charged = occurrence - (rule.warnings ?? 0);
    if (charged <= 0) return entry({ kind: 'warning', occurrence }, NOTHING);
    return entry({ occurrence }, this.#arithmetic(fact, products, charged));
  }

  #count({ rule, works }: Fact): number {
    const key = `${rule.id} ${works.at(-1)!.month}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  /** Each of its legs counted as done within so many hours after the window's end. */
  #isCured({ rule: { cure_h }, parts }: Fact): boolean {
    if (cure_h === undefined || parts.length === 0) return false;
    const done_cm = new Map(parts.map(({ leg }) => [leg, leg.covered_cm]));
    for (const part of parts) {
      const until_ms = part.work.to_ms + cure_h * HOUR_MS;
      for (const { from_cm, to_cm, at_ms } of this.#performance.madeGood(part))
        if (at_ms !== null && at_ms <= until_ms) done_cm.set(part.leg, done_cm.get(part.leg)! + to_cm - from_cm);
    }
    return parts.every(({ leg, work }) => isAtLeast(done_cm.get(leg)!, work.terms.terms.completion.leg, leg.owed_cm));
  }

  /** With the factor of a repeat, and the rule's cap of one fact. */
  #arithmetic({ rule }: Fact, products: Factor[][], charged: number): ClaimLine['arithmetic'] {
    const { repeat, cap, kind } = rule;
    const factor: Factor[] =
      repeat !== undefined && charged >= repeat.from ? [{ value: repeat.factor, unit: 'factor' }] : [];
    const terms = factor.length === 0 ? products : products.map((product) => [...product, ...factor]);
    const cuts = cap?.fact !== undefined && roundedSumOf(terms, this.#tariff.currency) > cap.fact;
    return {
      terms,
      caps: cuts ? [{ by: 'fact', to: cap.fact! }] : [],
      ...(kind === 'bonus' ? { credit: true as const } : {}),
    };
  }
}
