import { addDays } from '../local-time.ts';

/** A UTC day of receipt is over so long after its midnight: longer than a delivery waits for a database that hangs. */
export const CHAIN_DAY_ENDS_AFTER_MS = 15 * 60_000;
/** How often days that are over are closed, and their heads told. */
export const CHAIN_DAYS_CLOSED_EVERY_MS = 10 * 60_000;

/** By when the heads of a UTC date are published, epoch milliseconds. */
export const headsBy_ms = (day: string): number =>
  Date.parse(`${addDays(day, 1)}T00:00:00Z`) + CHAIN_DAY_ENDS_AFTER_MS + CHAIN_DAYS_CLOSED_EVERY_MS;
