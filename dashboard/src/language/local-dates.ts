import type { Locale } from '@sweepline/contract';

/** Local dates of a municipality, `YYYY-MM-DD`: days of a calendar, which know no zone. */
export class LocalDates {
  readonly #day: Intl.DateTimeFormat;
  readonly #short: Intl.DateTimeFormat;
  readonly #full: Intl.DateTimeFormat;
  readonly #long: Intl.DateTimeFormat;
  readonly #span: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #weekday: Intl.DateTimeFormat;
  readonly #locale: Locale;

  constructor(locale: Locale) {
    this.#locale = locale;
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'ru', { timeZone: 'UTC', ...options });
    this.#day = format({ weekday: 'short', day: 'numeric', month: 'short' });
    this.#short = format({ day: 'numeric', month: 'short' });
    this.#full = format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
    this.#long = format({ day: 'numeric', month: 'long', year: 'numeric' });
    this.#span = format({ day: 'numeric', month: 'short', year: 'numeric' });
    this.#month = format({ month: 'long', year: 'numeric' });
    this.#weekday = format({ weekday: 'short' });
  }

  /** чт, 19 нояб. · Thu 19 Nov */
  day(date: string): string {
    return this.#plain(this.#day.format(noon(date)));
  }

  /** чт, 19 ноября 2026 · Thu 19 November 2026 */
  full(date: string): string {
    return this.#plain(this.#full.format(noon(date))).replace(/\s*г\.$/, '');
  }

  /** 19 ноября 2026 · 19 November 2026 */
  long(date: string): string {
    return this.#long.format(noon(date)).replace(/\s*г\.$/, '');
  }

  /** 19 нояб. · 19 Nov */
  short(date: string): string {
    return this.#short.format(noon(date));
  }

  /** пт · Fri */
  weekday(date: string): string {
    return this.#weekday.format(noon(date));
  }

  /** 19 */
  dayOfMonth(date: string): string {
    return String(Number(date.slice(8)));
  }

  /** ноябрь 2026 · November 2026 */
  month(date: string): string {
    return this.#month.format(noon(date)).replace(/\s*г\.$/, '');
  }

  /** 16–22 нояб. 2026, from the first to the last day; 1 дек. 2025 – 31 дек. 2026 across years. */
  range(first: string, last: string): string {
    return this.#span.formatRange(noon(first), noon(last)).replace(/\s*г\./g, '');
  }

  #plain(text: string): string {
    return this.#locale === 'en' ? text.replace(',', '') : text;
  }
}

const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);
