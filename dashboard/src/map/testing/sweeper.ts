import type { LiveVehicle } from '@sweepline/contract';

/** A sweeper at work, as the live feed tells of it. */
export const sweeper: LiveVehicle = {
  no: 1,
  vehicle: 'v1',
  plate: 'KVD 214',
  contractor: 'c1',
  operations: ['sweep'],
  gearWired: true,
  interval_s: 10,
  state: 'working',
  ts: '2026-11-19T04:42:18.000Z',
  lat: 47,
  lon: 28.86,
  heading_deg: 135,
  speed_kmh: 5.8,
  gearOn: true,
};
