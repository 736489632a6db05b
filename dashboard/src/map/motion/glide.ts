import { distance_m } from '../streets/measured-line.ts';

/** Where a vehicle is drawn. */
export interface Shown {
  readonly lon: number;
  readonly lat: number;
  /** null: unknown, the symbol has no nose. */
  readonly heading_deg: number | null;
}

/** A way over known places, from where the vehicle was drawn at `start_ms` to its last fix; it never leads beyond that. */
export interface Glide {
  readonly places: readonly (readonly [lon: number, lat: number])[];
  readonly at_m: readonly number[];
  readonly start_ms: number;
  readonly duration_ms: number;
  readonly fromHeading_deg: number | null;
  readonly toHeading_deg: number | null;
}

/** A turn is over in this time, or in the glide's own where that is shorter. */
const TURN_MS = 900;

/** Degrees 0–360 on the shortest way from one heading to another, `share` of it done. */
export function turnBetween(from_deg: number, to_deg: number, share: number): number {
  const way = ((((to_deg - from_deg) % 360) + 540) % 360) - 180;
  return (((from_deg + way * share) % 360) + 360) % 360;
}

/** A vehicle that stands where it is known to be. */
export const standing = ({ lon, lat, heading_deg }: Shown): Glide => ({
  places: [[lon, lat]],
  at_m: [0],
  start_ms: 0,
  duration_ms: 0,
  fromHeading_deg: heading_deg,
  toHeading_deg: heading_deg,
});

const shareAt = (glide: Glide, now_ms: number): number =>
  glide.duration_ms <= 0 ? 1 : Math.min(1, Math.max(0, (now_ms - glide.start_ms) / glide.duration_ms));

export const isOver = (glide: Glide, now_ms: number): boolean => shareAt(glide, now_ms) >= 1;

/** The way still ahead at a moment, its first place being where the vehicle is then. */
function ahead(glide: Glide, now_ms: number): (readonly [number, number])[] {
  const { places, at_m } = glide;
  const done = shareAt(glide, now_ms);
  if (done >= 1) return [places.at(-1)!];
  const gone_m = at_m.at(-1)! * done;
  const next = at_m.findIndex((at) => at > gone_m);
  if (next < 1) return [places.at(-1)!];
  const [fromLon, fromLat] = places[next - 1]!;
  const [toLon, toLat] = places[next]!;
  const share = (gone_m - at_m[next - 1]!) / (at_m[next]! - at_m[next - 1]!);
  return [[fromLon + (toLon - fromLon) * share, fromLat + (toLat - fromLat) * share], ...places.slice(next)];
}

export function shownAt(glide: Glide, now_ms: number): Shown {
  const [lon, lat] = ahead(glide, now_ms)[0]!;
  const { fromHeading_deg, toHeading_deg, duration_ms, start_ms } = glide;
  if (fromHeading_deg === null || toHeading_deg === null) return { lon, lat, heading_deg: toHeading_deg };
  const turn_ms = Math.min(TURN_MS, duration_ms);
  const share = turn_ms <= 0 ? 1 : Math.min(1, Math.max(0, (now_ms - start_ms) / turn_ms));
  return { lon, lat, heading_deg: turnBetween(fromHeading_deg, toHeading_deg, share) };
}

/**
 * Goes on to a new fix: the places not yet reached come first, so no corner is cut and no metre driven twice, and the
 * new fix is reached one interval from now, when the next one is due.
 */
export function onTo(glide: Glide, fix: Shown, now_ms: number, interval_ms: number): Glide {
  const places: (readonly [number, number])[] = [...ahead(glide, now_ms), [fix.lon, fix.lat]];
  const at_m = [0];
  for (let i = 1; i < places.length; i++) at_m.push(at_m[i - 1]! + distance_m([...places[i - 1]!], [...places[i]!]));
  return {
    places,
    at_m,
    start_ms: now_ms,
    duration_ms: interval_ms,
    fromHeading_deg: shownAt(glide, now_ms).heading_deg,
    toHeading_deg: fix.heading_deg,
  };
}
