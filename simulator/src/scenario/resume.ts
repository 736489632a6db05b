import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A run that can be taken up again: the same seed and start give the same stream, sent from where it stopped. */
export interface RunMark {
  readonly seed: string;
  readonly start_ms: number;
  readonly end_ms: number;
  /** Everything due before this, counted from the start, has been acknowledged. */
  readonly sent_ms: number;
}

/** The mark of an earlier run, null where there is none or it cannot be read. */
export function readMark(file: string): RunMark | null {
  if (!existsSync(file)) return null;
  try {
    const { seed, start_ms, end_ms, sent_ms } = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunMark>;
    if (
      typeof seed !== 'string' ||
      typeof start_ms !== 'number' ||
      typeof end_ms !== 'number' ||
      typeof sent_ms !== 'number'
    )
      return null;
    return { seed, start_ms, end_ms, sent_ms };
  } catch {
    return null;
  }
}

export function writeMark(file: string, mark: RunMark): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(mark)}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * Which run to drive now: an unfinished one goes on; after one that has ended a new one begins, `backlog_ms` ago but never
 * before the last one's end, so that no vehicle is in two places at one time.
 */
export function nextRun(
  before: RunMark | null,
  now_ms: number,
  backlog_ms: number,
  length_ms: number,
  seed: string,
): RunMark {
  if (before !== null && before.end_ms > now_ms) return before;
  const start_ms = Math.max(now_ms - backlog_ms, before?.end_ms ?? 0);
  return { seed, start_ms, end_ms: start_ms + length_ms, sent_ms: -1 };
}
