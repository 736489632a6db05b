import { addDays } from '@sweepline/contract';
import type { LocalDates } from '../language/local-dates.ts';

/** The first day of the month so many months on from a date's own. */
export function monthStart(date: string, months = 0): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** октябрь 2026 for a whole month, else its first and last day; `to` is the day after the last. */
export function periodText(from: string, to: string, dates: LocalDates): string {
  return from === monthStart(from) && to === monthStart(from, 1)
    ? dates.month(from)
    : dates.range(from, addDays(to, -1));
}
