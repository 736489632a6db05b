import type { Locale } from '@sweepline/contract';

/** Abbreviations that CLDR leaves out of British English though people there write them. */
const KNOWN_ABBREVIATIONS: Readonly<Record<string, string>> = { 'Europe/Moscow': 'MSK' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Instant = number | string;
const epoch = (instant: Instant): number => (typeof instant === 'number' ? instant : Date.parse(instant));

/** Times of one municipality: always its zone, 24 hours. */
export class Times {
  readonly #locale: Locale;
  readonly zone: string;
  readonly #minute: Intl.DateTimeFormat;
  readonly #second: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #dayMonth: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #names: readonly Intl.DateTimeFormat[];
  readonly #offset: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, string>();

  constructor(locale: Locale, zone: string) {
    this.#locale = locale;
    this.zone = zone;
    const tag = locale === 'en' ? 'en-GB' : 'ru';
    const hours = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    this.#minute = new Intl.DateTimeFormat(tag, hours);
    this.#second = new Intl.DateTimeFormat(tag, { ...hours, second: '2-digit' });
    this.#date = new Intl.DateTimeFormat(tag, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' });
    this.#dayMonth = new Intl.DateTimeFormat(tag, { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' });
    this.#day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    this.#names = ['en-GB', 'en-US', 'en-AU'].map(
      (name) => new Intl.DateTimeFormat(name, { timeZone: zone, timeZoneName: 'short' }),
    );
    this.#offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  }

  /** 06:42; inside a doubled hour with its offset: 03:30 +03. */
  hm(instant: Instant): string {
    const ms = epoch(instant);
    if (!Number.isFinite(ms)) return '–';
    const text = this.#minute.format(ms);
    return this.#doubled(ms) ? `${text}\u00a0${this.offset(ms)}` : text;
  }

  hms(instant: Instant): string {
    const ms = epoch(instant);
    return Number.isFinite(ms) ? this.#second.format(ms) : '–';
  }

  /** чт, 19 нояб. · Thu 19 Nov */
  date(instant: Instant): string {
    const ms = epoch(instant);
    if (!Number.isFinite(ms)) return '–';
    return this.#date.format(ms).replace(this.#locale === 'en' ? ',' : '\u0000', '');
  }

  /** 19 нояб. 2026 г. · 19 Nov 2026 */
  dayMonth(instant: Instant): string {
    const ms = epoch(instant);
    return Number.isFinite(ms) ? this.#dayMonth.format(ms) : '–';
  }

  /** The local date as 2026-11-19. */
  day(instant: Instant): string {
    return this.#day.format(epoch(instant));
  }

  /** 05:30–07:15; within one minute 05:30 */
  span(from: Instant, to: Instant): string {
    const [begins, ends] = [this.hm(from), this.hm(to)];
    return begins === ends ? begins : `${begins}–${ends}`;
  }

  /** 05:30–07:15 EET */
  window(from: Instant, to: Instant): string {
    return `${this.hm(from)}–${this.hm(to)}\u00a0${this.abbreviation(from)}`;
  }

  /** The time today, else the date and the time. */
  moment(instant: Instant, now_ms: number): string {
    const ms = epoch(instant);
    return this.day(ms) === this.day(now_ms) ? this.hm(ms) : `${this.date(ms)} ${this.hm(ms)}`;
  }

  /** EET, CEST, MSK; where nobody abbreviates the zone, its offset: +05. */
  abbreviation(instant: Instant): string {
    const known = KNOWN_ABBREVIATIONS[this.zone];
    if (known) return known;
    for (const names of this.#names) {
      const name = nameOf(names, epoch(instant));
      if (name && !/^(GMT|UTC)./.test(name)) return name;
    }
    return this.offset(epoch(instant));
  }

  /** +03, −03:30 */
  offset(ms: number): string {
    const quarter = Math.floor(ms / 900_000);
    let text = this.#offsets.get(quarter);
    if (text === undefined) {
      text = (nameOf(this.#offset, ms) ?? '').replace('GMT', '').replace(':00', '').replace('-', '−') || '+00';
      this.#offsets.set(quarter, text);
    }
    return text;
  }

  #doubled(ms: number): boolean {
    if (this.offset(ms - DAY_MS) === this.offset(ms + DAY_MS)) return false;
    const wall = this.#minute.format(ms);
    return wall === this.#minute.format(ms + HOUR_MS) || wall === this.#minute.format(ms - HOUR_MS);
  }
}

const nameOf = (format: Intl.DateTimeFormat, ms: number): string | undefined =>
  format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value;
