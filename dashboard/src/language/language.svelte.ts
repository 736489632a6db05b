import { LOCALES, type Locale, type Operation } from '@sweepline/contract';
import type { Messages } from './catalogue/en.ts';
import { catalogues } from './catalogue/index.ts';
import { LocalDates } from './local-dates.ts';
import { Money } from './money.ts';
import { Numbers } from './numbers.ts';
import { pluralOf, type Forms } from './plural.ts';
import { Times } from './times.ts';

const KEY = 'sweepline.locale';

/** The language of this browser: words, numbers and times, all following one switch. */
class Language {
  locale = $state<Locale>('ru');
  /** The shown municipality's zone. */
  zone = $state('UTC');
  readonly words: Messages = $derived(catalogues[this.locale]);
  readonly numbers = $derived(new Numbers(this.locale));
  readonly times = $derived(new Times(this.locale, this.zone));
  readonly dates = $derived(new LocalDates(this.locale));
  readonly money = $derived(new Money(this.locale));

  /** The choice made here before, else the browser's wish, else Russian. */
  restore(): void {
    const stored = localStorage.getItem(KEY);
    const wished = navigator.languages.map((tag) => tag.slice(0, 2));
    this.#apply(
      LOCALES.find((locale) => locale === stored) ?? LOCALES.find((locale) => wished.includes(locale)) ?? 'ru',
    );
  }

  /** A user's own language, where this browser has made no choice yet. */
  suggest(locale: Locale): void {
    if (localStorage.getItem(KEY) === null) this.#apply(locale);
  }

  choose(locale: Locale): void {
    localStorage.setItem(KEY, locale);
    this.#apply(locale);
  }

  /** A page's own words. */
  pick<Words>(words: Readonly<Record<Locale, Words>>): Words {
    return words[this.locale];
  }

  /** 5 машин */
  count(count: number, forms: Forms): string {
    return `${this.numbers.plain(count)}\u00a0${pluralOf(this.locale, count, forms)}`;
  }

  /** Подметание, мойка */
  operations(operations: readonly Operation[]): string {
    const names = operations.map((operation) => this.words.operations[operation]);
    return names.map((name, at) => (at === 0 ? name : name.toLowerCase())).join(', ');
  }

  /** «слово» · “word” */
  quote(text: string): string {
    return this.locale === 'en' ? `“${text}”` : `«${text}»`;
  }

  /** The word alone, for a number set apart. */
  form(count: number, forms: Forms): string {
    return pluralOf(this.locale, count, forms);
  }

  #apply(locale: Locale): void {
    this.locale = locale;
    document.documentElement.lang = locale;
  }
}

export const language = new Language();
