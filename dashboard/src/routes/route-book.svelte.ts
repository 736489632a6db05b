import type { Route } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { foldName } from '../town/streets.ts';
import { listRoutes } from './requests.ts';

export type BookState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly failure: RequestError };

/** The routes of one town, each in its newest version. */
export class RouteBook {
  state = $state.raw<BookState>({ kind: 'loading' });
  all = $state.raw<readonly Route[]>([]);
  readonly byId = $derived(new Map(this.all.map((route) => [route.id, route])));
  readonly #rest: RestClient;
  readonly #municipality: string;

  constructor(rest: RestClient, municipality: string) {
    this.#rest = rest;
    this.#municipality = municipality;
  }

  async load(): Promise<void> {
    try {
      this.all = await listRoutes(this.#rest, this.#municipality);
      this.state = { kind: 'loaded' };
    } catch (error) {
      this.state = { kind: 'failed', failure: failureOf(error) };
    }
  }

  /** A route that was saved, or another one that was made. */
  take(route: Route): void {
    const others = this.all.filter(({ id }) => id !== route.id);
    this.all = [...others, route].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  drop(id: string): void {
    this.all = this.all.filter((route) => route.id !== id);
  }

  /** Those whose id, name or one of whose streets holds the words. */
  search(text: string, streetOf: (edge: string) => string | null): readonly Route[] {
    const wanted = foldName(text);
    if (wanted === '') return this.all;
    return this.all.filter(
      ({ id, name, legs }) =>
        foldName(`${id} ${name}`).includes(wanted) ||
        legs.some(({ edge }) => foldName(streetOf(edge) ?? '').includes(wanted)),
    );
  }
}
