import type { Locale } from '@sweepline/contract';

/**
 * The words of one page or part, which load with it. They stand in a file `words.ts` of its folder, English first; the
 * other languages have exactly its keys. `*…*` in a sentence is strong. Read them by `language.pick`.
 */
export const words = <Words extends object>(en: Words, ru: NoInfer<Words>): Readonly<Record<Locale, Words>> => ({
  en,
  ru,
});
