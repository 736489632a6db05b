import { INK } from './ink.ts';
import type { Paper } from './paper.ts';
import { STYLES } from './styles.ts';

const ROW = 19;

/** The contents with their page numbers, each a link, from a height down; as many as fit above another. */
export function drawContents(paper: Paper, y: number, bottom: number): void {
  const most = Math.floor((bottom - y) / ROW);
  const shown = paper.entries.length > most ? paper.entries.filter(({ level }) => level === 1) : paper.entries;
  for (const [i, { title, level, page, anchor }] of shown.slice(0, most).entries()) {
    const top = y + i * ROW;
    const style = level === 1 ? STYLES.strong : STYLES.body;
    const indent = level === 1 ? 0 : 14;
    paper.line(style, title, paper.left + indent, top, paper.width - indent - 40);
    paper.line(style, String(page), paper.right - 36, top, 36, 'right');
    paper.rule(top + 15.5, INK.line);
    paper.pen.goTo(paper.left, top, paper.width, ROW - 2, anchor);
  }
}
