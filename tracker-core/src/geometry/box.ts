/** west, south, east, north in degrees */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The box around flat lon, lat pairs; null around none. */
export function boxAround(lines: Iterable<Float64Array>): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      const lon = line[i]!;
      const lat = line[i + 1]!;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
  }
  return west <= east ? [west, south, east, north] : null;
}
