import type { Palette } from '../../tokens/palette.ts';
import { placePlates, type PlatePlace } from '../paint/plate-places.ts';
import { PlateSheet } from '../paint/plate-sheet.ts';
import { QuadPainter } from '../paint/quad-painter.ts';
import { Quads, type Part } from '../paint/quads.ts';
import { sheetOf } from '../paint/sprite-sheet.ts';
import type { ScreenPlace } from '../paint/mercator.ts';
import type { Marker } from './marker.ts';
import { SPRITE_RATIO, sprites } from './sprites.ts';

/** How vehicles are shown at a zoom: none but the selected one, as dots, as symbols with plates. */
export type MarkerForm = 'selected' | 'dots' | 'symbols';

const HALF_SYMBOL_PX = 13;
const HALF_DOT_PX = 6;
/** With more dots than that every name would stand aside for some, and all of them would cost a placement. */
const MOST_HELD_DOTS = 200;
const SHOULDER_PX = { x: 14, y: 13 } as const;
/** From a vehicle to its plate, with and without the halo of the selected one. */
const AWAY_PX = { halo: 26, plain: 17 } as const;
const PLATE_PX = 11.5;
const WALL_PLATE_PX = 22;
/** The wall is read from two metres. */
const WALL_TIMES = 1.6;
/** Plates keep their place for as long: where every vehicle moves they would jump otherwise. */
const PLATES_EVERY_MS = 240;

interface Sheet {
  readonly texture: WebGLTexture;
  readonly parts: ReadonlyMap<string, Part>;
}

/** What is painted and keeps street names away: its middle and width, CSS px. */
export interface Held {
  readonly x_px: number;
  readonly y_px: number;
  readonly width_px: number;
}

/** Paints vehicles above the map. */
export class MarkerPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: QuadPainter;
  readonly #quads = new Quads();
  readonly #letters = new Quads();
  #palette: Palette;
  #wall: boolean;
  #sheet: Sheet | null = null;
  #plates: PlateSheet | null = null;
  #places = new Map<string, PlatePlace>();
  #placed_ms = Number.NEGATIVE_INFINITY;
  #held: Held[] = [];
  #ratio = 0;
  /** Null until it is measured: to ask for it lays the page out. */
  #size: { readonly width_px: number; readonly height_px: number } | null = null;

  constructor(canvas: HTMLCanvasElement, palette: Palette, wall: boolean) {
    this.#canvas = canvas;
    this.#painter = new QuadPainter(canvas);
    this.#palette = palette;
    this.#wall = wall;
    void document.fonts.load(`600 ${PLATE_PX}px "Onest Variable"`, 'AЖ').then(() => this.#forgetPlates());
  }

  get times(): number {
    return this.#wall ? WALL_TIMES : 1;
  }

  /** Other colours: every picture is made anew. */
  dress(palette: Palette, wall: boolean): void {
    this.#palette = palette;
    this.#wall = wall;
    if (this.#sheet) this.#painter.drop(this.#sheet.texture);
    this.#sheet = null;
    this.#forgetPlates();
  }

  /** The canvas has another size or resolution. */
  resize(): void {
    this.#size = null;
  }

  /** What stands against street names, as last painted. */
  get held(): readonly Held[] {
    return this.#held;
  }

  /** @param markers those painted later lie above; places on the screen are noted in them */
  paint(markers: readonly Marker[], screen: ScreenPlace, form: MarkerForm, now_ms: number): number {
    const { width_px, height_px } = (this.#size ??= this.#fitCanvas());
    this.#sheet ??= this.#makeSheet();
    const { parts } = this.#sheet;
    const [quads, times] = [this.#quads, this.times];
    const margin_px = 30 * times;
    quads.clear();
    const seen: Marker[] = [];
    for (const marker of markers) {
      const x = marker.x * screen.world_px + screen.x_px;
      const y = marker.y * screen.world_px + screen.y_px;
      const outside = x < -margin_px || y < -margin_px || x > width_px + margin_px || y > height_px + margin_px;
      const shown = !outside && (form !== 'selected' || marker.order === 0);
      marker.x_px = shown ? x : Number.NaN;
      marker.y_px = shown ? y : Number.NaN;
      if (!shown) continue;
      seen.push(marker);
      if (marker.order === 0) quads.add(parts.get(form === 'symbols' ? 'halo' : 'halo-dot')!, x, y, 0, times);
      if (form !== 'symbols') {
        quads.add(parts.get(marker.dot)!, x, y, 0, times);
        continue;
      }
      quads.add(parts.get(marker.body)!, x, y, marker.turn, times);
      quads.add(parts.get(marker.glyph)!, x, y, 0, times);
      if (marker.badgePicture !== null) {
        const across = marker.shoulder === 'left' ? -SHOULDER_PX.x : SHOULDER_PX.x;
        quads.add(parts.get(marker.badgePicture)!, x + across * times, y - SHOULDER_PX.y * times, 0, times);
      }
    }
    this.#painter.begin(width_px, height_px);
    this.#painter.draw(this.#sheet.texture, quads.values, quads.count);
    if (form === 'symbols') this.#letter(seen, now_ms);
    else this.#held = form === 'dots' && seen.length <= MOST_HELD_DOTS ? seen.map((dot) => this.#heldDot(dot)) : [];
    return seen.length;
  }

  /** The topmost vehicle within reach of a place on the screen. */
  at(markers: readonly Marker[], x_px: number, y_px: number, form: MarkerForm): string | null {
    const reach_px = (form === 'symbols' ? HALF_SYMBOL_PX + 1 : HALF_DOT_PX) * this.times;
    for (let i = markers.length - 1; i >= 0; i--) {
      const marker = markers[i]!;
      if (Math.hypot(marker.x_px - x_px, marker.y_px - y_px) <= reach_px) return marker.vehicle;
    }
    return null;
  }

  remove(): void {
    this.#painter.remove();
  }

  #heldDot({ x_px, y_px }: Marker): Held {
    return { x_px, y_px, width_px: 2 * HALF_DOT_PX * this.times };
  }

  #letter(seen: readonly Marker[], now_ms: number): void {
    const plates = (this.#plates ??= this.#makePlates());
    if (now_ms - this.#placed_ms >= PLATES_EVERY_MS) {
      this.#placed_ms = now_ms;
      // Painted last is lettered first.
      const wishes = seen
        .toReversed()
        .slice(0, 2 * plates.most)
        .map(({ vehicle, text, order, x_px, y_px }) => ({
          key: vehicle,
          x_px,
          y_px,
          away_px: (order === 0 ? AWAY_PX.halo : AWAY_PX.plain) * this.times,
          ...plates.size(text),
        }));
      const symbols = seen.map(({ vehicle, x_px, y_px }) => ({ key: vehicle, x_px, y_px }));
      this.#places = placePlates(wishes, symbols, HALF_SYMBOL_PX * this.times, this.#places);
    }
    const letters = this.#letters;
    letters.clear();
    this.#held = [];
    // A text too many would take the cell of another that is on the screen.
    let room = plates.most;
    for (let i = seen.length - 1; i >= 0; i--) {
      const { vehicle, text, x_px, y_px } = seen[i]!;
      this.#held.push({ x_px, y_px, width_px: 2 * HALF_SYMBOL_PX * this.times });
      const place = this.#places.get(vehicle);
      if (!place || room-- <= 0) continue;
      const part = plates.part(text);
      const [x, y] = [x_px + place.dx_px, y_px + place.dy_px];
      letters.add(part, this.#snap(x, part.width_px), this.#snap(y, part.height_px));
      this.#held.push({ x_px: x, y_px: y, width_px: plates.size(text).width_px });
    }
    this.#painter.draw(plates.texture, letters.values, letters.count);
  }

  /** A middle such that the text's texels fall on the screen's. */
  #snap(middle_px: number, size_px: number): number {
    return Math.round((middle_px - size_px / 2) * this.#ratio) / this.#ratio + size_px / 2;
  }

  #fitCanvas(): { width_px: number; height_px: number } {
    const canvas = this.#canvas;
    const [width_px, height_px] = [canvas.clientWidth, canvas.clientHeight];
    const ratio = devicePixelRatio;
    if (ratio !== this.#ratio) this.#forgetPlates();
    this.#ratio = ratio;
    const [width, height] = [Math.round(width_px * ratio), Math.round(height_px * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    return { width_px, height_px };
  }

  #makeSheet(): Sheet {
    const { canvas, parts } = sheetOf(sprites(this.#palette), SPRITE_RATIO);
    return { texture: this.#painter.picture(canvas), parts };
  }

  #makePlates(): PlateSheet {
    const { labelMain, casing } = this.#palette.surface;
    const size_px = this.#wall ? WALL_PLATE_PX : PLATE_PX;
    return new PlateSheet(this.#painter, { size_px, colour: labelMain, halo: casing }, this.#ratio);
  }

  #forgetPlates(): void {
    this.#plates?.remove();
    this.#plates = null;
    this.#placed_ms = Number.NEGATIVE_INFINITY;
  }
}
