/** Degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export function boxAround(places: Iterable<readonly number[]>): Box | null {
  let box: [number, number, number, number] | null = null;
  for (const [lon, lat] of places as Iterable<[number, number]>) {
    box ??= [lon, lat, lon, lat];
    box = [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return box;
}
