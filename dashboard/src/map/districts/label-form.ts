import { mercatorX, mercatorY } from '../paint/mercator.ts';
import type { Ring } from './district.ts';

/** Whole: name, per cent, bar, and what is open; brief: name, and the rest in one line; bare: that line alone. */
export type LabelForm = 'whole' | 'brief' | 'bare';

/** CSS pixels that each form takes with letters of 14 px, beside what is open a line less. */
const WHOLE_PX = { width: 92, height: 88 } as const;
const BRIEF_PX = { height: 42 } as const;
const LETTER_PX = 14;
/** Of the letters of a name, which is set in .85 of them. */
const LETTER_WIDTH = 0.52;
const TILE_PX = 512;

/** How much of its label a district has room for. */
export function labelForm(name: string, outline: Ring, zoom: number, letter_px: number): LabelForm {
  const world_px = TILE_PX * 2 ** zoom;
  const spread = (places: readonly number[]) => (Math.max(...places) - Math.min(...places)) * world_px;
  const width = spread(outline.map(([lon]) => mercatorX(lon)));
  const height = spread(outline.map(([, lat]) => mercatorY(lat)));
  const scale = letter_px / LETTER_PX;
  const name_px = name.length * letter_px * LETTER_WIDTH;
  const hasName = width >= name_px;
  if (hasName && width >= WHOLE_PX.width * scale && height >= WHOLE_PX.height * scale) return 'whole';
  return hasName && height >= BRIEF_PX.height * scale ? 'brief' : 'bare';
}
