import type { ClaimSummary, Contract } from '@sweepline/contract';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import type { ClaimFilter, ClaimRequests } from './requests.ts';

/** The claims of a town by what is asked for, page by page. */
export class Register {
  items = $state.raw<readonly ClaimSummary[]>([]);
  next = $state<string | null>(null);
  state = $state.raw<'loading' | 'shown' | RequestError>('loading');
  busy = $state(false);
  contracts = $state.raw<readonly Contract[]>([]);
  readonly #requests: ClaimRequests;
  readonly #town: string;
  #asked: ClaimFilter | null = null;

  constructor(requests: ClaimRequests, town: string) {
    this.#requests = requests;
    this.#town = town;
  }

  async load(filter: ClaimFilter): Promise<void> {
    this.#asked = filter;
    this.busy = true;
    try {
      const { items, next } = await this.#requests.page(this.#town, filter);
      if (this.#asked !== filter) return;
      this.items = items;
      this.next = next;
      this.state = 'shown';
    } catch (error) {
      if (this.#asked === filter) this.state = failureOf(error);
    } finally {
      if (this.#asked === filter) this.busy = false;
    }
  }

  async more(): Promise<void> {
    const filter = this.#asked;
    if (this.busy || filter === null || this.next === null) return;
    this.busy = true;
    try {
      const { items, next } = await this.#requests.page(this.#town, filter, this.next);
      if (this.#asked !== filter) return;
      this.items = [...this.items, ...items];
      this.next = next;
    } catch (error) {
      if (this.#asked === filter) this.state = failureOf(error);
    } finally {
      this.busy = false;
    }
  }

  /** Without them a filter has one choice less. */
  async loadContracts(): Promise<void> {
    this.contracts = await this.#requests.contracts(this.#town).catch(() => []);
  }
}
