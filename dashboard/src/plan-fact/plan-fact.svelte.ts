import type { Locale, PlanFactAnswer, PlanFactMonths } from '@sweepline/contract';
import { address, type RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { rowsOfAssignments, rowsOfMonths, type TableRow } from './rows.ts';

/** What of the plan is told: local dates, half-open, by assignments or by months of contractors. */
export interface PlanFactWish {
  readonly from: string;
  readonly to: string;
  readonly by: 'assignment' | 'month';
  readonly contractor: string | null;
}

/** A file of the same; the browser fetches it by itself. */
export const fileAddress = (
  town: string,
  { from, to, by, contractor }: PlanFactWish,
  format: 'pdf' | 'xlsx' | 'csv',
  locale: Locale,
): string =>
  address(`/municipalities/${town}/plan-fact`, { from, to, by, contractor: contractor ?? undefined, format, locale });

/** Plan and fact of a town, of what was asked last. */
export class PlanFact {
  rows = $state.raw<readonly TableRow[]>([]);
  /** Whose rows stand there; null before the first ones. */
  shown = $state.raw<PlanFactWish | null>(null);
  failed = $state.raw<RequestError | null>(null);
  busy = $state(false);
  readonly #rest: RestClient;
  readonly #town: string;
  #asked: PlanFactWish | null = null;

  constructor(rest: RestClient, town: string) {
    this.#rest = rest;
    this.#town = town;
  }

  async load(wish: PlanFactWish): Promise<void> {
    this.#asked = wish;
    this.busy = true;
    this.failed = null;
    const { from, to, by, contractor } = wish;
    try {
      const answer = await this.#rest.get<PlanFactAnswer | PlanFactMonths>(`/municipalities/${this.#town}/plan-fact`, {
        from,
        to,
        by,
        contractor: contractor ?? undefined,
      });
      if (this.#asked !== wish) return;
      this.rows = 'months' in answer ? rowsOfMonths(answer.months) : rowsOfAssignments(answer.rows);
      this.shown = wish;
    } catch (error) {
      if (this.#asked === wish) this.failed = failureOf(error);
    } finally {
      if (this.#asked === wish) this.busy = false;
    }
  }
}
