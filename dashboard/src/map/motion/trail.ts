import type { Position } from 'geojson';
import { distance_m } from '../streets/measured-line.ts';

/** A trail holds the last 480 m or 3 minutes, whichever is less. */
const TRAIL_M = 480;
const TRAIL_MS = 180_000;
/** Places nearer than this to the last one are not kept. */
const STEP_M = 5;
const PIECES = 10;

export interface Crumb {
  readonly lon: number;
  readonly lat: number;
  readonly at_ms: number;
}

export interface TrailPiece {
  readonly coordinates: Position[];
  readonly opacity: number;
}

const metres = (a: Crumb, b: Crumb): number => distance_m([a.lon, a.lat], [b.lon, b.lat]);

/** The trail with the place where the vehicle is now: old places fall off its end. */
export function withCrumb(trail: readonly Crumb[], now: Crumb): readonly Crumb[] {
  const last = trail.at(-1);
  const kept = last && metres(last, now) < STEP_M ? trail : [...trail, now];
  let from = kept.length - 1;
  let length_m = 0;
  while (from > 0) {
    length_m += metres(kept[from - 1]!, kept[from]!);
    if (length_m > TRAIL_M || now.at_ms - kept[from - 1]!.at_ms > TRAIL_MS) break;
    from--;
  }
  return from === 0 ? kept : kept.slice(from);
}

/** The trail as pieces of equal number of steps, oldest and faintest first, ending where the vehicle is drawn. */
export function trailPieces(
  trail: readonly Crumb[],
  head: { readonly lon: number; readonly lat: number },
): TrailPiece[] {
  const places: Position[] = trail.map(({ lon, lat }) => [lon, lat]);
  const last = places.at(-1);
  if (last && (last[0] !== head.lon || last[1] !== head.lat)) places.push([head.lon, head.lat]);
  const steps = places.length - 1;
  if (steps < 1) return [];
  const pieces = Math.min(PIECES, steps);
  return Array.from({ length: pieces }, (_, i) => ({
    coordinates: places.slice(Math.floor((i * steps) / pieces), Math.floor(((i + 1) * steps) / pieces) + 1),
    opacity: 0.05 + 0.75 * ((i + 1) / pieces) ** 1.6,
  }));
}
