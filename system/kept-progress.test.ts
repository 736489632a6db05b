import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident, LiveAssignment, PageOf } from '@sweepline/contract';
import { connectOf } from './device.ts';
import { snapshotOf } from './live-client.ts';
import { BLOCK_M, collection, drive, iso, makeStreetTown, plan, streets, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const MINUTE_MS = 60_000;
const now_ms = Math.floor(Date.now() / 1_000) * 1_000;
const window = { from_ms: now_ms - 180 * MINUTE_MS, to_ms: now_ms - 60 * MINUTE_MS };

let service: ServiceProcess;
let town: Town;
beforeAll(async () => {
  service = await startServiceProcess();
  town = await makeStreetTown(service.api, 'town', 2);
  await plan(service.api, town, 'a', window);
  // Each did half of the route, and was elsewhere after its window.
  for (const n of [0, 1]) {
    const device = await connectOf(service, town, n);
    await device.send(drive(window.from_ms + 10 * MINUTE_MS, n * 4 * BLOCK_M - 50, (n + 1) * 4 * BLOCK_M + 50), 60);
    await device.send(drive(now_ms - 20 * MINUTE_MS, 0, 200), 60);
    await device.end();
    // By half of the fixes it looks as if it had been missed.
    if (n === 0) await until('the case', missed, (history) => history.length > 0);
  }
});
afterAll(() => service?.remove());

async function shown(): Promise<LiveAssignment> {
  const { assignments } = await snapshotOf(service, service.api.token, town.id);
  return assignments.find(({ assignment }) => assignment === 'a')!;
}

/** What became of the case of having missed it, which half the fixes told of. */
const missed = async (): Promise<Incident['history']> =>
  (await service.api.get<PageOf<Incident>>('/incidents?kind=missed')).items.flatMap(({ history }) => history);
let before: Incident['history'];

const isDone = ({ covered_m, planned_m }: LiveAssignment): boolean => covered_m > 0.95 * planned_m;

/** Long enough for the clock to judge it again by whatever is known. */
async function expectDone(): Promise<void> {
  await service.api.get('/municipalities/town/service?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
  await until('the route to be done', shown, isDone, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await shown()).toSatisfy(isDone);
  expect(await missed()).toEqual(before);
}

test('a route that two vehicles did', async () => {
  await until('the route to be done', shown, isDone);
  before = await until('the case to be closed', missed, (history) => history.at(-1)?.action === 'dismissed');
  await expectDone();
});

test('stays done when the yards of the town change', async () => {
  await service.api.put('/municipalities/town/areas', collection([]));
  await expectDone();
});

test('stays done when its streets come anew', async () => {
  await service.api.put('/municipalities/town/network', streets(), 'application/geo+json');
  await expectDone();
});

test('stays done when its crew is named afterwards', async () => {
  const body = { route: 'a-route', vehicle: town.vehicles[0], from: iso(window.from_ms), to: iso(window.to_ms) };
  await service.api.put('/assignments/a', { ...body, crew: 'Crew 7' });
  await expectDone();
});

test('stays done over a restart', async () => {
  await service.stop('SIGKILL');
  await service.restart();
  await expectDone();
});
