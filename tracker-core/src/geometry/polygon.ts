/** Rings of each polygon, the outer one first, as [lon, lat] pairs. */
export type Polygons = readonly (readonly (readonly (readonly [number, number])[])[])[];

/** Whether a position lies in one of the polygons, and not in a hole of it. */
export const isInside = (polygons: Polygons, lon: number, lat: number): boolean =>
  polygons.some((rings) => rings.reduce((inside, ring) => inside !== isInsideRing(ring, lon, lat), false));

/** Counts the ring's sides east of the position: an odd number encloses it. */
function isInsideRing(ring: Polygons[number][number], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
