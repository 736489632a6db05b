import type { Locale } from '@sweepline/contract';

/** One word in every plural form its language has; `other` also serves fractions: 1,5 машины. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

const rules: Readonly<Record<Locale, Intl.PluralRules>> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};

export const pluralOf = (locale: Locale, count: number, forms: Forms): string =>
  forms[rules[locale].select(count)] ?? forms.other;

/** The categories a language distinguishes; a catalogue must fill each. */
export const categoriesOf = (locale: Locale): readonly Intl.LDMLPluralRule[] =>
  rules[locale].resolvedOptions().pluralCategories;
