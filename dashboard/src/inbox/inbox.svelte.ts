import type { Notice, PageOf } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

const POLL_MS = 60_000;
const SHOWN = 50;

/** What a user was told: read when it is opened. */
export class Inbox {
  items = $state.raw<readonly Notice[]>([]);
  /** Null until it was asked for. */
  unread = $state<number | null>(null);
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** Asks now and then, while somebody is signed in. Returns the way to stop it. */
  watch(): () => void {
    void this.load();
    const handle = setInterval(() => void this.load(), POLL_MS);
    return () => clearInterval(handle);
  }

  /** What cannot be asked for now is asked for later. */
  async load(): Promise<void> {
    try {
      const { items } = await this.#rest.get<PageOf<Notice>>('/notices', { limit: SHOWN });
      this.items = items;
      this.unread = items.filter(({ readAt }) => readAt === null).length;
    } catch {
      // The count of before stays.
    }
  }

  async read({ id, readAt }: Notice): Promise<void> {
    if (readAt !== null) return;
    await this.#rest.send<Notice>('POST', `/notices/${id}/read`, {}).catch(() => {});
    await this.load();
  }

  async readAll(): Promise<void> {
    const unread = this.items.filter(({ readAt }) => readAt === null);
    await Promise.all(
      unread.map(({ id }) => this.#rest.send<Notice>('POST', `/notices/${id}/read`, {}).catch(() => {})),
    );
    await this.load();
  }
}
