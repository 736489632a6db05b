import { boxAround, type Box } from '../../geometry/box.ts';
import { scaleAt } from '../../geometry/ruler.ts';
import type { PaperPlace } from './claim-paper.ts';

/** A place on paper; points, the y axis down. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The size of a claim's maps, points. */
export const MAP = { width: 493.28, height: 156 };

/** How a piece of the town lies in a frame. */
export interface Projection {
  readonly frame: Frame;
  readonly metresPerPoint: number;
  path(line: Float64Array): Spot[];
}

/** What is claimed is shown with so much around it, points; never closer than so many metres across. */
const AROUND = 34;
const LEAST_M = 220;

/** The part of the town that a frame shows round some lines: what lies in it is what a map needs. Null round none. */
export function boxShown(lines: Iterable<Float64Array>, frame: Pick<Frame, 'width' | 'height'>): Box | null {
  const around = boxAround(lines);
  if (around === null) return null;
  const { lon, lat, kx, ky, metresPerPoint } = middleOf(around, frame);
  const [dx, dy] = [(frame.width / 2) * (metresPerPoint / kx), (frame.height / 2) * (metresPerPoint / ky)];
  return [lon - dx, lat - dy, lon + dx, lat + dy];
}

function middleOf([west, south, east, north]: Box, { width, height }: Pick<Frame, 'width' | 'height'>) {
  const lat = (south + north) / 2;
  const { kx, ky } = scaleAt(lat);
  const metresPerPoint = Math.max(
    ((east - west) * kx) / (width - 2 * AROUND),
    ((north - south) * ky) / (height - 2 * AROUND),
    LEAST_M / width,
  );
  return { lon: (west + east) / 2, lat, kx, ky, metresPerPoint };
}

/** The frame round what is claimed; null where nothing of it lies on the streets. */
export function projectionOf({ pieces }: PaperPlace, frame: Frame): Projection | null {
  const around = boxAround(pieces.filter(({ charged }) => charged).map(({ line }) => line));
  if (around === null) return null;
  const { lon, lat, kx, ky, metresPerPoint } = middleOf(around, frame);
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  return {
    frame,
    metresPerPoint,
    path: (line) => {
      const spots: Spot[] = [];
      for (let i = 0; i < line.length; i += 2) {
        const spot = {
          x: middle.x + ((line[i]! - lon) * kx) / metresPerPoint,
          y: middle.y - ((line[i + 1]! - lat) * ky) / metresPerPoint,
        };
        const last = spots.at(-1);
        if (last === undefined || Math.hypot(spot.x - last.x, spot.y - last.y) > 0.05) spots.push(spot);
      }
      return spots;
    },
  };
}

/** A path shifted to the right of its direction (to the left where negative), mitred at its corners. */
export function shifted(path: readonly Spot[], by: number): Spot[] {
  if (by === 0 || path.length < 2) return [...path];
  const normals = path.slice(1).map((to, i) => {
    const from = path[i]!;
    const size = Math.hypot(to.x - from.x, to.y - from.y);
    return { x: -(to.y - from.y) / size, y: (to.x - from.x) / size };
  });
  return path.map(({ x, y }, i) => {
    const before = normals[Math.max(0, i - 1)]!;
    const after = normals[Math.min(normals.length - 1, i)]!;
    const [nx, ny] = [before.x + after.x, before.y + after.y];
    const square = nx * nx + ny * ny;
    // A hairpin has no mitre: its corner would fly away.
    const reach = square < 0.5 ? 0 : (2 * by) / square;
    return { x: x + nx * reach, y: y + ny * reach };
  });
}

/** Whether any of a path may be seen in the frame. */
export function touches(path: readonly Spot[], { x, y, width, height }: Frame): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const spot of path) {
    left = Math.min(left, spot.x);
    right = Math.max(right, spot.x);
    top = Math.min(top, spot.y);
    bottom = Math.max(bottom, spot.y);
  }
  return right >= x && left <= x + width && bottom >= y && top <= y + height;
}
