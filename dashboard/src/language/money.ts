import { minorDigits, type Locale } from '@sweepline/contract';

const NO_BREAK = '\u00a0';

/** What people there say to a sum, where the name of CLDR is another. */
const KNOWN_WORDS: Readonly<Record<string, string>> = { MDL: 'лей' };
/** «молдавского», «японских»: whose currency it is goes without saying. */
const WHOSE = /^[а-яё]+(?:ого|его|ой|ей|ых|их|ый|ий|ая) /;

const PLURALS = new Intl.PluralRules('ru');
/** Beside a fraction the name is the same whatever the sum. */
const A_PART = 1.5;

/** Sums of money as people of a language write them, from whole minor units, without ever becoming a float. */
export class Money {
  readonly #locale: Locale;
  readonly #formats = new Map<number, Intl.NumberFormat>();
  readonly #words = new Map<string, string>();

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  /** 107 584,91 лей · MDL 107,584.91 */
  sum(minor: number, currency: string): string {
    const number = this.bare(minor, currency);
    const whole = Math.abs(minor) / 10 ** minorDigits(currency);
    const word = this.word(currency, Number.isInteger(whole) ? whole : A_PART);
    return this.#locale === 'ru' ? number + NO_BREAK + word : word + NO_BREAK + number;
  }

  /** 107 584,91: where the currency stands in the head of the column. */
  bare(minor: number, currency: string): string {
    const digits = minorDigits(currency);
    const text = String(Math.abs(minor)).padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const exact = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
    return (
      (minor < 0 ? '−' : '') +
      this.#format(digits)
        .format(exact as `${number}`)
        .replace(/[\u202f ]/g, NO_BREAK)
    );
  }

  /** лей, рубля, евро, beside a whole sum: рублей · MDL, RUB, EUR */
  word(currency: string, of = A_PART): string {
    if (this.#locale === 'en') return currency;
    const key = `${currency} ${PLURALS.select(of)}`;
    let word = KNOWN_WORDS[currency] ?? this.#words.get(key);
    if (word === undefined) {
      const named = { style: 'currency', currency, currencyDisplay: 'name' } as const;
      const digits = of === A_PART ? 1 : 0;
      const parts = new Intl.NumberFormat('ru', {
        ...named,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).formatToParts(of);
      word = (parts.find(({ type }) => type === 'currency')?.value ?? currency).replace(WHOSE, '');
      this.#words.set(key, word);
    }
    return word;
  }

  /** The word beside a figure as it is read or typed: 500 крон, 0,5 кроны. */
  wordBeside(figure: string, currency: string): string {
    const decimal = decimalTyped(figure);
    return this.word(currency, decimal === null || decimal.includes('.') ? A_PART : Number(decimal));
  }

  /** An exact decimal as it is read: "1.85" is 1,85. */
  decimal(text: string): string {
    const [whole = '0', fraction] = text.replace('-', '').split('.');
    const grouped = this.#format(0)
      .format(whole as `${number}`)
      .replace(/[\u202f ]/g, NO_BREAK);
    const point = this.#locale === 'ru' ? ',' : '.';
    return (text.startsWith('-') ? '−' : '') + grouped + (fraction === undefined ? '' : point + fraction);
  }

  /** An exact decimal in a currency: 1,85 лей · MDL 1.85 */
  price(decimal: string, currency: string): string {
    const figure = this.decimal(decimal);
    const word = this.wordBeside(figure, currency);
    return this.#locale === 'ru' ? figure + NO_BREAK + word : word + NO_BREAK + figure;
  }

  #format(digits: number): Intl.NumberFormat {
    let format = this.#formats.get(digits);
    if (format === undefined) {
      const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      format = new Intl.NumberFormat(this.#locale === 'en' ? 'en-GB' : 'ru', exactly);
      this.#formats.set(digits, format);
    }
    return format;
  }
}

/** What a person typed as a decimal, with a comma or a point and any spaces; null where it is none. */
export function decimalTyped(text: string): string | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(plain)) return null;
  const [whole = '0', fraction = ''] = plain.split('.');
  const kept = fraction.replace(/0+$/, '');
  return String(BigInt(whole)) + (kept === '' ? '' : `.${kept}`);
}

/** What a person typed as a sum, in minor units; null where it is none or finer than the currency. */
export function minorTyped(text: string, currency: string): number | null {
  const decimal = decimalTyped(text);
  if (decimal === null) return null;
  const digits = minorDigits(currency);
  const [whole = '0', fraction = ''] = decimal.split('.');
  if (fraction.length > digits) return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Minor units as a decimal in the currency, for a field: 12300 is "123.00". */
export function minorAsDecimal(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const exact = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${exact}` : exact;
}
