/** The part of a browser's timers that this needs; tests hand in their own. */
export interface Timer {
  now(): number;
  after(delay_ms: number, run: () => void): unknown;
  cancel(handle: unknown): void;
}

const browserTimer: Timer = {
  now: () => performance.now(),
  after: (delay_ms, run) => setTimeout(run, delay_ms),
  cancel: (handle) => clearTimeout(handle as number),
};

/**
 * Gathers what arrives and hands it on in batches, never more often than once in `every_ms`. The first of a quiet time
 * goes through at once, so that a single fix is not held back.
 */
export class Coalescer<Item> {
  readonly #every_ms: number;
  readonly #deliver: (batch: readonly Item[]) => void;
  readonly #timer: Timer;
  #waiting: Item[] = [];
  #handle: unknown = null;
  #last_ms = Number.NEGATIVE_INFINITY;

  constructor(every_ms: number, deliver: (batch: readonly Item[]) => void, timer: Timer = browserTimer) {
    this.#every_ms = every_ms;
    this.#deliver = deliver;
    this.#timer = timer;
  }

  push(item: Item): void {
    this.#waiting.push(item);
    if (this.#handle !== null) return;
    const due_ms = this.#last_ms + this.#every_ms - this.#timer.now();
    if (due_ms <= 0) this.#flush();
    else this.#handle = this.#timer.after(due_ms, () => this.#flush());
  }

  /** What waits is of no use any more: another town is shown, or a snapshot replaces it. */
  drop(): void {
    this.#waiting = [];
    if (this.#handle !== null) this.#timer.cancel(this.#handle);
    this.#handle = null;
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#handle = null;
    this.#last_ms = this.#timer.now();
    if (batch.length > 0) this.#deliver(batch);
  }
}
