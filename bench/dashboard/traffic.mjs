import { latOf, lonOf } from '../town.mjs';
import { randomOf } from '../random.mjs';

const SPEED_KMH = { working: 7, driving: 34 };
const EVERY_NTH_WORKS = 3;
const MS_PER_S = 1_000;

/** Vehicles that drive the streets of a made-up town for ever, turning at random. */
export function makeTraffic(town, vehicles, seed = 7) {
  const random = randomOf(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const cars = Array.from({ length: vehicles }, (_, no) => {
    const corner = Math.floor(random() * town.corners.length);
    const state = no % EVERY_NTH_WORKS === 0 ? 'working' : no % 11 === 0 ? 'stopped' : 'driving';
    return { no, state, way: pick(town.leaving[corner]), at_m: 0, phase_ms: Math.floor(random() * MS_PER_S) };
  });
  const lengths = new Map(
    town.streets.map((street) => [
      street.id,
      street.line.reduce((sum, to, i) => sum + apart(street.line[i - 1], to), 0),
    ]),
  );

  /** One second of driving for one car, and the row that its fix makes. */
  function fix(car, now_ms) {
    car.at_m += ((SPEED_KMH[car.state] ?? 0) / 3.6) * 1;
    for (
      let length_m = lengths.get(car.way.street.id);
      car.at_m >= length_m;
      length_m = lengths.get(car.way.street.id)
    ) {
      car.at_m -= length_m;
      const ways = town.leaving[car.way.to];
      const onwards = ways.filter(({ street }) => street !== car.way.street);
      car.way = pick(onwards.length > 0 ? onwards : ways);
    }
    const { east_m, north_m, heading_deg } = placeOf(car);
    return {
      no: car.no,
      ts_ms: now_ms,
      lat: latOf(north_m),
      lon: lonOf(east_m),
      heading_deg,
      speed_kmh: SPEED_KMH[car.state] ?? 0,
      state: car.state,
      gearOn: car.state === 'working',
      lowConfidence: false,
    };
  }

  return { cars, fix };
}

const apart = (from, to) => (from === undefined ? 0 : Math.hypot(to[0] - from[0], to[1] - from[1]));

function placeOf({ way: { street, forward }, at_m }) {
  const line = forward ? street.line : street.line.toReversed();
  let left_m = at_m;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1], line[i]];
    const span_m = apart(from, to);
    if (left_m > span_m && i < line.length - 1) {
      left_m -= span_m;
      continue;
    }
    const share = Math.min(1, left_m / span_m);
    const [east_m, north_m] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const heading_deg = ((Math.atan2(to[0] - from[0], to[1] - from[1]) * 180) / Math.PI + 360) % 360;
    return { east_m, north_m, heading_deg };
  }
  throw new Error(`street ${street.id} has no length`);
}
