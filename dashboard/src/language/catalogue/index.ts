import type { Locale } from '@sweepline/contract';
import { en, type Messages } from './en.ts';
import { ru } from './ru.ts';

export const catalogues: Readonly<Record<Locale, Messages>> = { ru, en };
