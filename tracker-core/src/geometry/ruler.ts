/**
 * Local metres on the WGS84 ellipsoid by cheap-ruler's formulas: within a town (some tens of kilometres around the
 * latitude asked for) off by less than 0.1 %. All positions are degrees, longitude first.
 */

const RADIANS = Math.PI / 180;
/** WGS84: equatorial radius in metres and flattening. */
const EQUATOR_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);

/** Metres per degree of longitude and latitude at one latitude. */
export interface Scale {
  readonly kx: number;
  readonly ky: number;
}

export function scaleAt(lat: number): Scale {
  const cos = Math.cos(lat * RADIANS);
  const w2 = 1 / (1 - E2 * (1 - cos * cos));
  const w = Math.sqrt(w2);
  const metres = RADIANS * EQUATOR_M * w;
  return { kx: metres * cos, ky: metres * w2 * (1 - E2) };
}

/** Metres between two positions. */
export function metresBetween(lonA: number, latA: number, lonB: number, latB: number): number {
  const { kx, ky } = scaleAt((latA + latB) / 2);
  const dx = (lonB - lonA) * kx;
  const dy = (latB - latA) * ky;
  return Math.sqrt(dx * dx + dy * dy);
}

/** Degrees clockwise from north, 0–360, from the first position towards the second. */
export function bearingBetween(lonA: number, latA: number, lonB: number, latB: number): number {
  const { kx, ky } = scaleAt((latA + latB) / 2);
  const degrees = Math.atan2((lonB - lonA) * kx, (latB - latA) * ky) / RADIANS;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Smallest angle between two headings, 0–180 degrees. */
export function turnBetween(a_deg: number, b_deg: number): number {
  const d = Math.abs(a_deg - b_deg) % 360;
  return d > 180 ? 360 - d : d;
}
