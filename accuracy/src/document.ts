import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { galleryOf, hang } from './pictures/gallery.ts';
import type { WorstLeg } from './pictures/scene.ts';
import type { Row, Verdict } from './targets.ts';
import { CASES } from './scenarios.ts';
import { markdownTable, markdownVerdicts } from './table.ts';

const FILE = fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../docs/accuracy', import.meta.url));

/** Puts a new text between the markers of a document's part. @throws Error where it has none */
export function withPart(document: string, part: 'figures' | 'pictures', words: string): string {
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`expected ${begin} and ${end} in the document`);
  return `${document.slice(0, from + begin.length)}\n\n${words}\n\n${document.slice(to)}`;
}

/** The generated part of `docs/accuracy.md`: targets, then a table for each town. */
export function figuresOf(rows: readonly Row[], verdicts: readonly Verdict[], seeds: readonly string[]): string {
  const towns = [...new Set(rows.map(({ town }) => town))];
  const few = seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds, ${seeds[0]} to ${seeds.at(-1)}`;
  return [
    `Made with ${few}; ${CASES.length} scenarios in each town. A figure that misses its target has an exclamation mark.`,
    markdownVerdicts(verdicts),
    ...towns.flatMap((town) => [`### ${town}`, markdownTable(rows.filter((row) => row.town === town))]),
  ].join('\n\n');
}

/** Makes the generated parts of the documentation anew, with the pictures. */
export function writeDocument(figures: string, worst: readonly WorstLeg[]): void {
  const pictures = galleryOf(hang(PICTURES, worst), basename(PICTURES));
  const document = withPart(readFileSync(FILE, 'utf8'), 'figures', figures);
  writeFileSync(FILE, withPart(document, 'pictures', pictures));
}
