import PDFDocument from 'pdfkit';
import { INK } from './ink.ts';
import { readable } from './readable.ts';
import { withTabularFigures } from './shaping.ts';
import { STYLES, type Style } from './styles.ts';
import type { Typeface, Weight } from './typeface.ts';
import { clipped, wrapped } from './wrap.ts';

/** A document's identity. Nothing of it is made up here: the same setup gives the same file. */
export interface PaperSetup {
  readonly typeface: Typeface;
  readonly locale: string;
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** By which the file is told from others; also in its keywords. */
  readonly digest: string;
  readonly issued_ms: number;
  /** What stands above every page but the first. */
  readonly head: { readonly left: string; readonly right: string };
  readonly landscape?: boolean;
}

export type Align = 'left' | 'right' | 'centre';

/** An entry of the contents, with the page it came to stand on. */
export interface Entry {
  readonly title: string;
  readonly level: 1 | 2;
  readonly page: number;
  readonly anchor: string;
}

const SHORT = 595.28;
const LONG = 841.89;
const MARGIN = { left: 54, right: 48, top: 62, bottom: 52 };
const HEAD_Y = 32;
const ASCENT = 0.97;
const DESCENT = 0.305;

/**
 * Pages of A4 with a cursor that runs down them. Text is set line by line at places that are computed here, so that what is
 * measured is what is drawn; numbers of pages and the contents are written when all pages are known.
 */
export class Paper {
  readonly setup: PaperSetup;
  /** For what is drawn rather than written; points from the page's upper left corner. */
  readonly pen: InstanceType<typeof PDFDocument>;
  readonly left = MARGIN.left;
  readonly width: number;
  readonly bottom: number;
  readonly top = MARGIN.top;
  readonly entries: Entry[] = [];
  y = MARGIN.top;
  private pages = 0;
  private readonly has: (codePoint: number) => boolean;
  private readonly widths = new Map<Weight, Map<string, number>>();
  private contents: ((paper: Paper) => void) | null = null;
  private contentsPage = 0;

  constructor(setup: PaperSetup) {
    this.setup = setup;
    const { typeface, landscape = false, title, subject, author, digest, issued_ms, locale } = setup;
    const issued = new Date(issued_ms);
    this.width = (landscape ? LONG : SHORT) - MARGIN.left - MARGIN.right;
    this.bottom = (landscape ? SHORT : LONG) - MARGIN.bottom;
    const options = {
      size: 'A4',
      layout: landscape ? ('landscape' as const) : ('portrait' as const),
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      lang: locale,
      displayTitle: true,
      pdfVersion: '1.7' as const,
      info: {
        Title: title,
        Subject: subject,
        Author: author,
        Keywords: `sha256:${digest}`,
        Creator: 'Sweepline',
        Producer: 'Sweepline',
        CreationDate: issued,
        ModDate: issued,
      },
    };
    // Without its default font nothing is read from the library's own files.
    this.pen = new PDFDocument({ ...options, font: null as unknown as string });
    let has: (codePoint: number) => boolean = () => true;
    for (const weight of ['strong', 'medium', 'regular'] as const) {
      this.pen.registerFont(weight, Buffer.from(typeface[weight]));
      this.pen.font(weight);
      has = withTabularFigures((this.pen as unknown as { _font: unknown })._font);
    }
    this.has = has;
    this.newPage();
  }

  get right(): number {
    return this.left + this.width;
  }
  /** Points that are left on the page. */
  get room(): number {
    return this.bottom - this.y;
  }
  /** What fits on an empty page. */
  get fullRoom(): number {
    return this.bottom - this.top;
  }
  get pageNo(): number {
    return this.pages;
  }

  newPage(): void {
    this.pen.addPage();
    this.pages++;
    this.y = this.top;
  }

  /** Goes to a new page where less than so much is left of this one. */
  ensure(height: number): void {
    if (this.room < height && this.y > this.top) this.newPage();
  }

  skip(points: number): void {
    this.y += points;
  }

  widthOf({ weight, size }: Style, text: string): number {
    let known = this.widths.get(weight);
    if (known === undefined) this.widths.set(weight, (known = new Map()));
    let unit = known.get(text);
    if (unit === undefined) {
      unit = this.pen.font(weight).fontSize(1000).widthOfString(text) / 1000;
      if (known.size > 50_000) known.clear();
      known.set(text, unit);
    }
    return unit * size;
  }

  lines(style: Style, text: string, width: number): string[] {
    return wrapped(readable(text, this.has), width, (part) => this.widthOf(style, part));
  }

  /** One line at a place; `width` clips it, and is what it is aligned in. */
  line(style: Style, given: string, x: number, y: number, width?: number, align: Align = 'left'): void {
    let text = readable(given, this.has).replaceAll('\n', ' ');
    if (width !== undefined) text = clipped(text, width, (part) => this.widthOf(style, part));
    if (text === '') return;
    const free = width === undefined || align === 'left' ? 0 : width - this.widthOf(style, text);
    const { weight, size, leading, colour } = style;
    const top = y + (leading - size * (ASCENT + DESCENT)) / 2;
    this.pen
      .font(weight)
      .fontSize(size)
      .fillColor(colour)
      .text(text, x + (align === 'centre' ? free / 2 : free), top, { lineBreak: false });
  }

  /** Lines that are wrapped already, at a place. */
  block(style: Style, lines: readonly string[], x: number, y: number, width?: number, align: Align = 'left'): number {
    for (const [i, line] of lines.entries()) this.line(style, line, x, y + i * style.leading, width, align);
    return lines.length * style.leading;
  }

  /** Text at the cursor, over as many pages as it needs. */
  paragraph(style: Style, text: string, { x = this.left, width = this.width, after = 0 } = {}): void {
    for (const line of this.lines(style, text, width)) {
      this.ensure(style.leading);
      this.line(style, line, x, this.y);
      this.y += style.leading;
    }
    this.y += after;
  }

  rule(y = this.y, colour: string = INK.line, weight = 0.6, x = this.left, width = this.width): void {
    this.pen
      .moveTo(x, y)
      .lineTo(x + width, y)
      .undash()
      .lineCap('butt')
      .lineWidth(weight)
      .strokeColor(colour)
      .stroke();
  }

  fill(x: number, y: number, width: number, height: number, colour: string, radius = 0): void {
    if (width <= 0 || height <= 0) return;
    (radius > 0 ? this.pen.roundedRect(x, y, width, height, radius) : this.pen.rect(x, y, width, height))
      .fillColor(colour)
      .fill();
  }

  /** A heading that the contents and the outline name. */
  heading(title: string, level: 1 | 2 = 1, keep = 90): void {
    const style = level === 1 ? STYLES.heading : STYLES.subtitle;
    if (this.y > this.top) this.skip(level === 1 ? 22 : 12);
    this.ensure(style.leading + keep);
    const anchor = `s${this.entries.length + 1}`;
    this.entries.push({ title, level, page: this.pages, anchor });
    this.pen.addNamedDestination(anchor, 'XYZ', 0, this.y, null as unknown as number);
    if (level === 1) this.pen.outline.addItem(title);
    for (const line of this.lines(style, title, this.width)) {
      this.line(style, line, this.left, this.y);
      this.y += style.leading;
    }
    this.skip(level === 1 ? 8 : 4);
  }

  /** Keeps the present page for the contents, which are drawn when all is known. */
  reserveContents(draw: (paper: Paper) => void): void {
    this.contents = draw;
    this.contentsPage = this.pages;
  }

  /** Writes what needed all pages, and ends the file. */
  *finish(): Generator<void, Uint8Array> {
    if (this.contents) {
      this.pen.switchToPage(this.contentsPage - 1);
      this.contents(this);
    }
    const { head } = this.setup;
    const half = this.width / 2;
    for (let page = 0; page < this.pages; page++) {
      if (page % 20 === 19) yield;
      this.pen.switchToPage(page);
      if (page > 0) {
        this.line(STYLES.foot, head.left, this.left, HEAD_Y, half + 60);
        this.line(STYLES.foot, head.right, this.left + half + 70, HEAD_Y, half - 70, 'right');
        this.rule(HEAD_Y + 15);
      }
      this.line(STYLES.foot, `${page + 1} / ${this.pages}`, this.right - 100, this.bottom + 20, 100, 'right');
    }
    this.pen.end();
    const bytes = this.pen.read() as Buffer;
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
