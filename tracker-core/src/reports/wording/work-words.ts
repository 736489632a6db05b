import { workWordsEn, workWordsRu, type Locale, type Side, type WorkWords } from '@sweepline/contract';

export const workWords: Readonly<Record<Locale, WorkWords>> = { en: workWordsEn, ru: workWordsRu };

/** Kerbs of a leg as one word where both are meant. */
export function sidesText(locale: Locale, sides: readonly Side[]): string {
  const { sides: words } = workWords[locale];
  if (sides.includes('left') && sides.includes('right')) return words.both;
  return sides.map((side) => words[side]).join(', ');
}
