import type { StoreLog } from '../log.ts';

/** A log for tests that says nothing. */
export const quiet: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
