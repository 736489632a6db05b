import type { NetworkAnswer } from '@sweepline/contract';
import type { Api } from './api.ts';

/** A straight street of 6 km eastwards, in ten edges. */
const ORIGIN = { lat: 57.69, lon: 11.9 };
const EDGE_DEG = 0.01;
const EDGES = 10;

/** Where a vehicle is after `share` of the street, from 0 to 1. */
export const along = (share: number): { lat: number; lon: number } => ({
  lat: ORIGIN.lat,
  lon: Number((ORIGIN.lon + share * EDGES * EDGE_DEG).toFixed(6)),
});

/** Makes the municipality `town` with its street and a contractor. */
export async function makeTown(api: Api): Promise<void> {
  await api.put('/municipalities/town', {
    name: 'Town',
    timezone: 'Europe/Stockholm',
    locale: 'en',
    drivesOn: 'right',
  });
  const features = Array.from({ length: EDGES }, (_, number) => ({
    type: 'Feature',
    properties: { id: `e${number}`, name: 'Long Street', class: 'residential' },
    geometry: {
      type: 'LineString',
      coordinates: [number, number + 1].map((vertex) => [ORIGIN.lon + vertex * EDGE_DEG, ORIGIN.lat]),
    },
  }));
  const { edges } = await api.put<NetworkAnswer>(
    '/municipalities/town/network',
    { type: 'FeatureCollection', features },
    'application/geo+json',
  );
  if (edges !== EDGES) throw new Error(`the network has ${edges} edges`);
  await api.put('/contractors/c1', { name: 'Contractor', municipality: 'town' });
}

/** Makes a vehicle with a device of the same id, and answers the device's secret. */
export async function makeVehicle(api: Api, id: string): Promise<string> {
  const body = { plate: id, municipality: 'town', contractor: 'c1', operations: ['sweep'], gearSensors: [] };
  await api.put(`/vehicles/${id}`, body);
  const { secret } = await api.put<{ secret: string }>(`/devices/${id}`, { vehicle: id, interval_s: 1 });
  return secret;
}
