import type { Incident } from '@sweepline/contract';

const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 5 * 60_000;
/** A case that lasts for hours is seen from its beginning. */
const MOST_MS = 4 * 3_600_000;

/** From when to when a case's chart is drawn: some time before it began until a little after its end. */
export function spanOf(
  { from, to }: Pick<Incident, 'from' | 'to'>,
  now_ms: number,
): { from_ms: number; to_ms: number } {
  const from_ms = Date.parse(from) - BEFORE_MS;
  const end_ms = (to === null ? now_ms : Date.parse(to)) + AFTER_MS;
  return { from_ms, to_ms: Math.max(from_ms + BEFORE_MS, Math.min(end_ms, now_ms, from_ms + MOST_MS)) };
}
