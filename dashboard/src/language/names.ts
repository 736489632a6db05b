import type { Locale } from '@sweepline/contract';

/** Each language by its own name. */
export const LANGUAGES = { ru: 'Русский', en: 'English' } as const satisfies Readonly<Record<Locale, string>>;
