import { fleetTopic, instantOf, MAX_PAYLOAD_BYTES, ownTracksTopic, teltonikaTopic } from '@sweepline/contract';
import fc from 'fast-check';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MqttClient } from 'mqtt';
import { closed, connectDevice, nextMessage } from '../testing/device.ts';
import { MemoryPort } from '../testing/memory-port.ts';
import { startEmbeddedBroker, type EmbeddedEdge } from './broker.ts';

// real sockets, on a machine that may be busy with other things
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let port: MemoryPort;
let edge: EmbeddedEdge;
const clients: MqttClient[] = [];

beforeEach(async () => {
  port = new MemoryPort();
  edge = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 }, port);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await edge.close();
});

async function connected(device: string, more: Parameters<typeof connectDevice>[2] = {}) {
  const known = port.secrets.get(device);
  const client = await connectDevice(edge.url, { device, secret: known?.secret ?? port.device(device).secret }, more);
  clients.push(client);
  return client;
}

const telemetry = (device: string) => fleetTopic('town', device, 'telemetry');
const fix = (more: object = {}) => ({ ts: port.now_ms - 1_000, lat: 57.69, lon: 11.93, ...more });
const send = (client: MqttClient, device: string, value: unknown) =>
  client.publishAsync(telemetry(device), typeof value === 'string' ? value : JSON.stringify(value), { qos: 1 });

describe('a device', () => {
  test('publishes in all three dialects, reports, answers and says goodbye', async () => {
    const client = await connected('d1', {
      will: { topic: fleetTopic('town', 'd1', 'status'), payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    await client.publishAsync(fleetTopic('town', 'd1', 'status'), 'online', { qos: 1, retain: true });
    await send(client, 'd1', [fix(), fix({ seq: 2, ts: port.now_ms })]);
    await client.publishAsync(
      ownTracksTopic('town', 'd1'),
      JSON.stringify({ _type: 'location', tst: port.now_ms / 1_000, lat: 1, lon: 2 }),
      { qos: 1, retain: true },
    );
    await client.publishAsync(
      teltonikaTopic('town', 'd1'),
      JSON.stringify({ state: { reported: { ts: port.now_ms, latlng: '3,4', sat: '9' } } }),
      { qos: 0 },
    );
    await client.publishAsync(fleetTopic('town', 'd1', 'event'), JSON.stringify({ ts: port.now_ms, kind: 'sos' }), {
      qos: 2,
    });
    await client.publishAsync(
      fleetTopic('town', 'd1', 'ack'),
      JSON.stringify({ id: 'c1', ok: true, ts: instantOf(port.now_ms) }),
      { qos: 1 },
    );
    client.stream.destroy();
    await port.until(() => port.deliveries.some(({ status }) => status === 'offline'));
    await port.until(() => port.connections.length === 2);
    expect(port.fixes.map(({ lat, lon }) => [lat, lon])).toEqual([
      [57.69, 11.93],
      [57.69, 11.93],
      [1, 2],
      [3, 4],
    ]);
    expect(port.deliveries.flatMap(({ event }) => event ?? [])).toEqual([{ ts_ms: port.now_ms, kind: 'sos' }]);
    expect(port.deliveries.flatMap(({ ack }) => ack ?? [])).toEqual([{ id: 'c1', ok: true, ts_ms: port.now_ms }]);
    expect(port.deliveries.flatMap(({ status }) => status ?? [])).toEqual(['online', 'offline']);
    expect(port.deliveries.every(({ sender }) => sender.municipality === 'town' && sender.device === 'd1')).toBe(true);
    expect(port.connections).toEqual([
      ['d1', true],
      ['d1', false],
    ]);
    expect(edge.counters()).toMatchObject({ connections: 1, publishes: 7, fixes: 4, denied: 0, auth_failures: 0 });
  });

  test('does not hear its own messages, and topics that the contract does not know are only counted', async () => {
    const client = await connected('d1');
    await client.subscribeAsync(['fleet/v1/town/d1/#', 'owntracks/town/d1/#'], { qos: 1 });
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    await send(client, 'd1', fix());
    await client.publishAsync('owntracks/town/d1/waypoints', '{}', { qos: 1 });
    await client.publishAsync(telemetry('d1'), '{', { qos: 1 });
    expect(heard).toEqual([fleetTopic('town', 'd1', 'rejected')]);
    expect(edge.counters()).toMatchObject({ ignored: 1, publishes: 3 });
  });

  test('that connects a second time takes the place of the first', async () => {
    const first = await connected('d1');
    const gone = closed(first);
    const second = await connected('d1');
    await gone;
    await send(second, 'd1', fix());
    expect(port.connections.at(-1)).toEqual(['d1', true]);
    expect(port.fixes).toHaveLength(1);
  });

  test.each([
    [
      'publishing to a neighbour',
      (client: MqttClient) => client.publish(telemetry('d2'), JSON.stringify(fix()), { qos: 1 }),
    ],
    ['publishing to the root', (client: MqttClient) => client.publish('fleet', 'x')],
    ['publishing behind a longer name', (client: MqttClient) => client.publish('fleet/v1/town/d11/telemetry', 'x')],
    ['listening to everybody', (client: MqttClient) => client.subscribe('fleet/v1/town/+/command')],
    ['listening to everything', (client: MqttClient) => client.subscribe('#')],
    ['listening to the broker', (client: MqttClient) => client.subscribe('$SYS/#')],
  ])('is cut off for %s', async (_what, act) => {
    const client = await connected('d1');
    const gone = closed(client);
    act(client);
    await gone;
    expect(port.deliveries).toEqual([]);
    expect(edge.counters()).toMatchObject({ denied: 1 });
    expect(port.attempts).toMatchObject([{ device: 'd1', reason: expect.stringMatching(/^foreign-(topic|filter)$/) }]);
  });

  test('is told of with the topic where it is its own but means nothing, and stays', async () => {
    const client = await connected('d1');
    await client.publishAsync('fleet/v1/town/d1/positions', JSON.stringify(fix()), { qos: 1 });
    expect(port.attempts).toMatchObject([
      { reason: 'unknown-topic', device: 'd1', topic: 'fleet/v1/town/d1/positions', address: '127.0.0.1' },
    ]);
    expect(client.connected).toBe(true);
    expect(edge.counters()).toMatchObject({ ignored: 1, turned_away_unknown_topic: 1 });
  });

  test('is not let in with a last will for somebody else', async () => {
    const will = { topic: fleetTopic('town', 'd2', 'status'), payload: Buffer.from('offline'), qos: 1 as const };
    await expect(connected('d1', { will })).rejects.toThrow(/not authorized/i);
    expect(edge.counters()).toMatchObject({ denied: 1, connections: 0 });
    expect(port.attempts).toMatchObject([{ reason: 'foreign-topic', device: 'd1', topic: will.topic }]);
  });

  test('once revoked is cut off and stays out', async () => {
    const client = await connected('d1');
    const gone = closed(client);
    port.secrets.delete('d1');
    await edge.revoke({ municipality: 'town', device: 'd1' });
    await gone;
    await expect(connectDevice(edge.url, { device: 'd1', secret: 'secret of d1' })).rejects.toThrow(/refused/i);
  });
});

describe('a password', () => {
  test('must be the right one, and the client id the user name', async () => {
    port.device('d1');
    await expect(connectDevice(edge.url, { device: 'd1', secret: 'guess' })).rejects.toThrow(
      /bad username or password/i,
    );
    await expect(connectDevice(edge.url, { device: 'nobody', secret: '' })).rejects.toThrow(
      /bad username or password/i,
    );
    await expect(connectDevice(edge.url, { device: 'd1', secret: 'secret of d1' }, { clientId: 'd2' })).rejects.toThrow(
      /refused/i,
    );
    expect(edge.counters()).toMatchObject({ auth_failures: 3, connections: 0 });
    expect(port.attempts.map(({ reason, device, clientId }) => [reason, device, clientId])).toEqual([
      ['wrong-secret', 'd1', 'd1'],
      ['unknown-device', 'nobody', 'nobody'],
      ['wrong-client-id', 'd1', 'd2'],
    ]);
    expect(JSON.stringify(port.attempts)).not.toContain('guess');
    expect(edge.counters()).toMatchObject({
      turned_away_wrong_secret: 1,
      turned_away_unknown_device: 1,
      turned_away_wrong_client_id: 1,
    });
  });

  test('guessed too often bars the name from that address for a minute, and nobody else', async () => {
    port.device('d1');
    for (let i = 0; i < 10; i++)
      await expect(connectDevice(edge.url, { device: 'd1', secret: 'guess' })).rejects.toThrow(/refused/i);
    await expect(connected('d1')).rejects.toThrow(/refused/i);
    expect(edge.counters()).toMatchObject({ auth_failures: 10, auth_limited: 1, turned_away_too_many_tries: 1 });
    await Promise.all(Array.from({ length: 100 }, (_, n) => connected(`e${n}`)));
    port.now_ms += 60_001;
    await connected('d1');
    await port.until(() => port.connections.filter(([, online]) => online).length === 101);
  });
});

describe('an acknowledgement', () => {
  test('comes after the commit, and in order', async () => {
    const commits: (() => void)[] = [];
    port.commit = () => new Promise((resolve) => commits.push(() => resolve({ refusals: [] })));
    const client = await connected('d1');
    const acknowledged: number[] = [];
    const all = [0, 1, 2].map(async (n) => {
      await send(client, 'd1', fix({ seq: n }));
      acknowledged.push(n);
    });
    await port.until(() => port.deliveries.length === 3);
    commits[2]?.();
    commits[1]?.();
    // by the time another device has been through CONNECT and SUBSCRIBE any acknowledgement would be here
    await (await connected('d2')).subscribeAsync(telemetry('d2'));
    expect(acknowledged).toEqual([]);
    commits[0]?.();
    await Promise.all(all);
    expect(acknowledged).toEqual([0, 1, 2]);
  });

  test('never comes before its own commit, whatever the order of the commits', async () => {
    const client = await connected('d1');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        async (weights) => {
          port.deliveries.length = 0;
          const committed = new Set<number>();
          const commits: (() => void)[] = [];
          port.commit = ({ fixes }) =>
            new Promise((resolve) =>
              commits.push(() => {
                committed.add((JSON.parse(fixes[0]?.body ?? '{}') as { seq: number }).seq);
                resolve({ refusals: [] });
              }),
            );
          const order: number[] = [];
          const all = weights.map(async (_weight, seq) => {
            await send(client, 'd1', fix({ seq }));
            expect([...Array(seq + 1).keys()].every((earlier) => committed.has(earlier))).toBe(true);
            order.push(seq);
          });
          await port.until(() => commits.length === weights.length);
          const byWeight = weights.map((weight, at) => ({ weight, at })).sort((a, b) => a.weight - b.weight);
          for (const { at } of byWeight) commits[at]?.();
          await Promise.all(all);
          expect(order).toEqual(weights.map((_weight, seq) => seq));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('is not given for what was not stored: the connection ends and the device sends it again', async () => {
    port.commit = () => Promise.reject(new Error('database down'));
    const client = await connected('d1', { reconnectPeriod: 5, clean: false });
    const sent = send(client, 'd1', fix());
    await port.until(() => port.deliveries.length >= 2);
    port.commit = async () => ({ refusals: [] });
    await sent;
    expect(new Set(port.fixes.map(({ digest }) => digest)).size).toBe(1);
    expect(edge.counters()).toMatchObject({ fixes: 1 });
  });
});

describe('a refusal', () => {
  test('goes back to the sender, with those of the receipt, and is acknowledged', async () => {
    const client = await connected('d1');
    await client.subscribeAsync(fleetTopic('town', 'd1', 'rejected'), { qos: 1 });
    const heard: unknown[] = [];
    client.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString())));
    port.commit = async () => ({ refusals: [{ reason: 'conflict', detail: 'other content', index: 0, payload: '' }] });
    await send(client, 'd1', [fix(), fix({ lat: 0, lon: 0 })]);
    const receivedAt = instantOf(port.now_ms);
    expect(heard).toEqual([
      { receivedAt, reason: 'no-fix', detail: 'position 0,0', index: 1 },
      { receivedAt, reason: 'conflict', detail: 'other content', index: 0 },
    ]);
    expect(edge.counters()).toMatchObject({ refusals_no_fix: 1, refusals_conflict: 1, rejected_sent: 2 });
  });

  test('is told a thousand times, not more', async () => {
    const client = await connected('d1');
    await client.subscribeAsync(fleetTopic('town', 'd1', '#' as 'rejected'));
    for (let i = 0; i < 2; i++)
      await send(
        client,
        'd1',
        Array.from({ length: 600 }, () => fix({ lat: 91 })),
      );
    expect(port.refusals).toHaveLength(1_200);
    expect(edge.counters()).toMatchObject({
      rejected_sent: 1_000,
      rejected_withheld: 200,
      refusals_out_of_range: 1_200,
    });
  });

  test.each([5_000_000, MAX_PAYLOAD_BYTES + 1, 20_000_000])(
    'of %i bytes keeps the head, is acknowledged, and the next message arrives',
    async (size) => {
      const client = await connected('d1');
      const rejected = nextMessage(client, fleetTopic('town', 'd1', 'rejected'));
      await client.subscribeAsync(fleetTopic('town', 'd1', 'rejected'));
      await Promise.all([
        send(client, 'd1', fix({ seq: 1 })),
        send(client, 'd1', `"${'x'.repeat(size - 2)}"`),
        send(client, 'd1', fix({ seq: 2 })),
      ]);
      expect(JSON.parse(await rejected)).toMatchObject({
        reason: 'too-large',
        detail: `payload of ${size} bytes, at most 1048576 are taken`,
      });
      expect(port.refusals.map(({ payload }) => payload)).toEqual([`"${'x'.repeat(4_095)}`]);
      expect(port.fixes).toHaveLength(2);
    },
  );

  test('takes nothing from a payload of exactly the limit', async () => {
    const client = await connected('d1');
    const frame = JSON.stringify(fix({ note: '' }));
    await send(client, 'd1', JSON.stringify(fix({ note: 'x'.repeat(MAX_PAYLOAD_BYTES - frame.length) })));
    expect(port.fixes).toHaveLength(1);
  });
});

describe('a command', () => {
  test('waits until the device listens, and is not taken for one that is away', async () => {
    const sender = { municipality: 'town', device: 'd1' };
    await expect(edge.sendCommand(sender, { id: 'c0' })).rejects.toThrow(/not connected/);
    const client = await connected('d1');
    const sent = edge.sendCommand(sender, { id: 'c1', kind: 'interval', seconds: 5 });
    const heard = nextMessage(client, fleetTopic('town', 'd1', 'command'));
    await client.subscribeAsync(fleetTopic('town', 'd1', 'command'), { qos: 1 });
    await sent;
    expect(JSON.parse(await heard)).toEqual({ id: 'c1', kind: 'interval', seconds: 5 });
    await port.until(() => port.delivered.length > 0);
    expect(port.delivered).toEqual([['d1', 'c1']]);
  });

  test.each([
    ['a new session', true],
    ['a kept one', false],
  ])('is told as delivered by the PUBACK of %s, each in its turn', async (_what, clean) => {
    const sender = { municipality: 'town', device: 'd1' };
    const client = await connected('d1', { clean });
    await client.subscribeAsync(fleetTopic('town', 'd1', 'command'), { qos: 1 });
    for (const id of ['c1', 'c2', 'c3']) await edge.sendCommand(sender, { id });
    await port.until(() => port.delivered.length === 3);
    expect(port.delivered).toEqual(['c1', 'c2', 'c3'].map((id) => ['d1', id]));
  });

  test('sent to who listens without acknowledging is not told as delivered', async () => {
    const sender = { municipality: 'town', device: 'd1' };
    const client = await connected('d1');
    const topic = fleetTopic('town', 'd1', 'command');
    await client.subscribeAsync(topic, { qos: 0 });
    const heard = nextMessage(client, topic);
    await edge.sendCommand(sender, { id: 'c1' });
    await heard;
    await client.subscribeAsync(topic, { qos: 1 });
    await edge.sendCommand(sender, { id: 'c2' });
    await port.until(() => port.delivered.length > 0);
    expect(port.delivered).toEqual([['d1', 'c2']]);
  });

  test('that nobody heard before the connection ended is given back', async () => {
    const client = await connected('d1');
    const sent = edge.sendCommand({ municipality: 'town', device: 'd1' }, { id: 'c1' });
    client.stream.destroy();
    await expect(sent).rejects.toThrow(/has ended/);
  });
});

describe('before CONNECT', () => {
  const raw = (bytes: Buffer) =>
    new Promise<Buffer>((resolve) => {
      const answer: Buffer[] = [];
      const socket = connectSocket(Number(new URL(edge.url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => answer.push(chunk));
      socket.on('error', () => {});
      socket.on('close', () => resolve(Buffer.concat(answer)));
    });

  test.each([
    ['another packet', Buffer.from([0xc0, 0])],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a CONNECT of 5 KB', Buffer.from([0x10, 0x88, 0x27])],
    ['an endless length', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff])],
  ])('%s ends the connection unanswered', async (_what, bytes) => {
    expect(await raw(bytes)).toHaveLength(0);
    expect(edge.counters()).toMatchObject({ protocol_errors: 1 });
  });
});

test('closing waits for the commits under way and takes nothing new', async () => {
  let committed = () => {};
  port.commit = () => new Promise((resolve) => (committed = () => resolve({ refusals: [] })));
  const client = await connected('d1');
  const sent = send(client, 'd1', fix());
  await port.until(() => port.deliveries.length === 1);
  const over = edge.close();
  committed();
  await Promise.all([sent, over]);
  expect(edge.trouble()).toEqual({ trouble: 'not-listening' });
});
