import type { Incident } from '@sweepline/contract';
import type { Api } from '../rest/api.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';

/** Closed cases, newest first, loaded page by page when somebody looks at them. */
export class ClosedCases {
  items = $state.raw<readonly Incident[]>([]);
  state = $state<'unasked' | 'loading' | 'loaded' | 'failed'>('unasked');
  error = $state.raw<RequestError | null>(null);
  more = $state(true);
  #next: string | undefined;
  readonly #api: Api;
  readonly #municipality: string;

  constructor(api: Api, municipality: string) {
    this.#api = api;
    this.#municipality = municipality;
  }

  async load(): Promise<void> {
    if (this.state === 'loading' || !this.more) return;
    this.state = 'loading';
    try {
      const { items, next } = await this.#api.incidents(this.#municipality, ['resolved', 'dismissed'], this.#next);
      this.items = [...this.items, ...items];
      this.#next = next ?? undefined;
      this.more = next !== null;
      this.state = 'loaded';
    } catch (error) {
      this.error = failureOf(error);
      this.state = 'failed';
    }
  }
}
