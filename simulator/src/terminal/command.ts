import { setMaxListeners } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

/** @throws Error that names the file. */
export function readText(file: string): string {
  if (!existsSync(file)) throw new Error(`no such file: ${file}`);
  return readFileSync(file, 'utf8');
}

/** The first line of a password file, or `SWEEPLINE_PASSWORD`. */
export function readPassword(file: string): string {
  const fromEnvironment = process.env['SWEEPLINE_PASSWORD'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  const password = readText(file).split(/\r?\n/)[0]!.trim();
  if (password === '') throw new Error(`${file} holds no password`);
  return password;
}

/** `90`, `90m`, `3h`, `30s` in milliseconds. */
export function durationOf(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  if (found === null) throw new Error(`${text} is no duration: expected minutes, or a number with s, m or h`);
  return Math.round(Number(found[1]) * { s: 1_000, m: 60_000, h: 3_600_000 }[(found[2] ?? 'm') as 's' | 'm' | 'h']);
}

/**
 * Runs a command: the first SIGINT or SIGTERM asks it to end, a second one ends it at once. Errors become one plain line
 * and exit status 1. It also ends with a parent that it has a channel to.
 */
export async function runCommand(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const control = new AbortController();
  // Every device of a fleet listens.
  setMaxListeners(0, control.signal);
  const stop = (): void => {
    if (control.signal.aborted) process.exit(130);
    process.stderr.write('ending …\n');
    control.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.once('disconnect', stop);
  try {
    await work(control.signal);
    process.exitCode = 0;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    process.off('disconnect', stop);
    if (process.connected) process.disconnect();
  }
}
