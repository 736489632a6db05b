import { words } from '../language/words.ts';
import { english } from './english.ts';
import { russian } from './russian.ts';

export const contractWords = words(english, russian);
