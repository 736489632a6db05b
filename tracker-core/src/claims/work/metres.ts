import { centimetresOf, metresOf, UNCOVERED_REASONS, type UncoveredReason } from '@sweepline/contract';
import type { TotalMetres } from '../money/totals.ts';

/** Sums of the results' metres, in centimetres. */
export class MetreSums {
  #planned_cm = 0;
  #covered_cm = 0;
  #excused_cm = 0;
  readonly #uncovered_cm = new Map<UncoveredReason, number>(UNCOVERED_REASONS.map((reason) => [reason, 0]));

  add({ planned_m, covered_m, excused_m, uncovered_m }: TotalMetres): void {
    this.#planned_cm += centimetresOf(planned_m);
    this.#covered_cm += centimetresOf(covered_m);
    this.#excused_cm += centimetresOf(excused_m);
    for (const [reason, sum_cm] of this.#uncovered_cm)
      this.#uncovered_cm.set(reason, sum_cm + centimetresOf(uncovered_m[reason]));
  }

  totals(): TotalMetres {
    return {
      planned_m: metresOf(this.#planned_cm),
      covered_m: metresOf(this.#covered_cm),
      excused_m: metresOf(this.#excused_cm),
      uncovered_m: Object.fromEntries(
        [...this.#uncovered_cm].map(([reason, sum_cm]) => [reason, metresOf(sum_cm)]),
      ) as Record<UncoveredReason, number>,
    };
  }
}
