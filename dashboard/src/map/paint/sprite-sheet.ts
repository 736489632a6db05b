import type { Part } from './quads.ts';

const SHEET_TEXELS = 512;
const GAP_TEXELS = 2;

/** All pictures on one canvas, laid in rows, with the part that each takes. */
export function sheetOf(
  images: ReadonlyMap<string, ImageData>,
  ratio: number,
): { canvas: HTMLCanvasElement; parts: ReadonlyMap<string, Part> } {
  const tallestFirst = [...images].sort(([, a], [, b]) => b.height - a.height);
  const places: { name: string; image: ImageData; x: number; y: number }[] = [];
  let [x, y, row] = [0, 0, 0];
  for (const [name, image] of tallestFirst) {
    if (x + image.width > SHEET_TEXELS) [x, y, row] = [0, y + row + GAP_TEXELS, 0];
    places.push({ name, image, x, y });
    x += image.width + GAP_TEXELS;
    row = Math.max(row, image.height);
  }
  const canvas = document.createElement('canvas');
  canvas.width = SHEET_TEXELS;
  canvas.height = y + row;
  const to = canvas.getContext('2d', { willReadFrequently: true })!;
  const parts = new Map<string, Part>();
  for (const { name, image, x: left, y: top } of places) {
    to.putImageData(image, left, top);
    parts.set(name, {
      u: left / canvas.width,
      v: top / canvas.height,
      du: image.width / canvas.width,
      dv: image.height / canvas.height,
      width_px: image.width / ratio,
      height_px: image.height / ratio,
    });
  }
  return { canvas, parts };
}
