import Value from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  casesChannel,
  positionsChannel,
  progressChannel,
  type Incident,
  ServerMessage,
  type TrackAnswer,
  type HelloMessage,
  type LiveState,
  type PageOf,
} from '@sweepline/contract';
import { connectOf, type Device } from './device.ts';
import { expectNoGaps, type LiveSocket, numbersOn, of } from './live-client.ts';
import { useLiveTown } from './live-town.ts';
import { drive, iso, plan, range, vehicleBody, type Town } from './main-street.ts';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;

let service: ServiceProcess;
let town: Town;
const shared = useLiveTown();
const { begin_ms, now_ms, open } = shared;
beforeAll(() => void ({ service, town } = shared));

/** A snapshot's content without the order and without the forecast, which looks at the clock. */
const content = ({ vehicles, assignments, incidents }: Pick<LiveState, 'vehicles' | 'assignments' | 'incidents'>) => ({
  vehicles: [...vehicles].sort((a, b) => a.no - b.no),
  assignments: assignments
    .map(({ forecast: _, ...rest }) => rest)
    .sort((a, b) => (a.assignment < b.assignment ? -1 : 1)),
  incidents: [...incidents].sort((a, b) => a.no - b.no),
});

const settle = (): Promise<PageOf<Incident>> => service.api.get('/incidents');

describe('a view', () => {
  test('begins with a hello that passes its schema, names the three channels, and brings the legs', async () => {
    const live = await open();
    const hello = await live.view({ municipality: town.id });
    expect(Object.keys(hello.channels).sort()).toEqual(
      [casesChannel(town.id), positionsChannel(town.id), progressChannel(town.id)].sort(),
    );
    expect(hello.protocol).toBe(1);
    expect(Math.abs(Date.parse(hello.serverTime) - Date.now())).toBeLessThan(60_000);
    expect(hello.snapshot.vehicles.map(({ vehicle }) => vehicle).sort()).toEqual([...town.vehicles].sort());
    const legs = await until(
      'legs',
      () => of(live, 'legs'),
      (all) => all.length > 0,
    );
    expect(legs[0]).toMatchObject({ assignment: 'live-a', whole: true });
    expect(legs[0]!.legs).toHaveLength(8);
    expect(live.socket.protocol).toBe('sweepline.v1');
  });

  test('every JSON message passes the contract’s schema, numbers have no gaps, folding gives the next snapshot', async () => {
    const live = await open();
    const hello = await live.view({ municipality: town.id });
    const device = await connectOf(service, town);
    await device.send(drive(begin_ms + 60_000, 0, 900), 3);
    await device.publish('event', { ts: iso(begin_ms + 100_000), kind: 'sos', note: 'help' });
    await service.api.put(`/vehicles/${town.vehicles[2]}`, { ...vehicleBody(town.id, town.contractor), plate: 'B 2' });
    const [sos] = (
      await until('the call', settle, ({ items }) => items.some(({ kind }) => kind === 'sos'))
    ).items.filter(({ kind }) => kind === 'sos');
    await service.api.post(`/incidents/${sos!.id}/acknowledge`, { text: 'seen' });
    await service.api.post(`/incidents/${sos!.id}/comment`, { text: 'on the way' });
    await device.end();

    await until(
      'work on the socket',
      () => live.state().assignments,
      (all) => all.some(({ covered_m }) => covered_m > 500),
    );
    await until(
      'folded = fresh',
      async () => {
        await settle();
        const fresh = await open();
        const { snapshot } = await fresh.view({ municipality: town.id });
        return [JSON.stringify(content(live.state())), JSON.stringify(content(snapshot))];
      },
      ([folded, fresh]) => folded === fresh,
      20_000,
    );
    const fresh = await open();
    const { snapshot } = await fresh.view({ municipality: town.id });
    expect(content(live.state())).toEqual(content(snapshot));
    await until('legs', () => fresh.state().legs.size > 0);
    const states = ({ legs }: LiveState): unknown =>
      legs.get('live-a')?.map(({ edge, side, pass, pieces }) => ({ edge, side, pass, pieces }));
    expect(states(live.state())).toEqual(states(fresh.state()));

    expectNoGaps(live, hello);
    for (const message of live.heard)
      if (message.type !== 'positions') expect([...Value.Errors(ServerMessage, message)]).toEqual([]);
    const call = live.state().incidents.find(({ id }) => id === sos!.id);
    expect(call).toMatchObject({ state: 'acknowledged' });
    expect(call!.history.map(({ action }) => action)).toEqual(['opened', 'acknowledged', 'commented']);
    expect(live.state().vehicles.find(({ vehicle }) => vehicle === town.vehicles[2])?.plate).toBe('B 2');
  });

  test('positions are binary rows of the known vehicles, as they were sent', async () => {
    const live = await open();
    await live.view({ municipality: town.id });
    const device = await connectOf(service, town, 1);
    const [fix] = drive(now_ms - 1_000, 500, 500);
    await device.send([{ ...fix, heading_deg: 91.5, speed_kmh: 18.5 }]);
    const { no } = live.state().vehicles.find(({ vehicle }) => vehicle === town.vehicles[1])!;
    const row = await until('the row', () =>
      of(live, 'positions')
        .flatMap(({ rows }) => rows)
        .find((one) => one.no === no),
    );
    expect(row).toMatchObject({ ts_ms: Date.parse(fix!.ts), heading_deg: 91.5, speed_kmh: 18.5 });
    expect(row!.lat).toBeCloseTo(fix!.lat, 6);
    expect(row!.lon).toBeCloseTo(fix!.lon, 6);
    await device.end();
  });

  test('nothing is shown before it is stored', async () => {
    const live = await open();
    await live.view({ municipality: town.id });
    const device = await connectOf(service, town, 2);
    const fixes = drive(Date.now() - 40_000, 0, 175);
    const seen: string[] = [];
    const stored = new Set<string>();
    live.socket.on('message', (_data, isBinary) => {
      if (!isBinary) return;
      for (const { rows } of of(live, 'positions').slice(-1)) for (const { ts_ms } of rows) seen.push(iso(ts_ms));
    });
    for (const fix of fixes) {
      await device.send([fix]);
      await until('the position', () => seen.includes(fix.ts));
      const { fixes: there } = await service.api.get<TrackAnswer>(
        `/vehicles/${town.vehicles[2]}/track?${range(Date.parse(fix.ts), Date.parse(fix.ts) + 1)}`,
      );
      for (const { ts } of there) stored.add(ts);
      expect(stored).toContain(fix.ts);
    }
    await device.end();
  });

  test('with a box shows the vehicles inside it, and the numbers still have no gaps', async () => {
    const live = await open();
    const hello = await live.view({ municipality: town.id, bbox: [0, 0, 1, 1] });
    const device = await connectOf(service, town, 1);
    await device.send(drive(Date.now() - 20_000, 0, 75));
    await until('frames', () => of(live, 'positions').length > 0);
    expect(of(live, 'positions').every(({ rows }) => rows.length === 0)).toBe(true);
    live.say({ type: 'view', bbox: [9, 54, 11, 56] });
    await until('rows', () => of(live, 'positions').some(({ rows }) => rows.length > 0));
    expect(of(live, 'hello')).toHaveLength(1);
    await device.end();
    const numbers = numbersOn(live, positionsChannel(town.id));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.at(-1)! - hello.channels[positionsChannel(town.id)]!).toBeLessThanOrEqual(numbers.length);
  });

  test('an assignment made while two sockets come and go reaches both', async () => {
    const first = await open();
    await first.view({ municipality: town.id });
    await plan(service.api, town, 'live-b', { from_ms: now_ms + HOUR_MS, to_ms: now_ms + 2 * HOUR_MS });
    const second = await open();
    const { snapshot } = await second.view({ municipality: town.id });
    expect(snapshot.assignments.map(({ assignment }) => assignment)).toContain('live-b');
    await until(
      'live-b on the first socket',
      () => first.state().assignments.some(({ assignment }) => assignment === 'live-b'),
      Boolean,
      10_000,
    );
    expect(first.state().legs.get('live-b')).toHaveLength(8);
  });
});

describe('coming back', () => {
  let device: Device;
  beforeAll(async () => void (device = await connectOf(service, town)));
  afterAll(() => device.end());

  const last = (live: LiveSocket, hello: HelloMessage): Record<string, number> =>
    Object.fromEntries(Object.entries(hello.channels).map(([ch, seq]) => [ch, Math.max(seq, ...numbersOn(live, ch))]));

  test('resume brings what was missed and nothing twice', async () => {
    const steady = await open();
    await steady.view({ municipality: town.id });
    const live = await open();
    const hello = await live.view({ municipality: town.id });
    live.close();
    const known = last(live, hello);
    await device.publish('event', { ts: iso(now_ms - 60_000), kind: 'road-closed' });
    await until('the case on the steady socket', () =>
      of(steady, 'incident').some(({ incident }) => incident.kind === 'road-closed'),
    );
    const back = await open();
    back.say({ type: 'resume', channels: known });
    await until('what was missed', () => of(back, 'incident').length > 0);
    expect(of(back, 'hello')).toEqual([]);
    expect(of(back, 'resync')).toEqual([]);
    const cases = numbersOn(back, casesChannel(town.id));
    expect(cases[0]).toBe(known[casesChannel(town.id)]! + 1);
    expect(of(back, 'incident').map(({ incident }) => incident.kind)).toContain('road-closed');
    const positions = await until(
      'where the vehicles are',
      () => of(back, 'positions'),
      (all) => all.length > 0,
    );
    expect(positions[0]!.rows.length).toBeGreaterThan(0);
    back.say({ type: 'resume', channels: last(back, { ...hello, channels: known }) });
    await until('positions again', () => of(back, 'positions').length > positions.length);
    expect(new Set(numbersOn(back, casesChannel(town.id))).size).toBe(numbersOn(back, casesChannel(town.id)).length);
  });

  test('numbers that this run never gave out are answered with resync', async () => {
    const live = await open();
    const channels = Object.fromEntries(
      [casesChannel(town.id), positionsChannel(town.id), progressChannel(town.id)].map((ch) => [ch, 4_000_000_000]),
    );
    live.say({ type: 'resume', channels });
    const all = await until(
      'resync',
      () => of(live, 'resync'),
      (heard) => heard.length >= 3,
    );
    expect(all.map(({ ch }) => ch).sort()).toEqual(Object.keys(channels).sort());
    const hello = await live.view({ municipality: town.id });
    expect(hello.snapshot.vehicles).toHaveLength(3);
  });

  test('wrong messages are answered with an error and change nothing', async () => {
    const live = await open();
    await live.view({ municipality: town.id });
    for (const wrong of ['{', '[]', '{"type":"dance"}', '{"type":"view","municipality":7}', '{"type":"resume"}'])
      live.socket.send(wrong);
    await until(
      'errors',
      () => of(live, 'error'),
      (all) => all.length >= 5,
    );
    expect(of(live, 'error').every(({ code }) => code === 'invalid')).toBe(true);
    live.say({ type: 'view', municipality: 'nowhere' });
    await until('not found', () => of(live, 'error').some(({ code }) => code === 'not-found'));
    expect(live.closed).toBeNull();
  });
});
