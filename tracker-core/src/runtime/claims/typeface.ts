import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Typeface } from '../../reports/pdf/typeface.ts';

const from = createRequire(import.meta.url);
const read = (file: string): Promise<Uint8Array> => readFile(from.resolve(`@expo-google-fonts/onest/${file}`));

/** The typeface of documents, with Cyrillic, out of its package. */
export async function readTypeface(): Promise<Typeface> {
  const [regular, medium, strong] = await Promise.all([
    read('400Regular/Onest_400Regular.ttf'),
    read('500Medium/Onest_500Medium.ttf'),
    read('600SemiBold/Onest_600SemiBold.ttf'),
  ]);
  return { regular: regular!, medium: medium!, strong: strong! };
}
