import type { RestClient } from '../rest/client.ts';
import { codeOf, type RequestErrorCode } from '../rest/request-error.ts';
import { commandsOf, type SentCommand } from './requests.ts';

const SHOWN = 20;
/** While something is under way it is asked for this often. */
const AGAIN_MS = 1_500;

/** What a vehicle was sent and what became of it, kept up to date while somebody looks. */
export class Deliveries {
  items = $state.raw<readonly SentCommand[]>([]);
  state = $state<'loading' | 'loaded' | 'failed'>('loading');
  error = $state<RequestErrorCode | null>(null);
  readonly #rest: RestClient;
  readonly #vehicle: string;
  #again: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(rest: RestClient, vehicle: string) {
    this.#rest = rest;
    this.#vehicle = vehicle;
  }

  async load(): Promise<void> {
    clearTimeout(this.#again);
    try {
      const { items } = await commandsOf(this.#rest, this.#vehicle, SHOWN);
      if (this.#ended) return;
      this.items = items;
      this.state = 'loaded';
      this.error = null;
    } catch (error) {
      this.error = codeOf(error);
      if (this.state === 'loading') this.state = 'failed';
    }
    const waiting = this.error !== null || this.items.some(({ state }) => state === 'queued' || state === 'sent');
    if (waiting && !this.#ended) this.#again = setTimeout(() => void this.load(), AGAIN_MS);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#again);
  }
}
