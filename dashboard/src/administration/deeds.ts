import { filled } from '@sweepline/contract';

export type Deeds = Readonly<Record<string, string>>;

/** What was done, in words; null where an older service recorded what this one does not do any more. */
export function deedOf(deeds: Deeds, action: string, object: string): string | null {
  const text = Object.hasOwn(deeds, action) ? deeds[action] : undefined;
  return text === undefined ? null : filled(text, { object });
}

/** The deeds to choose from, without what they are done to, as the language sorts them. */
export const choicesOf = (deeds: Deeds, locale: string): (readonly [action: string, name: string])[] =>
  Object.entries(deeds)
    .map(([action, text]) => [action, text.replace(/[,:]? *\{object\}/, '')] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, locale));
