import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Row, Verdict } from './targets.ts';
import { CASES } from './scenarios.ts';
import { markdownTable, markdownVerdicts } from './table.ts';

const FILE = fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url));
const [BEGIN, END] = ['<!-- figures: begin -->', '<!-- figures: end -->'];

/** Puts new figures between the markers of a document. @throws Error where it has none */
export function withFigures(document: string, figures: string): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`expected ${BEGIN} and ${END} in the document`);
  return `${document.slice(0, from + BEGIN.length)}\n\n${figures}\n\n${document.slice(to)}`;
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

export function writeFigures(figures: string): void {
  writeFileSync(FILE, withFigures(readFileSync(FILE, 'utf8'), figures));
}
