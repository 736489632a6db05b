import { EMPTY_LIVE_STATE, foldLive, type LiveInput, type LiveState } from '@sweepline/contract';
import { Coalescer } from './coalescer.ts';
import { LiveClient } from './live-client.ts';
import type { Link } from './link.ts';

/** The fleet is shown anew at most five times a second, however many messages arrive. */
const EVERY_MS = 200;

/** What the service tells besides where vehicles are. */
export type Told = Exclude<LiveInput, { type: 'positions' }>;

/** Answers the way to stop. */
export type Listen = (listener: (told: Told) => void) => () => void;

/** What the service tells, as the page sees it: raw snapshots that are replaced, never changed. */
export class LiveFeed {
  state = $state.raw<LiveState>(EMPTY_LIVE_STATE);
  link = $state.raw<Link>({ phase: 'idle' });
  /** True once the first snapshot has arrived. */
  known = $state(false);
  /** Server clock minus this machine's. */
  ahead_ms = $state(0);
  /** Called when the line does not come back: the session may have ended, which a refused socket cannot say. */
  onTrouble: () => void = () => {};
  readonly #listeners = new Set<(told: Told) => void>();
  #client: LiveClient | null = null;
  #linkShown_ms = 0;
  readonly #coalescer = new Coalescer<LiveInput>(EVERY_MS, (batch) => {
    this.state = foldLive(this.state, batch);
    this.known ||= batch.some((input) => input.type === 'hello');
    for (const input of batch) if (input.type !== 'positions') for (const listener of this.#listeners) listener(input);
  });

  follow(municipality: string): void {
    this.stop();
    this.#client = new LiveClient(municipality, {
      url: `${location.origin.replace(/^http/, 'ws')}/api/v1/live`,
      input: (input) => this.#coalescer.push(input),
      hello: ({ serverTime }) => (this.ahead_ms = Date.parse(serverTime) - Date.now()),
      link: (link) => this.#show(link),
      probe: () =>
        fetch('/healthz', { signal: AbortSignal.timeout(4_000), cache: 'no-store' }).then(
          (answer) => answer.ok,
          () => false,
        ),
    });
    this.#client.start();
  }

  stop(): void {
    this.#client?.stop();
    this.#client = null;
    this.#coalescer.drop();
    this.state = EMPTY_LIVE_STATE;
    this.known = false;
  }

  /** Hears each message once it is folded in; a `hello` may stand for some that were missed. Answers the way to stop. */
  readonly listen: Listen = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  retryNow(): void {
    this.#client?.retryNow();
  }

  /** A change of phase shows at once; that something was heard only as often as the rest. */
  #show(link: Link): void {
    const now_ms = performance.now();
    if (link.phase === 'refused' || (link.phase === 'offline' && link.attempt === 2)) this.onTrouble();
    if (link.phase === this.link.phase && now_ms - this.#linkShown_ms < EVERY_MS) return;
    this.#linkShown_ms = now_ms;
    this.link = link;
  }
}
