import type { Incident, LiveVehicle, PositionRow, Role } from '@sweepline/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_MS } from '../sessions.ts';
import { LiveSocket } from '../testing/live-socket.ts';
import {
  done,
  makeTown,
  makeUsers,
  NOON_MS,
  PASSWORD,
  startTestGateway,
  type Client,
  type TestGateway,
} from '../testing/town.ts';

let test: TestGateway;
let users: Record<Role, Client>;
const sockets: LiveSocket[] = [];

const vehicle = (no: number, town: string, n: number): LiveVehicle & { municipality: string } => ({
  no,
  vehicle: `v-${town}-${n}`,
  plate: `${town}-${n}`,
  contractor: `c-${town}-${n}`,
  operations: ['sweep'],
  gearWired: true,
  interval_s: 15,
  state: 'driving',
  ts: null,
  lat: null,
  lon: null,
  heading_deg: null,
  speed_kmh: null,
  gearOn: false,
  municipality: town,
});
const row = (no: number, ts_ms: number): PositionRow => ({
  no,
  ts_ms,
  lat: 57.7,
  lon: 11.9,
  heading_deg: 90,
  speed_kmh: 7,
  state: 'working',
  gearOn: true,
  lowConfidence: false,
});

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'north');
  await makeTown(test, 'south');
  users = await makeUsers(test, 'north');
  test.fleet.vehicles.push(vehicle(1, 'north', 1), vehicle(2, 'north', 2), vehicle(3, 'south', 1));
}, 60_000);
afterEach(() => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
});
afterAll(() => test.close());

async function open(client: Client): Promise<LiveSocket> {
  const live = await LiveSocket.open(test.gateway.url, ['sweepline.v1', `bearer.${client.token}`]);
  sockets.push(live);
  return live;
}

async function viewing(client: Client, view: object = {}): Promise<LiveSocket> {
  const live = await open(client);
  live.say({ type: 'view', ...view });
  await live.heard('hello');
  return live;
}

describe('opening', () => {
  it('takes a token as subprotocol and answers the other one', async () => {
    const live = await open(users.operator);
    expect(live.socket.protocol).toBe('sweepline.v1');
  });

  it('takes a cookie from the same origin only', async () => {
    const headers = { cookie: `sweepline_session=${users.operator.token}` };
    const { url } = test.gateway;
    await expect(LiveSocket.open(url, ['sweepline.v1'], headers)).rejects.toThrow('403');
    await expect(
      LiveSocket.open(url, ['sweepline.v1'], { ...headers, origin: 'https://evil.example' }),
    ).rejects.toThrow('403');
    const live = await LiveSocket.open(url, ['sweepline.v1'], { ...headers, origin: url });
    sockets.push(live);
    expect(live.socket.protocol).toBe('sweepline.v1');
  });

  it('is refused without a session, and with a token in the address', async () => {
    const { url } = test.gateway;
    await expect(LiveSocket.open(url, ['sweepline.v1'])).rejects.toThrow('401');
    await expect(LiveSocket.open(url, ['sweepline.v1', `bearer.${'x'.repeat(43)}`])).rejects.toThrow('401');
    const plain = await users.operator.call('GET', '/live');
    expect(plain.status).toBe(404);
  });
});

describe('a view', () => {
  it('begins with a snapshot of what the user may see', async () => {
    const seen = async (client: Client, view: object): Promise<number[]> => {
      const live = await viewing(client, view);
      return (await live.heard('hello')).snapshot.vehicles.map(({ no }) => no);
    };
    expect(await seen(users.operator, {})).toEqual([1, 2]);
    expect(await seen(users.operator, { municipality: 'north', contractor: 'c-north-2' })).toEqual([2]);
    expect(await seen(users.contractor, { municipality: 'north' })).toEqual([1]);
    expect(await seen(users.contractor, { contractor: 'c-north-1' })).toEqual([1]);
    expect(await seen(users.administrator, { municipality: 'south' })).toEqual([3]);
  });

  it.each([
    ['operator', { municipality: 'south' }],
    ['operator', { municipality: 'nowhere' }],
    ['operator', { municipality: 'north', contractor: 'c-south-1' }],
    ['contractor', { municipality: 'south' }],
    ['contractor', { municipality: 'north', contractor: 'c-north-2' }],
    ['administrator', {}],
  ] as const)('of %s to %o finds nothing', async (role, view) => {
    const live = await open(users[role]);
    live.say({ type: 'view', ...view });
    expect((await live.heard('error')).code).toBe('not-found');
    expect(live.messages.some((message) => message.type === 'hello')).toBe(false);
  });

  it('comes by itself to a client that says nothing', async () => {
    const live = await open(users.auditor);
    expect((await live.heard('hello')).snapshot.vehicles.map(({ no }) => no)).toEqual([1, 2]);
  });

  it('goes on with positions and messages of its own', async () => {
    const own = await viewing(users.contractor);
    const all = await viewing(users.operator);
    const before = (await own.heard('hello')).channels;
    const { live } = test.gateway;
    live.positions('north', [
      { row: row(1, NOON_MS), contractor: 'c-north-1' },
      { row: row(2, NOON_MS), contractor: 'c-north-2' },
    ]);
    live.positions('north', [{ row: row(2, NOON_MS + 1_000), contractor: 'c-north-2' }]);
    live.positions('south', [{ row: row(3, NOON_MS), contractor: 'c-south-1' }]);
    for (const [contractor, id] of [
      ['c-north-2', 'theirs'],
      ['c-north-1', 'ours'],
    ] as const) {
      live.publish('north', contractor, { type: 'incident', incident: { id } as Incident });
    }
    const incident = await own.heard('incident');
    await all.until(() => all.messages.filter((message) => message.type === 'incident').length === 2);
    expect(incident).toMatchObject({ ch: 'cases/north', seq: before['cases/north']! + 1, incident: { id: 'ours' } });
    expect(own.frames).toEqual([{ seq: before['positions/north']! + 1, rows: [row(1, NOON_MS)] }]);
    expect(all.frames.map(({ rows }) => rows.map(({ no }) => no))).toEqual([[1, 2], [2]]);
  });

  it('is resumed after a broken connection', async () => {
    const first = await viewing(users.operator);
    const { channels } = await first.heard('hello');
    first.socket.terminate();
    test.gateway.live.publish('north', null, { type: 'incident', incident: { id: 'missed' } as Incident });
    const second = await open(users.operator);
    second.say({ type: 'resume', channels });
    expect(await second.heard('incident')).toMatchObject({
      seq: channels['cases/north']! + 1,
      incident: { id: 'missed' },
    });
    second.say({ type: 'resume', channels: { ...channels, 'cases/north': 1 } });
    expect(await second.heard('resync')).toMatchObject({ ch: 'cases/north' });
    second.say({ type: 'resume', channels: { 'cases/south': 1 } });
    expect((await second.heard('error')).code).toBe('not-found');
  });
});

describe('a socket is closed', () => {
  it('after too many wrong messages', async () => {
    const live = await viewing(users.operator);
    for (let i = 0; i <= 10; i++) live.say(i % 2 === 0 ? 'no json' : { type: 'subscribe' });
    expect(await live.until(() => live.closed)).toBe(1008);
    expect(live.messages.filter((message) => message.type === 'error').length).toBeGreaterThanOrEqual(10);
  });

  it('after too many messages', async () => {
    const live = await viewing(users.operator);
    for (let i = 0; i < 40; i++) live.say({ type: 'view' });
    expect(await live.until(() => live.closed)).toBe(1008);
  });

  it('after one that is too large', async () => {
    const live = await viewing(users.operator);
    live.say('x'.repeat(20_000));
    expect(await live.until(() => live.closed)).toBe(1006);
  });

  it('when its session is signed out or its user changed', async () => {
    const client = await test.signedIn('operator-north');
    const [own, other] = [await viewing(client), await viewing(users.operator)];
    await done(client.call('DELETE', '/session'));
    expect(await own.until(() => own.closed)).toBe(4401);
    expect(other.closed).toBeNull();
    const body = { name: 'x', role: 'operator', municipalities: ['south'], locale: 'en' };
    await done(test.admin.call('PUT', '/users/operator-north', body));
    expect(await other.until(() => other.closed)).toBe(4409);
    await done(
      test.admin.call('PUT', '/users/operator-north', { ...body, municipalities: ['north'], password: PASSWORD }),
    );
    users.operator = await test.signedIn('operator-north');
  });

  it('when its session runs out', async () => {
    const live = await viewing(users.auditor);
    test.clock.now_ms += SESSION_MS;
    expect(await live.until(() => live.closed)).toBe(4401);
    test.clock.now_ms = NOON_MS;
  });
});

it('a reader that stops reading loses positions, no incident, and nobody else waits for it', async () => {
  const slow = await viewing(users.operator);
  const quick = await viewing(users.administrator, { municipality: 'north' });
  slow.socket.pause();
  const { live } = test.gateway;
  const rows = Array.from({ length: 20_000 }, (_, no) => ({ row: row(no, NOON_MS), contractor: 'c-north-1' }));
  for (let i = 0; i < 30; i++) live.positions('north', rows);
  for (let i = 0; i < 50; i++) live.publish('north', null, { type: 'incident', incident: { id: `i${i}` } as Incident });
  await quick.until(() => quick.messages.filter((message) => message.type === 'incident').length === 50);
  slow.socket.resume();
  await slow.until(() => slow.messages.filter((message) => message.type === 'incident').length === 50);
  await slow.until(() => slow.frames.at(-1)?.seq === quick.frames.at(-1)?.seq);
  expect(quick.frames.length).toBeGreaterThanOrEqual(slow.frames.length);
  expect(slow.frames.at(-1)?.rows.length).toBe(20_000);
  const { text } = await test.anonymous.call('GET', '//metrics');
  expect(Number(/^sweepline_live_collapsed_frames_total (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
});
