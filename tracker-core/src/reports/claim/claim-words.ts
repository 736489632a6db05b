import type { Locale } from '@sweepline/contract';
import { claimWordsEn, type ClaimWords } from './claim-words-en.ts';
import { claimWordsRu } from './claim-words-ru.ts';

export type { ClaimWords };

/** Words of a claim on paper in each language; the compiler holds them equal. */
export const claimWords: Readonly<Record<Locale, ClaimWords>> = { en: claimWordsEn, ru: claimWordsRu };
