import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  CoverageAnswer,
  FulfilmentAnswer,
  LiveAssignment,
  RecomputeAnswer,
  ServiceAnswer,
  TrackAnswer,
} from '@sweepline/contract';
import { connectOf, type Device } from './device.ts';
import { snapshotOf } from './live-client.ts';
import { drive, iso, makeStreetTown, placeAt, plan, range, type SentFix, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const MINUTE_MS = 60_000;
const now_ms = Math.floor(Date.now() / 1_000) * 1_000;
const window = { from_ms: now_ms - 120 * MINUTE_MS, to_ms: now_ms - 60 * MINUTE_MS };
const all = range(window.from_ms - 60 * MINUTE_MS, now_ms + MINUTE_MS);
const date = (ms: number): string => iso(ms).slice(0, 10);

let service: ServiceProcess;
let town: Town;
let device: Device;
beforeAll(async () => {
  service = await startServiceProcess();
  town = await makeStreetTown(service.api, 'town', 2);
  await plan(service.api, town, 'a', window);
  device = await connectOf(service, town);
});
afterAll(() => service?.remove());

/** What every answer says of the first vehicle's work, in metres and fixes. */
async function told() {
  const { api } = service;
  const [own] = town.vehicles;
  const coverage = await api.get<CoverageAnswer>('/assignments/a/coverage');
  expect(await api.post<RecomputeAnswer>('/assignments/a/recompute')).toMatchObject({ digest: coverage.digest });
  const track = await api.get<TrackAnswer>(`/vehicles/${own}/track?${all}`);
  const { edges } = await api.get<ServiceAnswer>(`/municipalities/town/service?${all}`);
  const dates = `from=${date(window.from_ms)}&to=${date(now_ms + 24 * 60 * MINUTE_MS)}`;
  const { total } = await api.get<FulfilmentAnswer>(`/municipalities/town/fulfilment?${dates}&by=day`);
  return {
    covered_m: coverage.covered_m,
    fulfilled_m: total.covered_m,
    fixes: track.fixes.length,
    served_m: edges.reduce((sum, { sides }) => sum + sides.right.covered_m, 0),
  };
}

const shown = async (): Promise<LiveAssignment | undefined> =>
  (await snapshotOf(service, service.api.token, 'town')).assignments.find(({ assignment }) => assignment === 'a');

const first = drive(window.from_ms + MINUTE_MS, 0, 500);
/** The rest of the street and round its last corner: where a drive ends is not decided by what is known so far. */
const street = drive(window.from_ms + 10 * MINUTE_MS, 500, 1_600);
const corner = Array.from({ length: 6 }, (_, n): SentFix => {
  const [lon, lat] = placeAt(1_601, 25 * (n + 1));
  const ts = iso(Date.parse(street.at(-1)!.ts) + 5_000 * (n + 1));
  return { ts, lat, lon, speed_kmh: 18, heading_deg: 0, accuracy_m: 4 };
});
const late = [...street, ...corner];

test('what comes late of a vehicle that is out of use counts in every answer', { timeout: 180_000 }, async () => {
  await device.send(first, 20);
  const before = await told();
  expect(before.covered_m).toBeGreaterThan(300);
  await service.api.put(`/devices/${town.devices[0]}`, { vehicle: town.vehicles[1], since: iso(now_ms - MINUTE_MS) });
  await service.api.post(`/vehicles/${town.vehicles[0]}/retire`, {});
  expect(await told()).toEqual(before);

  await device.send(late, 20);
  const after = await told();
  expect(after).toMatchObject({ fixes: first.length + late.length, fulfilled_m: after.covered_m });
  expect(after.covered_m).toBeGreaterThan(1_500);
  expect(after.served_m).toBeGreaterThan(1_500);
  await until('its progress', shown, (live) => live?.covered_m === after.covered_m);
  const { vehicles } = await snapshotOf(service, service.api.token, 'town');
  expect(vehicles.map(({ vehicle }) => vehicle)).toEqual([town.vehicles[1]]);
});

test('a start makes what it did again, and its being used again changes nothing', { timeout: 180_000 }, async () => {
  const before = await told();
  await service.stop('SIGKILL');
  await service.restart();
  expect(await told()).toEqual(before);
  await until('its progress', shown, (live) => live?.covered_m === before.covered_m);
  await service.api.post(`/vehicles/${town.vehicles[0]}/restore`, {});
  expect(await told()).toEqual(before);
  const { vehicles } = await snapshotOf(service, service.api.token, 'town');
  expect(vehicles.map(({ vehicle }) => vehicle).sort()).toEqual([...town.vehicles]);
});
