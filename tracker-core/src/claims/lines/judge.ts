import { chargeOf, type Tariff } from '../money/charge.ts';
import { entryOf, type Entry } from './entry.ts';
import { isWorse, type Aside, type Fact } from '../facts/fact.ts';
import type { Performance } from '../facts/made-good.ts';
import { isAtLeast } from '../money/shares.ts';

const HOUR_MS = 3_600_000;

/** Lines of rules' facts, each by itself: what it comes to, whether data cannot support it, whether it was made good. */
export class Judge {
  readonly #tariff: Tariff;
  readonly #performance: Performance;

  constructor(tariff: Tariff, performance: Performance) {
    this.#tariff = tariff;
    this.#performance = performance;
  }

  /** None where the rule charges nothing for it. */
  entriesOf(fact: Fact): Entry[] {
    const products = chargeOf(fact, this.#tariff);
    return products.length === 0 ? [] : [entryOf(fact, products, this.#tariff.currency, this.#asideOf(fact))];
  }

  #asideOf(fact: Fact): Aside | null {
    const { rule, grade, works } = fact;
    if (grade !== null && isWorse(grade, works[0]!.terms.terms.gps.grade) && rule.kind !== 'bonus')
      return { state: 'held', grade };
    return this.#isCured(fact) ? { state: 'cured' } : null;
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
}
