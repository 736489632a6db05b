import type { FulfilmentAnswer } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { barsOf, shifted } from './periods.ts';
import { readDistricts, readFulfilment, type FulfilmentQuery } from './requests.ts';
import { filterOf, segmentsOf, type View } from './view.ts';

/** Everything a view shows, of one moment. */
export interface Shown {
  readonly view: View;
  readonly districts: readonly GeoJSON.Feature[];
  /** By day, of what was opened. */
  readonly days: FulfilmentAnswer;
  /** All rows of the table, and those of the period before. */
  readonly groups: FulfilmentAnswer;
  readonly former: FulfilmentAnswer;
  /** Of what was opened. Its total is the view's. */
  readonly edges: FulfilmentAnswer;
  readonly formerTotal: FulfilmentAnswer['total'];
  /** Once a row was opened. */
  readonly streets: FulfilmentAnswer | null;
  /** Once a street was. */
  readonly assignments: FulfilmentAnswer | null;
}

/** Answers serve again so long, so that going back and forth asks nothing. */
const FRESH_MS = 60_000;

/** How far the plan was carried out, for the view that is asked for last; the one before stays until that has come. */
export class Overview {
  shown = $state.raw<Shown | null>(null);
  failed = $state.raw<RequestError | null>(null);
  busy = $state(false);
  #asked = '';
  readonly #answers = new Map<string, { readonly asked_ms: number; readonly answer: Promise<unknown> }>();
  readonly #rest: RestClient;
  readonly #municipality: string;

  constructor(rest: RestClient, municipality: string) {
    this.#rest = rest;
    this.#municipality = municipality;
  }

  async load(view: View): Promise<void> {
    const asked = segmentsOf(view).join('/');
    this.#asked = asked;
    this.busy = true;
    try {
      const shown = await this.#read(view);
      if (this.#asked !== asked) return;
      this.shown = shown;
      this.failed = null;
    } catch (error) {
      if (this.#asked === asked) this.failed = failureOf(error);
    } finally {
      if (this.#asked === asked) this.busy = false;
    }
  }

  /** The same view as it is now. */
  refresh(view: View): Promise<void> {
    this.#answers.clear();
    return this.load(view);
  }

  async #read(view: View): Promise<Shown> {
    const { period, by, group, street } = view;
    const { from, to } = period;
    const former = shifted(period, -1);
    const filter = filterOf(view);
    const bars = barsOf(period);
    const within = { from, to };
    const before = { from: former.from, to: former.to };
    const [districts, days, groups, formerGroups, edges, formerDays, streets, assignments] = await Promise.all([
      this.#once('districts', () => readDistricts(this.#rest, this.#municipality)),
      this.#ask({ ...filter, from: bars.from, to: bars.to, by: 'day' }),
      this.#ask({ ...within, by }),
      this.#ask({ ...before, by }),
      this.#ask({ ...filter, ...within, by: 'edge' }),
      this.#ask({ ...filter, ...before, by: 'day' }),
      group === null ? null : this.#ask({ ...filter, street: undefined, ...within, by: 'street' }),
      street === null ? null : this.#ask({ ...filter, ...within, by: 'assignment' }),
    ]);
    const formerTotal = formerDays.total;
    return { view, districts, days, groups, former: formerGroups, edges, formerTotal, streets, assignments };
  }

  #ask(query: FulfilmentQuery): Promise<FulfilmentAnswer> {
    return this.#once(JSON.stringify(query), () => readFulfilment(this.#rest, this.#municipality, query));
  }

  #once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    if (known !== undefined && performance.now() - known.asked_ms < FRESH_MS) return known.answer as Promise<Answer>;
    const answer = ask();
    this.#answers.set(key, { asked_ms: performance.now(), answer });
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}
