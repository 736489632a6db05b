/** Degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** What a map's view holds, north up. */
export const boxOf = (bounds: {
  readonly getWest: () => number;
  readonly getSouth: () => number;
  readonly getEast: () => number;
  readonly getNorth: () => number;
}): Box => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];

export function boxAround(places: Iterable<readonly number[]>): Box | null {
  let box: [number, number, number, number] | null = null;
  for (const [lon, lat] of places as Iterable<[number, number]>) {
    box ??= [lon, lat, lon, lat];
    box = [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return box;
}

export const inBox = (
  [west, south, east, north]: Box,
  { lon, lat }: { readonly lon: number; readonly lat: number },
): boolean => lon >= west && lon <= east && lat >= south && lat <= north;
