import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Typeface } from '../typeface.ts';

const from = createRequire(import.meta.url);
const read = (file: string): Uint8Array => readFileSync(from.resolve(`@expo-google-fonts/onest/${file}`));

/** The typeface of documents as tests read it. */
export const typeface: Typeface = {
  regular: read('400Regular/Onest_400Regular.ttf'),
  medium: read('500Medium/Onest_500Medium.ttf'),
  strong: read('600SemiBold/Onest_600SemiBold.ttf'),
};
