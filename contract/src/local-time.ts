/** Wall time of a municipality: local dates as `2026-11-19`, minutes after local midnight, in an IANA zone. */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const LOCAL_DATE_PATTERN = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
export const LOCAL_TIME_PATTERN = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on the wall shows at an instant, as if it were UTC. */
function wallOf(zone: string, epoch_ms: number): number {
  const [month, day, year, hour, minute, second] = formatOf(zone).format(epoch_ms).match(/\d+/g)!.map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + (((epoch_ms % 1_000) + 1_000) % 1_000);
}

const offsetAt = (zone: string, epoch_ms: number): number => wallOf(zone, epoch_ms) - epoch_ms;

const dateText = (wall_ms: number): string => new Date(wall_ms).toISOString().slice(0, 10);
const midnightOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Whether the text is a day of the calendar: 2026-02-30 is none. */
export const isLocalDate = (text: string): boolean =>
  new RegExp(LOCAL_DATE_PATTERN).test(text) && !Number.isNaN(midnightOf(text)) && dateText(midnightOf(text)) === text;

/** Minutes after midnight of `05:30`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The date and the minutes after midnight that people there read off the wall at an instant. */
export function localOf(zone: string, epoch_ms: number): { readonly date: string; readonly minutes: number } {
  const wall_ms = wallOf(zone, epoch_ms);
  const date = dateText(wall_ms);
  return { date, minutes: (wall_ms - midnightOf(date)) / MINUTE_MS };
}

/**
 * The instant at which the wall shows so many minutes after a date's midnight; more than a day's run on into the next.
 * A time that a missing hour leaves out moves forward by the gap; of a doubled one it is the first.
 */
export function instantOfLocal(zone: string, date: string, minutes: number): number {
  const wall_ms = midnightOf(date) + minutes * MINUTE_MS;
  const before = offsetAt(zone, wall_ms - DAY_MS);
  const after = offsetAt(zone, wall_ms + DAY_MS);
  if (before === after) return wall_ms - before;
  const early = Math.min(wall_ms - before, wall_ms - after);
  const late = Math.max(wall_ms - before, wall_ms - after);
  if (wallOf(zone, early) === wall_ms) return early;
  return wallOf(zone, late) === wall_ms ? late : wall_ms - before;
}

export const addDays = (date: string, days: number): string => dateText(midnightOf(date) + days * DAY_MS);

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number => (midnightOf(to) - midnightOf(from)) / DAY_MS;

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: string): number => new Date(midnightOf(date)).getUTCDay() || 7;

/** The Monday of a date's week. */
export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));
