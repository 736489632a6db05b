import type { QuadPainter } from './quad-painter.ts';
import type { Part } from './quads.ts';

const FAMILY = '"Onest Variable", sans-serif';
const HALO_PX = 2.4;
const LINE_HEIGHT = 1.15;
const SECOND_LINE = 0.9;
const MOST_TEXELS = 2_048;
/** A cell's width in letters' heights: what is longer is drawn narrower. */
const WIDEST_EM = 11;

export interface PlateStyle {
  readonly size_px: number;
  readonly colour: string;
  readonly halo: string;
}

/** Texts with a halo, each drawn once into a cell of one picture; when it is full the ones not asked for lately go. */
export class PlateSheet {
  readonly #painter: QuadPainter;
  readonly #style: PlateStyle;
  readonly #ratio: number;
  readonly #cell: { readonly width: number; readonly height: number };
  readonly #columns: number;
  readonly #most: number;
  readonly #texels: number;
  readonly #pen: CanvasRenderingContext2D;
  /** In the order in which they were asked for last. */
  readonly #parts = new Map<string, { readonly part: Part; readonly place: number }>();
  readonly #widths = new Map<string, number>();
  readonly texture: WebGLTexture;

  constructor(painter: QuadPainter, style: PlateStyle, ratio: number) {
    this.#painter = painter;
    this.#style = style;
    this.#ratio = ratio;
    const height_px = style.size_px * LINE_HEIGHT * (1 + SECOND_LINE) + 2 * HALO_PX;
    this.#cell = { width: Math.ceil(style.size_px * WIDEST_EM * ratio), height: Math.ceil(height_px * ratio) };
    this.#texels = Math.min(painter.mostTexels, style.size_px * ratio > 30 ? 2 * MOST_TEXELS : MOST_TEXELS);
    this.#columns = Math.floor(this.#texels / this.#cell.width);
    this.#most = this.#columns * Math.floor(this.#texels / this.#cell.height);
    const blank = document.createElement('canvas');
    blank.width = blank.height = this.#texels;
    this.texture = painter.picture(blank);
    const cell = document.createElement('canvas');
    cell.width = this.#cell.width;
    cell.height = this.#cell.height;
    this.#pen = cell.getContext('2d', { willReadFrequently: true })!;
  }

  /** How many texts there is room for at once. */
  get most(): number {
    return this.#most;
  }

  /** Width and height of a text as drawn, CSS px; its lines are parted by a line feed. */
  size(text: string): { width_px: number; height_px: number } {
    const { size_px } = this.#style;
    const [first, second] = text.split('\n');
    let width_px = this.#widths.get(text);
    if (width_px === undefined) {
      this.#pen.setTransform(1, 0, 0, 1, 0, 0);
      this.#pen.font = this.#font(1);
      width_px = this.#pen.measureText(first!).width;
      if (second !== undefined) width_px = Math.max(width_px, this.#pen.measureText(second).width * SECOND_LINE);
      width_px = Math.min(width_px, size_px * WIDEST_EM - 2 * HALO_PX);
      this.#widths.set(text, width_px);
    }
    return { width_px, height_px: size_px * LINE_HEIGHT * (second === undefined ? 1 : 1 + SECOND_LINE) };
  }

  part(text: string): Part {
    const known = this.#parts.get(text);
    if (known) {
      this.#parts.delete(text);
      this.#parts.set(text, known);
      return known.part;
    }
    let place = this.#parts.size;
    if (place >= this.#most) {
      const [oldest] = this.#parts;
      place = oldest![1].place;
      this.#parts.delete(oldest![0]);
    }
    const part = this.#draw(text, place);
    this.#parts.set(text, { part, place });
    return part;
  }

  remove(): void {
    this.#painter.drop(this.texture);
  }

  #font(times: number): string {
    return `600 ${this.#style.size_px * times}px ${FAMILY}`;
  }

  #draw(text: string, place: number): Part {
    const { width, height } = this.#cell;
    const { size_px, colour, halo } = this.#style;
    const pen = this.#pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.lineWidth = 2 * HALO_PX;
    pen.strokeStyle = halo;
    pen.fillStyle = colour;
    const lines = text.split('\n');
    const middle_px = width / this.#ratio / 2;
    const { height_px } = this.size(text);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    let top_px = (height / this.#ratio - height_px) / 2;
    const most_px = width / this.#ratio - 2 * HALO_PX;
    for (const [i, line] of lines.entries()) {
      const times = i === 0 ? 1 : SECOND_LINE;
      pen.font = this.#font(times);
      const y = top_px + (size_px * LINE_HEIGHT * times) / 2;
      pen.strokeText(line, middle_px, y, most_px);
      pen.fillText(line, middle_px, y, most_px);
      top_px += size_px * LINE_HEIGHT * times;
    }
    const x = (place % this.#columns) * width;
    const y = Math.floor(place / this.#columns) * height;
    this.#painter.paste(this.texture, pen.canvas, x, y);
    const texels = this.#texels;
    return {
      u: x / texels,
      v: y / texels,
      du: width / texels,
      dv: height / texels,
      width_px: width / this.#ratio,
      height_px: height / this.#ratio,
    };
  }
}
