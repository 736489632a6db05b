import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fleetTopic } from '@sweepline/contract';
import { runFleet, type Load, type RunOptions } from '../src/publish/fleet-run.ts';
import { connectDevice, type LinkEvents } from '../src/publish/device-link.ts';
import { asItHappens, hastened } from '../src/publish/timeline.ts';
import { devicesOf, loadsOf } from '../src/publish/trip-load.ts';
import { signIn } from '../src/service/rest.ts';
import { setUpFleet, setUpRoutes, setUpTown } from '../src/service/set-up.ts';
import { PASSWORD, standIn, type StandIn } from './stand-in.ts';
import { quiet, scenarioOf, tripWith } from './worlds.ts';

const scenario = scenarioOf('quiet');
const m = scenario.municipality.id;
let service: StandIn;
beforeEach(async () => {
  service = await standIn();
});
afterEach(() => service.close());

const silent: LinkEvents = { rejected: () => {}, interval: () => true, connection: () => {} };
const telemetry = () =>
  service.received
    .filter(({ topic }) => topic.endsWith('/telemetry'))
    .flatMap(({ device, payload, at_ms }) =>
      [JSON.parse(payload) as unknown]
        .flat()
        .map((fix) => ({ device, at_ms, ...(fix as { ts: string; seq: number; lat: number }) })),
    );

async function setUp() {
  const rest = await signIn(service.http, 'admin', PASSWORD);
  await setUpTown(rest, quiet, scenario, false);
  const secrets = await setUpFleet(rest, quiet, m);
  return { rest, secrets };
}

const options = (timeline: RunOptions['timeline'], signal = new AbortController().signal): RunOptions => ({
  broker: { url: service.mqtt },
  municipality: m,
  timeline,
  batch: 100,
  signal,
});

describe('setting up', () => {
  it('makes town, fleet, routes and windows in an order that the service can take', async () => {
    const { rest } = await setUp();
    const start_ms = Date.parse('2026-05-01T04:00:00Z');
    await setUpRoutes(rest, quiet, m, asItHappens(start_ms));
    const paths = service.requests.map(({ path }) => path);
    const first = (part: string): number => paths.findIndex((path) => path.startsWith(part));
    const order = [
      '/session',
      `/municipalities/${m}`,
      `/municipalities/${m}/network`,
      `/municipalities/${m}/areas`,
      '/contractors',
      '/vehicles',
      '/devices',
      '/routes',
      '/assignments',
    ].map(first);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    const assignment = service.requests.find(({ path }) => path === `/assignments/${quiet.assignments[0]!.id}`)!;
    expect(assignment.body).toMatchObject({
      from: new Date(start_ms + quiet.assignments[0]!.from_s * 1000).toISOString(),
      vehicle: quiet.assignments[0]!.vehicle.id,
    });
  });

  it('rotates the secret of a device that is there already', async () => {
    await setUp();
    const { secrets } = await setUp();
    expect(service.requests.filter(({ path }) => path.endsWith('/rotate')).length).toBe(quiet.vehicles.length);
    const device = quiet.vehicles[0]!.device;
    await (await connectDevice({ url: service.mqtt }, m, device, secrets.get(device)!, silent)).close();
  });

  it('says in plain words what is wrong', async () => {
    await expect(signIn(service.http, 'admin', 'nope')).rejects.toThrow('wrong login or password for admin');
    await expect(signIn('http://127.0.0.1:9', 'admin', 'nope')).rejects.toThrow(
      /the service at http:\/\/127\.0\.0\.1:9 cannot be reached/,
    );
    await expect(connectDevice({ url: service.mqtt }, m, 'stranger', 'x', silent)).rejects.toThrow(
      'refused device stranger: wrong secret',
    );
    await expect(connectDevice({ url: 'mqtt://127.0.0.1:9' }, m, 'd', 'x', silent)).rejects.toThrow(
      'cannot be reached: ECONNREFUSED',
    );
  });
});

describe('publishing', () => {
  const trip = tripWith('sos@1:30-40');

  it('brings every fix and event once, as the trip has them, no ts ahead of the clock', async () => {
    const { secrets } = await setUp();
    const [load] = loadsOf(trip, secrets, -1) as [Load];
    const timeline = hastened(Date.now(), quiet.length_s * 1000, 10_000);
    const figures = await runFleet([load], options(timeline));
    expect(figures).toMatchObject({ sent: trip.fixes.length, rejected: 0, devices: 1 });
    const fixes = telemetry();
    expect(fixes.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      trip.fixes.map(({ what }) => what.seq).sort((a, b) => a - b),
    );
    const bySeq = new Map(trip.fixes.map(({ what }) => [what.seq, what]));
    for (const fix of fixes) {
      expect(Date.parse(fix.ts)).toBeLessThanOrEqual(fix.at_ms);
      expect(Date.parse(fix.ts)).toBe(timeline.ts_ms(bySeq.get(fix.seq)!.ts_ms));
      expect(fix.lat).toBe(bySeq.get(fix.seq)!.lat);
    }
    const events = service.received
      .filter(({ topic }) => topic.endsWith('/event'))
      .map(({ payload }) => (JSON.parse(payload) as { kind: string }).kind);
    expect(events).toEqual(trip.events.map(({ what }) => what.kind));
    const status = service.received
      .filter(({ topic }) => topic === fleetTopic(m, trip.vehicle.device, 'status'))
      .map(({ payload }) => payload);
    expect([status[0], status.at(-1)]).toEqual(['online', 'offline']);
  });

  it('lets a second device go on where the first one broke', async () => {
    const swapped = tripWith('device-swap@1:40-110=4');
    const { rest } = await setUp();
    const devices = devicesOf(swapped);
    const secrets = await setUpFleet(rest, quiet, m, new Map([[swapped.vehicle.id, devices]]));
    const timeline = hastened(Date.now(), quiet.length_s * 1000, 10_000);
    const figures = await runFleet(loadsOf(swapped, secrets, -1), options(timeline));
    expect(figures).toMatchObject({ sent: swapped.fixes.length, rejected: 0, devices: 2 });
    const last = (device: string): number =>
      Math.max(...telemetry().flatMap((fix) => (fix.device === device ? [Date.parse(fix.ts)] : [])));
    expect(devices.length).toBe(2);
    expect(last(devices[1]!)).toBeGreaterThan(last(devices[0]!));
  });

  it('sends a backlog in arrays and then waits for the clock', async () => {
    const { secrets } = await setUp();
    const control = new AbortController();
    const [load] = loadsOf(trip, secrets, -1) as [Load];
    const due = trip.fixes.filter(({ at_ms }) => at_ms <= 3_600_000).length;
    const timeline = asItHappens(Date.now() - 3_600_000);
    const running = runFleet([load], {
      ...options(timeline, control.signal),
      reached: (_, last) => last.at_ms > 3_580_000 && control.abort(),
    });
    const { sent } = await running;
    expect(Math.abs(sent - due)).toBeLessThanOrEqual(4);
    expect(service.received.filter(({ topic }) => topic.endsWith('/telemetry')).length).toBeLessThan(sent / 20);
  });

  it('goes on after the broker has dropped it, losing nothing', async () => {
    const { secrets } = await setUp();
    let cuts = 0;
    const [load] = loadsOf(trip, secrets, -1) as [Load];
    const timeline = asItHappens(Date.now() - 2 * quiet.length_s * 1000);
    await runFleet([load], { ...options(timeline), batch: 10, reached: () => cuts++ === 5 && service.cut() });
    expect(new Set(telemetry().map(({ seq }) => seq)).size).toBe(new Set(trip.fixes.map(({ what }) => what.seq)).size);
  });

  it('answers commands and hands refusals on', async () => {
    const { secrets } = await setUp();
    const device = quiet.vehicles[0]!.device;
    const heard: unknown[] = [];
    const link = await connectDevice({ url: service.mqtt }, m, device, secrets.get(device)!, {
      ...silent,
      rejected: (_, rejection) => heard.push(rejection.reason),
      interval: (seconds) => (heard.push(seconds), false),
    });
    await service.publish(fleetTopic(m, device, 'rejected'), { receivedAt: 'x', reason: 'future', detail: '' });
    await service.publish(fleetTopic(m, device, 'command'), { id: 'c1', kind: 'interval', seconds: 1 });
    await expect
      .poll(() =>
        service.received
          .filter(({ topic }) => topic.endsWith('/ack'))
          .map(({ payload }) => JSON.parse(payload) as unknown),
      )
      .toMatchObject([{ id: 'c1', ok: false }]);
    expect(heard).toEqual(['future', 1]);
    await link.close();
  });
});
