import { centimetresOf, minorDigits, type Locale } from '@sweepline/contract';

export const NO_BREAK = '\u00a0';
const MINUS = '\u2212';

const POINT: Readonly<Record<Locale, string>> = { ru: ',', en: '.' };
const THOUSANDS: Readonly<Record<Locale, string>> = { ru: NO_BREAK, en: ',' };

/** What people call a currency in its own papers; where there is no such word, its code. */
const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  MDL: 'лей',
  RUB: 'руб.',
  UAH: 'грн',
  BYN: 'бел.\u00a0руб.',
  KZT: 'тенге',
  EUR: 'евро',
  USD: 'долл.\u00a0США',
  RON: 'рум.\u00a0лей',
};

/** Numbers as people of a language write them, exact: out of whole numbers and decimal text, never out of a float's digits. */
export class Figures {
  readonly locale: Locale;

  constructor(locale: Locale) {
    this.locale = locale;
  }

  /** A whole number of units of 10^−digits: (162660, 2) is 1 626,60. */
  fixed(units: number, digits: number): string {
    const text = String(Math.abs(units)).padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[this.locale]);
    const part = digits === 0 ? '' : POINT[this.locale] + text.slice(text.length - digits);
    return (units < 0 ? MINUS : '') + whole + part;
  }

  /** Decimal text as it was agreed, "1.8", with at least so many decimals. */
  decimal(text: string, least = 0): string {
    const [whole = '0', part = ''] = text.split('.');
    const digits = Math.max(least, part.length);
    const units = `${whole}${part.padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '');
    const padded = units.padStart(digits + 1, '0');
    const grouped = padded.slice(0, padded.length - digits).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[this.locale]);
    return digits === 0 ? grouped : grouped + POINT[this.locale] + padded.slice(padded.length - digits);
  }

  whole(value: number): string {
    return this.fixed(Math.round(value), 0);
  }

  /** Metres without their unit, to the centimetre. */
  plainMetres(length_m: number): string {
    return this.fixed(centimetresOf(length_m), 2);
  }

  metres(length_m: number): string {
    return `${this.plainMetres(length_m)}${NO_BREAK}${this.locale === 'ru' ? 'м' : 'm'}`;
  }

  percent(text: string): string {
    return text + (this.locale === 'ru' ? `${NO_BREAK}%` : '%');
  }

  /** A share of two whole numbers in per cent with one decimal. */
  share(part: number, whole: number): string {
    return whole <= 0 ? '–' : this.percent(this.fixed(Math.round((1000 * part) / whole), 1));
  }

  hours(seconds: number): string {
    return this.fixed(Math.round(seconds / 36), 2);
  }

  /** An amount without its currency. */
  amount(minor: number, currency: string): string {
    return this.fixed(minor, minorDigits(currency));
  }

  /** 107 584,91 лей · MDL 107,584.91 */
  money(minor: number, currency: string): string {
    return this.inCurrency(this.amount(minor, currency), currency);
  }

  /** A price as it was agreed: 1,85 лей · MDL 1.85 */
  price(decimal: string, currency: string): string {
    return this.inCurrency(this.decimal(decimal, minorDigits(currency)), currency);
  }

  /** How sums of a column are named in its header: лей · MDL */
  currency(currency: string): string {
    return this.locale === 'ru' ? (CURRENCY_WORDS[currency] ?? currency) : currency;
  }

  private inCurrency(text: string, currency: string): string {
    if (this.locale === 'ru') return `${text}${NO_BREAK}${this.currency(currency)}`;
    return text.startsWith(MINUS) ? `${MINUS}${currency}${NO_BREAK}${text.slice(1)}` : `${currency}${NO_BREAK}${text}`;
  }
}

/** A word with one, few and many; in English the last two are the same. */
export type Forms = readonly [one: string, few: string, many: string];

/** The form of a word that goes with a number. */
export function plural(locale: Locale, count: number, [one, few, many]: Forms): string {
  const form = pluralRules[locale].select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

const pluralRules: Readonly<Record<Locale, Intl.PluralRules>> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};
