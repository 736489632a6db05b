import { QUAD_FLOATS } from './quad-painter.ts';

/** A part of a picture, 0–1, and its size as drawn, CSS px. */
export interface Part {
  readonly u: number;
  readonly v: number;
  readonly du: number;
  readonly dv: number;
  readonly width_px: number;
  readonly height_px: number;
}

/** A growing row of quads, kept from one drawing to the next. */
export class Quads {
  values = new Float32Array(256 * QUAD_FLOATS);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** @param turn clockwise in radians @param times the part's own size */
  add(part: Part, x_px: number, y_px: number, turn = 0, times = 1, opacity = 1): void {
    this.stretch(part, x_px, y_px, part.width_px * times, part.height_px * times, turn, opacity);
  }

  stretch(part: Part, x_px: number, y_px: number, width_px: number, height_px: number, turn = 0, opacity = 1): void {
    let at = this.count * QUAD_FLOATS;
    if (at === this.values.length) {
      const more = new Float32Array(this.values.length * 2);
      more.set(this.values);
      this.values = more;
    }
    const { values } = this;
    values[at++] = x_px;
    values[at++] = y_px;
    values[at++] = width_px;
    values[at++] = height_px;
    values[at++] = turn;
    values[at++] = opacity;
    values[at++] = part.u;
    values[at++] = part.v;
    values[at++] = part.du;
    values[at] = part.dv;
    this.count += 1;
  }
}
