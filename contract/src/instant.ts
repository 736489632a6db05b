const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const DAY_MS = 86_400_000;
/** Days from 0000-01-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const DAYS_TO_1970 = 719_528;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function daysFromCivil(year: number, month: number, day: number): number {
  const before = year - 1;
  const leaps = year === 0 ? 0 : Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + 1;
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return 365 * year + leaps + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDay + day - 1 - DAYS_TO_1970;
}

/** NaN where the character is not a digit, so that one comparison at the end refuses the whole number. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/**
 * Epoch milliseconds of an RFC 3339 instant *with offset*; null for anything else. Digits past the millisecond are cut
 * off, and a leap second is the first instant of the next minute.
 */
export function parseInstant(text: string): number | null {
  const { length } = text;
  if (length < 20 || length > 64) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const separator = text.charCodeAt(10) | 32;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  )
    return null;
  // 't' in either case; RFC 3339 5.6 also lets a space stand there
  if (separator !== 116 && separator !== 32) return null;
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 60)) return null;
  if (day > (month === 2 && isLeap(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0))) return null;

  let at = 19;
  let fraction_ms = 0;
  if (text.charCodeAt(at) === 46) {
    let weight = 100;
    const first = ++at;
    for (let value = digit(text, at); value >= 0; value = digit(text, ++at)) {
      if (weight >= 1) fraction_ms += value * weight;
      weight /= 10;
    }
    if (at === first) return null;
  }

  let offset_min = 0;
  const sign = text.charCodeAt(at);
  if ((sign | 32) === 122) {
    if (at + 1 !== length) return null;
  } else {
    const offsetHour = twoDigits(text, at + 1);
    const offsetMinute = twoDigits(text, at + 4);
    if ((sign !== 43 && sign !== 45) || at + 6 !== length || text.charCodeAt(at + 3) !== 58) return null;
    if (!(offsetHour <= 23 && offsetMinute <= 59)) return null;
    offset_min = (sign === 45 ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  }
  const seconds = (hour * 60 + minute - offset_min) * 60 + second;
  return daysFromCivil(year, month, day) * DAY_MS + seconds * 1_000 + fraction_ms;
}
