import type { EdgePassages } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { fetchPassages } from './requests.ts';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly answer: EdgePassages }
  | { readonly kind: 'failed'; readonly failure: RequestError };

/** Who was on a street in a time, as asked for last. */
export class StreetHistory {
  state = $state.raw<HistoryState>({ kind: 'loading' });
  readonly #rest: RestClient;
  #asked = 0;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  async load(municipality: string, edge: string, from_ms: number, to_ms: number): Promise<void> {
    const asked = ++this.#asked;
    this.state = { kind: 'loading' };
    const state = await fetchPassages(this.#rest, municipality, edge, from_ms, to_ms).then(
      (answer): HistoryState => ({ kind: 'loaded', answer }),
      (error: unknown): HistoryState => ({ kind: 'failed', failure: failureOf(error) }),
    );
    if (asked === this.#asked) this.state = state;
  }
}
