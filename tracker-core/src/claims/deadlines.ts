import { addDays, instantOfLocal, localOf } from '@sweepline/contract';

/** The end of the local day so many days after that of an event, epoch milliseconds. */
export const endOfDayAfter = (timezone: string, event_ms: number, days: number): number =>
  instantOfLocal(timezone, addDays(localOf(timezone, event_ms).date, days + 1), 0);

const DAY_MS = 86_400_000;
const REMINDER_DAYS = 3;

/** From when on the other side is reminded: some days before the end, or half of the time where that is short. */
export const reminderFrom = (issued_ms: number, answerBy_ms: number): number =>
  Math.max(answerBy_ms - REMINDER_DAYS * DAY_MS, issued_ms + (answerBy_ms - issued_ms) / 2);
