/**
 * Gathers what arrives while a write is under way and writes it together next: the next flush starts when the last ended,
 * so there is no timer and a single item waits for nothing.
 */
export class GroupCommit<Item> {
  private queue: Item[] = [];
  private waiters: { resolve: () => void; reject: (cause: unknown) => void }[] = [];
  private running = false;
  private readonly write: (items: readonly Item[]) => Promise<void>;

  constructor(write: (items: readonly Item[]) => Promise<void>) {
    this.write = write;
  }

  get depth(): number {
    return this.queue.length;
  }

  /** Resolves once the items are written; rejects where their flush failed. */
  add(items: readonly Item[]): Promise<void> {
    for (const item of items) this.queue.push(item);
    return this.flushed();
  }

  /** Resolves once everything added before this call is written. */
  flushed(): Promise<void> {
    if (!this.running && this.queue.length === 0) return Promise.resolve();
    const done = new Promise<void>((resolve, reject) => this.waiters.push({ resolve, reject }));
    if (!this.running) void this.run();
    return done;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0 || this.waiters.length > 0) {
      const [items, waiters] = [this.queue, this.waiters];
      this.queue = [];
      this.waiters = [];
      try {
        if (items.length > 0) await this.write(items);
        for (const waiter of waiters) waiter.resolve();
      } catch (error) {
        for (const waiter of waiters) waiter.reject(error);
      }
    }
    this.running = false;
  }
}
