import type { SentCommand } from '@sweepline/contract';
import type { Listen } from '../live/live-feed.svelte.ts';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';
import { withTold } from './further.ts';
import { commandsOf } from './requests.ts';

/** What a vehicle was sent and what became of it: asked for once, then told by the service as it happens. */
export class Deliveries {
  items = $state.raw<readonly SentCommand[]>([]);
  state = $state<'loading' | 'loaded' | 'failed'>('loading');
  error = $state.raw<RequestError | null>(null);
  readonly #rest: RestClient;
  readonly #vehicle: string;
  readonly #most: number;
  #ended = false;

  constructor(rest: RestClient, vehicle: string, most: number) {
    this.#rest = rest;
    this.#vehicle = vehicle;
    this.#most = most;
  }

  /** Answers the way to stop. */
  start(listen: Listen): () => void {
    const stop = listen((told) => {
      // What was told while there was no connection is in the list.
      if (told.type === 'hello') void this.load();
      if (told.type === 'command' && told.command.vehicle === this.#vehicle) this.#take(told.command);
    });
    void this.load();
    return () => {
      this.#ended = true;
      stop();
    };
  }

  async load(): Promise<void> {
    try {
      const { items } = await commandsOf(this.#rest, this.#vehicle, this.#most);
      if (this.#ended) return;
      const told = this.items;
      this.items = items;
      for (const command of told) this.#take(command);
      this.state = 'loaded';
      this.error = null;
    } catch (error) {
      this.error = failureOf(error);
      if (this.state === 'loading') this.state = 'failed';
    }
  }

  #take(command: SentCommand): void {
    this.items = withTold(this.items, command, this.#most);
  }
}
