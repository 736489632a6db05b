import type { Log } from './log.ts';

/** Work that comes back: each kind waits for its own last round, and one that fails is logged and tried again. */
export class Recurring {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  every(interval_ms: number, name: string, work: () => unknown): void {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => this.log.error({ err: error }, `${name} failed`))
        .finally(() => (running = false));
    }, interval_ms);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers.clear();
  }
}
