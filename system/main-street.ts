import type { Api } from './api.ts';

const LAT = 55;
const LON = 10;
const DEGREE_LAT_M = 111_320;
const DEGREE_LON_M = DEGREE_LAT_M * Math.cos((LAT * Math.PI) / 180);

/** Length of one block of the main street, metres. */
export const BLOCK_M = 200;
const BLOCKS = 8;

export interface SentFix {
  readonly ts: string;
  readonly lat: number;
  readonly lon: number;
  readonly [field: string]: unknown;
}

/** [lon, lat] of a point so many metres east and north of the main street's western end. */
export const placeAt = (east_m: number, north_m: number): [number, number] => [
  LON + east_m / DEGREE_LON_M,
  LAT + north_m / DEGREE_LAT_M,
];

/** A street as GeoJSON out of metres [east, north]. */
export const street = (id: string, line: readonly (readonly [number, number])[], properties: object = {}): object => ({
  type: 'Feature',
  properties: { id, oneway: 'no', ...properties },
  geometry: { type: 'LineString', coordinates: line.map(([east_m, north_m]) => placeAt(east_m, north_m)) },
});

export const collection = (features: readonly unknown[]): object => ({ type: 'FeatureCollection', features });

/** A main street of eight blocks, `b0` to `b7` from west to east, with a side street northwards at each corner. */
export const streets = (main: { readonly name?: string } = {}): object =>
  collection([
    ...Array.from({ length: BLOCKS }, (_, n) =>
      street(
        `b${n}`,
        [
          [n * BLOCK_M, 0],
          [(n + 1) * BLOCK_M, 0],
        ],
        main,
      ),
    ),
    ...Array.from({ length: BLOCKS + 1 }, (_, n) =>
      street(`s${n}`, [
        [n * BLOCK_M, 0],
        [n * BLOCK_M, 150],
      ]),
    ),
  ]);

export interface Town {
  readonly id: string;
  readonly contractor: string;
  /** `{town}-v0` and so on, each with the device of the same number, `{town}-d0`. */
  readonly vehicles: readonly string[];
  readonly devices: readonly string[];
  /** Secrets by device. */
  readonly secrets: ReadonlyMap<string, string>;
}

export const municipalityBody = (name: string): object => ({ name, timezone: 'UTC', locale: 'en', drivesOn: 'right' });

/** A vehicle without gear wiring: judged by its speed. */
export const vehicleBody = (municipality: string, contractor: string): object => ({
  plate: 'A 1',
  municipality,
  contractor,
  operations: ['plough'],
  gearSensors: [],
});

/** A municipality with its main street, one contractor, and so many vehicles, each with a device. */
export async function makeStreetTown(api: Api, id: string, fleet: number): Promise<Town> {
  await api.put(`/municipalities/${id}`, municipalityBody(`Town ${id}`));
  await api.put(`/municipalities/${id}/network`, streets(), 'application/geo+json');
  const contractor = `${id}-c`;
  await api.put(`/contractors/${contractor}`, { name: `Contractor of ${id}`, municipality: id });
  const numbers = Array.from({ length: fleet }, (_, n) => n);
  const vehicles = numbers.map((n) => `${id}-v${n}`);
  const devices = numbers.map((n) => `${id}-d${n}`);
  const secrets = new Map<string, string>();
  for (const n of numbers) {
    await api.put(`/vehicles/${vehicles[n]!}`, vehicleBody(id, contractor));
    const { secret } = await api.put<{ secret: string }>(`/devices/${devices[n]!}`, { vehicle: vehicles[n]! });
    secrets.set(devices[n]!, secret);
  }
  return { id, contractor, vehicles, devices, secrets };
}

export const iso = (epoch_ms: number): string => new Date(epoch_ms).toISOString();

export interface Window {
  readonly from_ms: number;
  readonly to_ms: number;
}

export const routeBody = (municipality: string, blocks: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7]): object => ({
  municipality,
  name: 'Main street, south kerb',
  operation: 'plough',
  legs: blocks.map((n) => ({ edge: `b${n}`, side: 'right' })),
});

/** Gives the first vehicle the main street's south kerb, `{id}-route`, for a window. */
export async function plan(api: Api, town: Town, id: string, { from_ms, to_ms }: Window): Promise<void> {
  await api.put(`/routes/${id}-route`, routeBody(town.id));
  const body = { route: `${id}-route`, vehicle: town.vehicles[0], from: iso(from_ms), to: iso(to_ms) };
  await api.put(`/assignments/${id}`, body);
}

/** A drive eastwards along the main street at 18 km/h, a fix every five seconds. */
export function drive(from_ms: number, from_m: number, to_m: number): SentFix[] {
  const fixes: SentFix[] = [];
  for (let n = 0, east_m = from_m; east_m <= to_m; n++, east_m = from_m + n * 25) {
    const [lon, lat] = placeAt(east_m, -1);
    const place = { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) };
    fixes.push({ ts: iso(from_ms + n * 5_000), ...place, speed_kmh: 18, heading_deg: 90, accuracy_m: 4, seq: n });
  }
  return fixes;
}

/** The query of everything between two instants. */
export const range = (from_ms: number, to_ms: number): string =>
  `from=${encodeURIComponent(iso(from_ms))}&to=${encodeURIComponent(iso(to_ms))}`;
