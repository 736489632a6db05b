import { words } from '../language/words.ts';
import { english } from './english.ts';
import { russian } from './russian.ts';

export const claimWords = words(english, russian);
