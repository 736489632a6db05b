import { lonLat, type LonLat } from '@sweepline/contract';

/** Metres east and north of a town's origin. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plane {
  toPlane(position: LonLat): Point;
  toLonLat(point: Point): LonLat;
}

/** WGS84: equatorial radius and eccentricity squared, as in cheap-ruler. */
const RADIUS_M = 6_378_137;
const ECCENTRICITY2 = 0.00669437999014;

/** Local metres around `origin`; over a town of 10 km a length is off by less than 0.1 %. */
export function planeAround([lon0, lat0]: LonLat): Plane {
  const cosine = Math.cos((lat0 * Math.PI) / 180);
  const w2 = 1 / (1 - ECCENTRICITY2 * (1 - cosine * cosine));
  const w = Math.sqrt(w2);
  const perDegree = (Math.PI / 180) * RADIUS_M;
  const kx = perDegree * w * cosine;
  const ky = perDegree * w * w2 * (1 - ECCENTRICITY2);
  return {
    toPlane: ([lon, lat]) => ({ x: (lon - lon0) * kx, y: (lat - lat0) * ky }),
    toLonLat: ({ x, y }) => lonLat(lon0 + x / kx, lat0 + y / ky),
  };
}

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** Degrees clockwise from north, 0 ≤ heading < 360. */
export function headingOf(dx: number, dy: number): number {
  const heading = (Math.atan2(dx, dy) * 180) / Math.PI;
  return heading < 0 ? heading + 360 : heading;
}

/** By how many degrees, 0–180, one turns from heading `a` to heading `b`. */
export function turnBetween(a_deg: number, b_deg: number): number {
  const turn = Math.abs(a_deg - b_deg) % 360;
  return turn > 180 ? 360 - turn : turn;
}
