import { linkOf, NO_LINK } from './link.ts';

/** What a link is made of. */
export interface Linked {
  readonly ts_ms: number;
  readonly received_ms: number;
  /** RFC 8785 JSON. */
  readonly body: string;
}

/** A device's chain at the end of a day, or where it stands now. */
export interface ChainEnd {
  /** UTC date of receipt. */
  readonly day: string;
  /** Links in all. */
  readonly no: number;
  readonly head: Uint8Array;
  /** Links of this day. */
  readonly fixes: number;
  /** The least and the greatest instant among this day's fixes. */
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Where a chain stands that has no link yet. */
export const BEFORE_ALL: ChainEnd = { day: '', no: 0, head: NO_LINK, fixes: 0, from_ms: Infinity, to_ms: -Infinity };

const DAY_MS = 86_400_000;
let lastDay = { from_ms: 0, date: '1970-01-01' };

/** UTC date of an instant. */
export function utcDay(at_ms: number): string {
  const from_ms = Math.floor(at_ms / DAY_MS) * DAY_MS;
  if (from_ms !== lastDay.from_ms) lastDay = { from_ms, date: new Date(from_ms).toISOString().slice(0, 10) };
  return lastDay.date;
}

/**
 * The chain with one more link. A day that is over is never gone back to: where the clock was put back, the link belongs to
 * the day of the one before it.
 */
export function extend(end: ChainEnd, { ts_ms, received_ms, body }: Linked): ChainEnd {
  const received = utcDay(received_ms);
  const goesOn = received <= end.day;
  return {
    day: goesOn ? end.day : received,
    no: end.no + 1,
    head: linkOf(end.head, received_ms, body),
    fixes: (goesOn ? end.fixes : 0) + 1,
    from_ms: goesOn ? Math.min(end.from_ms, ts_ms) : ts_ms,
    to_ms: goesOn ? Math.max(end.to_ms, ts_ms) : ts_ms,
  };
}
