import type { Position } from 'geojson';

/** Metres a degree of longitude and latitude is long around a latitude (WGS84, as in cheap-ruler). */
export function metresPerDegree(lat: number): { readonly lon_m: number; readonly lat_m: number } {
  const EQUATOR_M = 6_378_137;
  const FLATTENING = 1 / 298.257223563;
  const E2 = FLATTENING * (2 - FLATTENING);
  const cos = Math.cos((lat * Math.PI) / 180);
  const w2 = 1 / (1 - E2 * (1 - cos * cos));
  const w = Math.sqrt(w2);
  const m = (Math.PI / 180) * EQUATOR_M;
  return { lon_m: m * w * cos, lat_m: m * w * w2 * (1 - E2) };
}

/** A line with the metres from its first vertex to each of its vertices. */
export interface MeasuredLine {
  readonly coordinates: readonly Position[];
  readonly at_m: readonly number[];
  readonly length_m: number;
}

export function distance_m(from: Position, to: Position): number {
  const { lon_m, lat_m } = metresPerDegree((from[1]! + to[1]!) / 2);
  return Math.hypot((to[0]! - from[0]!) * lon_m, (to[1]! - from[1]!) * lat_m);
}

export function measure(coordinates: readonly Position[]): MeasuredLine {
  const at_m = [0];
  for (let i = 1; i < coordinates.length; i++)
    at_m.push(at_m[i - 1]! + distance_m(coordinates[i - 1]!, coordinates[i]!));
  return { coordinates, at_m, length_m: at_m.at(-1)! };
}

/** The place `m` metres along the line; beyond its ends, the end. */
export function placeAlong(line: MeasuredLine, m: number): Position {
  const { coordinates, at_m } = line;
  if (m <= 0) return coordinates[0]!;
  const next = at_m.findIndex((at) => at >= m);
  if (next <= 0) return next < 0 ? coordinates.at(-1)! : coordinates[0]!;
  const from = coordinates[next - 1]!;
  const to = coordinates[next]!;
  const span_m = at_m[next]! - at_m[next - 1]!;
  const share = span_m === 0 ? 0 : (m - at_m[next - 1]!) / span_m;
  return [from[0]! + (to[0]! - from[0]!) * share, from[1]! + (to[1]! - from[1]!) * share];
}

/** The service measures in its own rounding: an end within this of the line's end is the line's end. */
const END_SLACK_M = 0.5;

/**
 * The stretch of a line between two measures in metres from its first vertex.
 * @returns at least two places, or null where nothing lies between them.
 */
export function cut(line: MeasuredLine, from_m: number, to_m: number): Position[] | null {
  const { coordinates, at_m, length_m } = line;
  const slack_m = Math.max(END_SLACK_M, length_m * 0.002);
  const start_m = from_m < slack_m && to_m > slack_m ? 0 : Math.max(0, from_m);
  const end_m = to_m > length_m - slack_m && from_m < length_m - slack_m ? length_m : Math.min(to_m, length_m);
  if (!(end_m > start_m)) return null;
  const stretch = [placeAlong(line, start_m)];
  for (let i = 0; i < at_m.length; i++) if (at_m[i]! > start_m && at_m[i]! < end_m) stretch.push(coordinates[i]!);
  stretch.push(placeAlong(line, end_m));
  return stretch;
}
