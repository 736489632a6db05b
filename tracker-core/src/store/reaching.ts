import { setTimeout as pause } from 'node:timers/promises';

/** How long a database that is gone is waited for: a restart of the embedded one fits. */
export const PATIENCE_MS = 60_000;
export const RETRY_AFTER_MS = 250;

/** 57P01–57P03: the server ends, or is starting; 53300: too many clients; 0800…: no connection came about. */
const NOTHING_DONE = /^(57P0[123]|53300|0800[14]|ECONNREFUSED|ENOENT)/;

/** Class 08: connection; 57P: the server is ending or starting; 57014: it took too long; 53300: too many clients. */
const CONNECTION_LOST = /^(08|57P|57014|53300|ECONN|EPIPE|ENOENT|ETIMEDOUT)/;
/** The same as `pg` says it, without a code. */
const NO_ANSWER = /^(Connection terminated|Query read timeout|timeout expired|timeout exceeded)/;

/** Whether a statement failed because the database went: what it did, if anything, nobody knows. */
export const connectionLost = ({ code = '', message }: Error & { code?: string }): boolean =>
  CONNECTION_LOST.test(code) || NO_ANSWER.test(message);

/**
 * Does `work` of the background, and again while the database is not there and nothing of it can have been done: what
 * nobody waits for would else be lost with a restart of the database. @throws whatever else it fails of.
 */
export function onceReached<Result>(work: () => Promise<Result>, patience_ms = PATIENCE_MS): Promise<Result> {
  return again(work, ({ code = '' }) => NOTHING_DONE.test(code), patience_ms);
}

/** Reads, and again for as long as the database is away, even where it went in the midst. @throws whatever else it fails of. */
export const onceRead = <Result>(read: () => Promise<Result>): Promise<Result> => again(read, connectionLost, Infinity);

async function again<Result>(
  work: () => Promise<Result>,
  mayRepeat: (cause: Error & { code?: string }) => boolean,
  patience_ms: number,
): Promise<Result> {
  const givesUp_ms = performance.now() + patience_ms;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (!mayRepeat(cause as Error) || performance.now() > givesUp_ms) throw cause;
      await pause(RETRY_AFTER_MS);
    }
  }
}
