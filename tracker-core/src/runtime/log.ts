import { destination, pino, type Logger } from 'pino';

export type Log = Logger;

/** Lines of JSON on standard error: standard output belongs to the `ready` line. */
export const startLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ dest: 2, sync: false }));
