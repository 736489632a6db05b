import type { Fix } from '../sensors/sent.ts';

const METRES_PER_DEGREE = 111_195;

/** The fix moved by metres east and north. */
export function moved(fix: Fix, east_m: number, north_m: number): Fix {
  const lat = fix.lat + north_m / METRES_PER_DEGREE;
  const lon = fix.lon + east_m / (METRES_PER_DEGREE * Math.cos((fix.lat * Math.PI) / 180));
  return { ...fix, lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) };
}

/** The fix moved by metres in a direction, radians clockwise from north. */
export const shifted = (fix: Fix, metres: number, angle_rad: number): Fix =>
  moved(fix, metres * Math.sin(angle_rad), metres * Math.cos(angle_rad));
