import { isLocalDate } from '@sweepline/contract';

const MONTHS = ['янв', 'фев', 'мар', 'апр', 'ма', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_MS = 86_400_000;
/** Day 0 of the spreadsheets' calendar. */
const EPOCH_MS = Date.UTC(1899, 11, 30);
/** Serial days of this century, as a date without a format is read. */
const SERIAL = { least: 36_526, most: 73_050 };

const two = (text: string | number): string => String(text).padStart(2, '0');
const dateOf = (year: string, month: string | number, day: string): string | null => {
  const full = year.length === 2 ? `20${year}` : year;
  const date = `${full}-${two(month)}-${two(day)}`;
  return isLocalDate(date) ? date : null;
};

/**
 * A date as people write it: 2026-10-05, 05.10.2026, 5/10/26 (the day first), 5 октября 2026 г., 5 Oct 2026, or the number of
 * the day that a spreadsheet keeps. Null for what is none.
 */
export function readDate(given: string): string | null {
  const text = given.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$/.exec(text);
  if (iso) return dateOf(iso[1]!, iso[2]!, iso[3]!);
  const numeric = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г\.?)?(?:\s+\d{1,2}:\d{2}(:\d{2})?)?$/.exec(text);
  if (numeric) return dateOf(numeric[3]!, numeric[2]!, numeric[1]!);
  const named = /^(\d{1,2})\s+(\p{L}+)\.?\s+(\d{4})(?:\s*г\.?)?$/u.exec(text);
  if (named) {
    const month = [MONTHS, ENGLISH]
      .map((names) => names.findIndex((name) => named[2]!.startsWith(name)))
      .find((at) => at >= 0);
    return month === undefined ? null : dateOf(named[3]!, month + 1, named[1]!);
  }
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0;
  if (serial < SERIAL.least || serial > SERIAL.most) return null;
  return new Date(EPOCH_MS + serial * DAY_MS).toISOString().slice(0, 10);
}

/**
 * A number that is not negative: 1 234,56 and 1,234.56 and 1.234,56 м. A single mark is the decimal's; where there are more,
 * they part thousands but for a last one of the other kind. Null for what is none.
 */
export function readNumber(given: string): number | null {
  const text = given
    .trim()
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(/(м|m|км|km|ч|h|час\p{L}*|hours?|лей|руб\.?|mdl|rub|eur|€)\.?$/iu, '');
  if (text.length > 24) return null;
  const plain = /^\d+([.,]\d+)?$/.test(text)
    ? text.replace(',', '.')
    : /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)
      ? text.replaceAll(',', '')
      : /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)
        ? text.replaceAll('.', '').replace(',', '.')
        : '';
  const value = Number(plain);
  return plain !== '' && value < 1e12 ? value : null;
}
