import type { Locale } from '@sweepline/contract';

const NO_BREAK = '\u00a0';

const UNITS = {
  ru: { m: 'м', km: 'км', kmh: 'км/ч', metresPerMinute: 'м/мин', s: 'с', min: 'мин', h: 'ч' },
  en: { m: 'm', km: 'km', kmh: 'km/h', metresPerMinute: 'm/min', s: 's', min: 'min', h: 'h' },
} as const;
export type Unit = keyof (typeof UNITS)['ru'];

/** Lists show metres up to here and kilometres above. */
const METRES_IN_LISTS = 9_999;

/** Numbers as people of a language write them: no-break spaces before units, a real minus. */
export class Numbers {
  readonly #locale: Locale;
  readonly #formats: readonly Intl.NumberFormat[];

  constructor(locale: Locale) {
    this.#locale = locale;
    const tag = locale === 'en' ? 'en-GB' : 'ru';
    this.#formats = [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }

  plain(value: number, digits: 0 | 1 | 2 = 0): string {
    const text = this.#formats[digits]?.format(value) ?? String(value);
    return (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '')).replace(/[\u202f ]/g, NO_BREAK);
  }

  unit(unit: Unit): string {
    return UNITS[this.#locale][unit];
  }

  with(value: number, unit: Unit, digits: 0 | 1 | 2 = 0): string {
    return this.plain(value, digits) + NO_BREAK + this.unit(unit);
  }

  /** Exact to the metre, whatever its size: in arithmetic and claims. */
  metres(length_m: number): string {
    return this.with(length_m, 'm');
  }

  length(length_m: number): string {
    return Math.round(length_m) > METRES_IN_LISTS ? this.with(length_m / 1000, 'km', 1) : this.metres(length_m);
  }

  /** A share of one; one decimal, none where it is whole on purpose (a threshold). */
  percent(share: number, digits: 0 | 1 = 1): string {
    return this.plain(share * 100, digits) + (this.#locale === 'ru' ? `${NO_BREAK}%` : '%');
  }

  /** A threshold: 90 %, 92,5 %. */
  threshold(share: number): string {
    return this.percent(share, Number.isInteger(Math.round(share * 1000) / 10) ? 0 : 1);
  }

  /** What is left until a deadline: as a duration, and by the second in the last ten minutes: 9:58. */
  countdown(left_ms: number): string {
    const seconds = Math.max(0, Math.ceil(left_ms / 1000));
    if (seconds >= 600) return this.duration(seconds * 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }

  /** A period that was chosen: 24 ч, where a duration would be 24 ч 00 мин. */
  span(span_ms: number): string {
    const hours = span_ms / 3_600_000;
    return hours >= 1 && Number.isInteger(hours) ? this.with(hours, 'h') : this.duration(span_ms);
  }

  /** 48 с, 14 мин, 2 ч 05 мин. */
  duration(duration_ms: number): string {
    const seconds = Math.max(0, Math.round(duration_ms / 1000));
    if (seconds < 60) return this.with(seconds, 's');
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return this.with(minutes, 'min');
    return `${this.with(Math.floor(minutes / 60), 'h')}${NO_BREAK}${String(minutes % 60).padStart(2, '0')}${NO_BREAK}${this.unit('min')}`;
  }
}
