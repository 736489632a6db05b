import { setTimeout as pause } from 'node:timers/promises';

/** How long a database that is gone is waited for: a restart of the embedded one fits. */
export const PATIENCE_MS = 60_000;
export const RETRY_AFTER_MS = 250;

/** 57P01–57P03: the server ends, or is starting; 53300: too many clients; 0800…: no connection came about. */
const NOTHING_DONE = /^(57P0[123]|53300|0800[14]|ECONNREFUSED|ENOENT)/;

/**
 * Does `work` of the background, and again while the database is not there and nothing of it can have been done: what
 * nobody waits for would else be lost with a restart of the database. @throws whatever else it fails of.
 */
export async function onceReached<Result>(work: () => Promise<Result>, patience_ms = PATIENCE_MS): Promise<Result> {
  const givesUp_ms = performance.now() + patience_ms;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      const { code = '' } = cause as { code?: string };
      if (!NOTHING_DONE.test(code) || performance.now() > givesUp_ms) throw cause;
      await pause(RETRY_AFTER_MS);
    }
  }
}
