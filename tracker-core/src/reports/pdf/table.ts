import { INK } from './ink.ts';
import type { Align, Paper } from './paper.ts';
import { STYLES, type Style } from './styles.ts';

export interface PdfColumn {
  readonly title: string;
  /** Points; one column without takes what is left. */
  readonly width?: number;
  readonly align?: Align;
}

/** A cell: text, with what is said of it below in small. */
export type PdfCell = string | { readonly text: string; readonly note?: string; readonly style?: Style };

export interface PdfRow {
  readonly cells: readonly PdfCell[];
  /** `sum`: strong, with a line above; `group`: strong, over a tint. */
  readonly kind?: 'sum' | 'group';
}

const GAP = 8;
const WIDE_GAP = 13;
const PAD = 4.5;
/** What the column that takes the rest must at least be left with. */
const LEAST = 60;

/**
 * A table whose header stands again on every page. Rows are kept whole where a page can hold them. A generator: others have
 * their turn between rows.
 */
export function* drawTable(paper: Paper, columns: readonly PdfColumn[], rows: Iterable<PdfRow>): Generator<void, void> {
  const fixed = columns.reduce((sum, { width }, i) => sum + (width ?? 0) + gapBefore(columns, i), 0);
  const free = paper.width - fixed;
  if (free < LEAST)
    throw new RangeError(`the columns leave ${free} points of ${paper.width}, expected at least ${LEAST}`);
  const places: { readonly x: number; readonly width: number; readonly align: Align }[] = [];
  let x = paper.left;
  for (const [i, { width = free, align = 'left' }] of columns.entries()) {
    x += gapBefore(columns, i);
    places.push({ x, width, align });
    x += width;
  }
  const header = (): void => {
    const titles = columns.map(({ title }, i) => paper.lines(STYLES.header, title, places[i]!.width));
    const height = Math.max(...titles.map(({ length }) => length)) * STYLES.header.leading;
    for (const [i, lines] of titles.entries()) {
      const { x, width, align } = places[i]!;
      const down = height - lines.length * STYLES.header.leading;
      paper.block(STYLES.header, lines, x, paper.y + down, width, align);
    }
    paper.y += height + PAD;
    paper.rule(paper.y, INK.line2);
  };
  paper.ensure(70);
  header();
  let count = 0;
  for (const row of rows) {
    drawRow(paper, places, row, header);
    if (++count % 20 === 0) yield;
  }
}

/** Text that begins where numbers end keeps away from them. */
function gapBefore(columns: readonly PdfColumn[], i: number): number {
  const before = columns[i - 1];
  if (before === undefined) return 0;
  return before.align === 'right' && (columns[i]!.align ?? 'left') === 'left' ? WIDE_GAP : GAP;
}

interface Laid {
  readonly style: Style;
  readonly text: string;
}

function drawRow(
  paper: Paper,
  places: readonly { readonly x: number; readonly width: number; readonly align: Align }[],
  { cells, kind }: PdfRow,
  header: () => void,
): void {
  const laid = cells.map((cell, i): Laid[] => {
    const place = places[i]!;
    // A group's name runs over the columns beside it that say nothing.
    const width = kind === 'group' && i === 0 ? spanOf(cells, places) : place.width;
    const { text, note, style } =
      typeof cell === 'string' ? { text: cell } : { style: undefined, note: undefined, ...cell };
    const set = style ?? (kind === undefined ? STYLES.cell : STYLES.cellStrong);
    const lines = text === '' ? [] : paper.lines(set, text, width).map((line) => ({ style: set, text: line }));
    const below = note === undefined || note === '' ? [] : paper.lines(STYLES.cellNote, note, width);
    return [...lines, ...below.map((line) => ({ style: STYLES.cellNote, text: line }))];
  });
  let rest = laid;
  const heightOf = (of: readonly Laid[]): number => of.reduce((sum, { style }) => sum + style.leading, 0);
  const whole = Math.max(...laid.map(heightOf)) + 2 * PAD;
  // A group's name is not left alone at the foot of a page.
  const needed = whole + (kind === 'group' ? 30 : 0);
  if (paper.room < needed && needed < paper.fullRoom - 40) {
    paper.newPage();
    header();
  }
  if (kind === 'group') paper.fill(paper.left, paper.y + 0.3, paper.width, whole - 0.6, INK.raised);
  if (kind === 'sum') paper.rule(paper.y, INK.line2, 0.9);
  for (;;) {
    const room = paper.room - 2 * PAD;
    const fits = rest.map((lines) => {
      let height = 0;
      let count = 0;
      while (count < lines.length && height + lines[count]!.style.leading <= room)
        height += lines[count++]!.style.leading;
      return count;
    });
    let used = 0;
    for (const [i, lines] of rest.entries()) {
      const { x, width, align } = places[i]!;
      let y = paper.y + PAD;
      const wide = kind === 'group' && i === 0 ? spanOf(cells, places) : width;
      for (const { style, text } of lines.slice(0, fits[i]!)) {
        paper.line(style, text, x, y, wide + 0.5, align);
        y += style.leading;
      }
      used = Math.max(used, y - paper.y - PAD);
    }
    rest = rest.map((lines, i) => lines.slice(fits[i]!));
    paper.y += used + 2 * PAD;
    if (rest.every(({ length }) => length === 0)) break;
    paper.newPage();
    header();
  }
  paper.rule(paper.y, INK.line);
}

function spanOf(cells: readonly PdfCell[], places: readonly { readonly x: number; readonly width: number }[]): number {
  let last = 0;
  while (last + 1 < places.length && (cells[last + 1] ?? '') === '') last++;
  return places[last]!.x + places[last]!.width - places[0]!.x;
}
