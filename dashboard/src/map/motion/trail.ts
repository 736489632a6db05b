import type { Position } from 'geojson';
import { distance_m } from '../streets/measured-line.ts';

/** A trail holds the last 480 m or 3 minutes, whichever is less. */
const TRAIL_M = 480;
const TRAIL_MS = 180_000;
/** Places nearer than this to the last one are not kept. */
const STEP_M = 5;

export interface Crumb {
  readonly lon: number;
  readonly lat: number;
  readonly at_ms: number;
  /** Metres from the trail's first place, also after that has fallen off. */
  readonly at_m: number;
}

/** A trail's first place. */
export const firstCrumb = ({ lon, lat }: { readonly lon: number; readonly lat: number }, at_ms: number): Crumb => ({
  lon,
  lat,
  at_ms,
  at_m: 0,
});

/**
 * Takes the place where the vehicle is now into its trail: old places fall off its end. In place: a copy of each trail for
 * each fix of a city would be most of what the page throws away.
 */
export function leaveCrumb(
  trail: Crumb[],
  { lon, lat }: { readonly lon: number; readonly lat: number },
  at_ms: number,
): void {
  const last = trail.at(-1);
  if (!last) {
    trail.push(firstCrumb({ lon, lat }, at_ms));
    return;
  }
  const step_m = distance_m([last.lon, last.lat], [lon, lat]);
  const at_m = last.at_m + step_m;
  while (trail.length > 1 && (at_m - trail[0]!.at_m > TRAIL_M || at_ms - trail[0]!.at_ms > TRAIL_MS)) trail.shift();
  if (step_m >= STEP_M) trail.push({ lon, lat, at_ms, at_m });
}

/** The trail's line from its oldest place to where the vehicle is drawn; nothing before it has moved. */
export function trailLine(
  trail: readonly Crumb[],
  head: { readonly lon: number; readonly lat: number },
): Position[] | null {
  const places: Position[] = trail.map(({ lon, lat }) => [lon, lat]);
  const last = places.at(-1);
  if (last && (last[0] !== head.lon || last[1] !== head.lat)) places.push([head.lon, head.lat]);
  return places.length > 1 ? places : null;
}
