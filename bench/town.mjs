import { randomOf } from './random.mjs';

const ORIGIN = { lon: 11.9, lat: 57.7 };
const BLOCK_EAST_M = 110;
const BLOCK_NORTH_M = 85;
/** Metres per degree at the origin; a town of 100,000 edges is 25 km wide, so this is near enough for made-up streets. */
const PER_DEGREE_LAT_M = 111_370;
const PER_DEGREE_LON_M = 111_320 * Math.cos((ORIGIN.lat * Math.PI) / 180);
/** Corners and the middles of streets lie this far off the grid at most. */
const CROOKED_M = 6;
/** Every so many streets one is one-way. */
const ONEWAY_EVERY = 5;

export const lonOf = (east_m) => ORIGIN.lon + east_m / PER_DEGREE_LON_M;
export const latOf = (north_m) => ORIGIN.lat + north_m / PER_DEGREE_LAT_M;

/**
 * A town of crooked blocks with at least so many edges, one from corner to corner, with a bend in its middle.
 * Corner (row, column) has the number `row · size + column`.
 */
export function gridTown(edges, seed = 1) {
  const random = randomOf(seed);
  const crooked = () => (random() - 0.5) * 2 * CROOKED_M;
  const size = Math.ceil((1 + Math.sqrt(1 + 2 * edges)) / 2);
  const corners = [];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      corners.push([column * BLOCK_EAST_M + crooked(), row * BLOCK_NORTH_M + crooked()]);

  const streets = [];
  /** Streets that leave each corner. */
  const leaving = corners.map(() => []);
  const join = (id, name, oneway, from, to) => {
    const [a, b] = [corners[from], corners[to]];
    const middle = [(a[0] + b[0]) / 2 + crooked() / 2, (a[1] + b[1]) / 2 + crooked() / 2];
    const street = { no: streets.length, id, name, oneway, from, to, line: [a, middle, b] };
    streets.push(street);
    leaving[from].push({ street, forward: true, to });
    if (!oneway) leaving[to].push({ street, forward: false, to: from });
  };
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const corner = row * size + column;
      // The border is never one-way: every corner can be left.
      if (column + 1 < size) {
        const oneway = row % ONEWAY_EVERY === 2 && row + 1 < size;
        join(`r${row}-${column}`, `Row ${row}`, oneway, corner, corner + 1);
      }
      if (row + 1 < size) {
        const oneway = column % ONEWAY_EVERY === 2 && column + 1 < size;
        join(`c${column}-${row}`, `Column ${column}`, oneway, corner, corner + size);
      }
    }
  }
  return { size, corners, streets, leaving };
}

/** The town as it is sent to the service. */
export const townGeoJson = ({ streets }) => ({
  type: 'FeatureCollection',
  features: streets.map(({ id, name, oneway, line }) => ({
    type: 'Feature',
    properties: { id, name, class: 'residential', oneway: oneway ? 'yes' : 'no' },
    geometry: { type: 'LineString', coordinates: line.map(([east_m, north_m]) => [lonOf(east_m), latOf(north_m)]) },
  })),
});
