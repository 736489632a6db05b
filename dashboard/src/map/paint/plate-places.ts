/** A text that wants to stand beside its symbol. */
export interface PlateWish {
  readonly key: string;
  /** Middle of the symbol. */
  readonly x_px: number;
  readonly y_px: number;
  readonly width_px: number;
  readonly height_px: number;
  /** From the symbol's middle to the text's near edge. */
  readonly away_px: number;
}

export type Side = 'below' | 'right' | 'left' | 'above';

/** From the symbol's middle to the text's. */
export interface PlatePlace {
  readonly side: Side;
  readonly dx_px: number;
  readonly dy_px: number;
}

const SIDES: readonly Side[] = ['below', 'right', 'left', 'above'];
const CELL_PX = 64;
const GAP_PX = 1;

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** What is taken on the screen, found by its place. */
class Taken {
  readonly #cells = new Map<number, { readonly key: string; readonly box: Box }[]>();

  add(key: string, box: Box): void {
    for (const cell of cellsOf(box)) {
      const here = this.#cells.get(cell);
      if (here) here.push({ key, box });
      else this.#cells.set(cell, [{ key, box }]);
    }
  }

  /** Whether anything but what carries `key` lies there. */
  meets(key: string, [left, top, right, bottom]: Box): boolean {
    for (const cell of cellsOf([left, top, right, bottom]))
      for (const { key: other, box } of this.#cells.get(cell) ?? [])
        if (other !== key && box[0] < right && box[2] > left && box[1] < bottom && box[3] > top) return true;
    return false;
  }
}

function* cellsOf([left, top, right, bottom]: Box): Iterable<number> {
  const [x0, x1] = [Math.floor(left / CELL_PX), Math.floor(right / CELL_PX)];
  const [y0, y1] = [Math.floor(top / CELL_PX), Math.floor(bottom / CELL_PX)];
  for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) yield x * 65_536 + y;
}

function placeAt(side: Side, { width_px, height_px, away_px }: PlateWish): PlatePlace {
  const [across, down] = [away_px + width_px / 2 + 2, away_px + height_px / 2];
  if (side === 'below') return { side, dx_px: 0, dy_px: down };
  if (side === 'above') return { side, dx_px: 0, dy_px: -down };
  return { side, dx_px: side === 'right' ? across : -across, dy_px: 0 };
}

/**
 * Where each text stands so that none lies on another or on a symbol: the side it had before if that is still free, else
 * the first free one. Earlier wishes come first; a text without room is left out.
 * @param half_px half the side of a symbol's square
 */
export function placePlates(
  wishes: readonly PlateWish[],
  symbols: readonly { readonly key: string; readonly x_px: number; readonly y_px: number }[],
  half_px: number,
  before: ReadonlyMap<string, PlatePlace>,
): Map<string, PlatePlace> {
  const taken = new Taken();
  for (const { key, x_px, y_px } of symbols)
    taken.add(key, [x_px - half_px, y_px - half_px, x_px + half_px, y_px + half_px]);
  const places = new Map<string, PlatePlace>();
  for (const wish of wishes) {
    const had = before.get(wish.key)?.side;
    for (const side of had === undefined ? SIDES : [had, ...SIDES]) {
      const place = placeAt(side, wish);
      const [x, y] = [wish.x_px + place.dx_px, wish.y_px + place.dy_px];
      const [w, h] = [wish.width_px / 2 + GAP_PX, wish.height_px / 2 + GAP_PX];
      const box: Box = [x - w, y - h, x + w, y + h];
      if (taken.meets(wish.key, box)) continue;
      taken.add(wish.key, box);
      places.set(wish.key, place);
      break;
    }
  }
  return places;
}
