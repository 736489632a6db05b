import { addDays, daysBetween, instantOfLocal, minutesOf, weekdayOf, type Schedule } from '@sweepline/contract';

/** When a schedule runs: the part of it that its days follow from. */
export type Recurrence = Pick<Schedule, 'days' | 'from' | 'to' | 'validFrom' | 'validUntil' | 'exceptions'>;

/** One scheduled window. */
export interface Occurrence {
  /** Local date of its beginning. */
  readonly date: string;
  readonly from_ms: number;
  readonly to_ms: number;
}

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

/** The windows of a schedule on the local dates in [from, to), in order. Each begins before it ends, whatever the clock does. */
export function occurrencesOf(rule: Recurrence, zone: string, from: string, to: string): Occurrence[] {
  const left = new Set(rule.exceptions);
  const found: Occurrence[] = [];
  for (let date = later(from, rule.validFrom); date < to; date = addDays(date, 1)) {
    if (rule.validUntil !== null && date > rule.validUntil) break;
    if (runsOn(rule, date) && !left.has(date)) found.push({ date, ...windowOn(zone, date, rule.from, rule.to) });
  }
  return found;
}

/**
 * A window of wall time on a date; an end not after its beginning is of the next day. Where a missing hour swallows the
 * beginning and the end lies behind it, the window keeps the length that the wall promised.
 */
export function windowOn(zone: string, date: string, from: string, to: string): { from_ms: number; to_ms: number } {
  const begin = minutesOf(from);
  const end = minutesOf(to) + (minutesOf(to) <= begin ? DAY_MINUTES : 0);
  return wallWindow(zone, date, begin, end);
}

/** The same of minutes after the date's midnight. */
export function wallWindow(zone: string, date: string, begin: number, end: number): { from_ms: number; to_ms: number } {
  const from_ms = instantOfLocal(zone, date, begin);
  const to_ms = instantOfLocal(zone, date, end);
  return { from_ms, to_ms: to_ms > from_ms ? to_ms : from_ms + (end - begin) * MINUTE_MS };
}

function runsOn({ days, validFrom }: Recurrence, date: string): boolean {
  if ('weekdays' in days) return days.weekdays.includes(weekdayOf(date));
  return daysBetween(validFrom, date) % days.every === 0;
}

const later = (a: string, b: string): string => (a > b ? a : b);
