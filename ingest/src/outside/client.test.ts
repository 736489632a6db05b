import { fleetTopic, instantOf } from '@sweepline/contract';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startOutsideClient, type OutsideClientOptions } from './client.ts';
import type { MqttEdge } from '../port.ts';
import { closed, connectDevice, nextMessage } from '../testing/device.ts';
import { MemoryPort } from '../testing/memory-port.ts';
import { ADMIN, hasMosquitto, Mosquitto } from '../testing/mosquitto.ts';

// real sockets, on a machine that may be busy with other things
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe.skipIf(!hasMosquitto)(
  'behind a real Mosquitto (skipped where it or its dynamic-security plugin is not installed)',
  () => {
    // one save of the whole store a change would make this a test of the disk
    const broker = new Mosquitto(5_000);
    let port: MemoryPort;
    const edges: MqttEdge[] = [];
    const clients: MqttClient[] = [];

    beforeAll(() => broker.start());
    afterAll(() => broker.remove());
    beforeEach(() => {
      port = new MemoryPort();
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) client.end(true);
      await Promise.all(edges.splice(0).map((edge) => edge.close()));
    });

    const start = async (clientId: string, more: Partial<OutsideClientOptions> = {}) => {
      const edge = await startOutsideClient(
        { url: broker.url, ...ADMIN, clientId, dynamicSecurity: true, reconnect_ms: 20, ...more },
        port,
      );
      edges.push(edge);
      expect(edge.trouble()).toBeNull();
      return edge;
    };
    const connected = async (
      known: { device: string; secret: string },
      more: Parameters<typeof connectDevice>[2] = {},
    ) => {
      const client = await connectDevice(broker.url, known, more);
      clients.push(client);
      return client;
    };
    const fix = (more: object = {}) => JSON.stringify({ ts: port.now_ms, lat: 57.69, lon: 11.93, ...more });

    test('a device admitted connects and is heard; before that it is not let in', async () => {
      const edge = await start('s1');
      const known = port.device('m1');
      await expect(connected(known)).rejects.toThrow(/not authorized/i);
      await edge.admit(known, known.secret);
      await edge.admit(known, known.secret);
      const client = await connected(known);
      await client.publishAsync(fleetTopic('town', 'm1', 'telemetry'), fix(), { qos: 1 });
      await client.publishAsync(
        'owntracks/town/m1',
        JSON.stringify({ _type: 'location', lat: 1, lon: 2, tst: port.now_ms / 1_000 }),
        { qos: 1 },
      );
      await client.publishAsync(
        'teltonika/town/m1/data',
        JSON.stringify({ state: { reported: { latlng: '3,4', ts: port.now_ms } } }),
        { qos: 1 },
      );
      await port.until(() => port.fixes.length === 3);
      expect(port.deliveries[0]?.sender).toEqual({ municipality: 'town', device: 'm1' });
    });

    test('a foreign topic is refused: nothing gets through, and nothing is heard', async () => {
      const edge = await start('s2');
      const [one, two] = [port.device('m2'), port.device('m3')];
      await edge.admit(one, one.secret);
      await edge.admit(two, two.secret);
      const client = await connected(one);
      await client.publishAsync(fleetTopic('town', 'm3', 'telemetry'), fix(), { qos: 1 });
      await client.publishAsync(fleetTopic('town', 'm2', 'telemetry'), fix({ seq: 7 }), { qos: 1 });
      for (const filter of ['#', 'fleet/v1/town/+/command', 'fleet/v1/town/m3/command']) {
        await expect(client.subscribeAsync(filter)).rejects.toThrow(/Unspecified error|Subscribe/i);
      }
      await port.until(() => port.fixes.length > 0);
      expect(port.deliveries.map(({ sender }) => sender.device)).toEqual(['m2']);
    });

    test('a revoked device is cut off and stays out until it is admitted again', async () => {
      const edge = await start('s3');
      const known = port.device('m4');
      await edge.admit(known, known.secret);
      const client = await connected(known);
      const gone = closed(client);
      await edge.revoke(known);
      await gone;
      await expect(connected(known)).rejects.toThrow(/not authorized/i);
      await edge.admit(known, 'a new secret');
      await expect(connected(known)).rejects.toThrow(/not authorized/i);
      await connected({ ...known, secret: 'a new secret' });
      await edge.revoke({ municipality: 'town', device: 'never there' });
    });

    test('commands and refusals reach the device, and its status is known', async () => {
      const edge = await start('s4');
      const known = port.device('m5');
      await edge.admit(known, known.secret);
      const client = await connected(known);
      await client.subscribeAsync('fleet/v1/town/m5/#', { qos: 1 });
      const command = nextMessage(client, fleetTopic('town', 'm5', 'command'));
      const rejected = nextMessage(client, fleetTopic('town', 'm5', 'rejected'));
      await edge.sendCommand(known, { id: 'c1', kind: 'interval', seconds: 5 });
      await client.publishAsync(fleetTopic('town', 'm5', 'status'), 'online', { qos: 1, retain: true });
      await client.publishAsync(fleetTopic('town', 'm5', 'telemetry'), fix({ lat: 0, lon: 0 }), { qos: 1 });
      expect(JSON.parse(await command)).toEqual({ id: 'c1', kind: 'interval', seconds: 5 });
      expect(JSON.parse(await rejected)).toEqual({
        receivedAt: instantOf(port.now_ms),
        reason: 'no-fix',
        detail: 'position 0,0',
      });
      expect(port.connections).toEqual([['m5', true]]);
      expect(edge.counters()).toMatchObject({ refusals_no_fix: 1, rejected_sent: 1, commands: 1 });
    });

    test('what the broker retained is no news: a state once more, no second status, no refusal', async () => {
      const edge = await start('s5');
      const known = port.device('m6');
      await edge.admit(known, known.secret);
      const client = await connected(known);
      await client.publishAsync(fleetTopic('town', 'm6', 'status'), 'online', { qos: 1, retain: true });
      await client.publishAsync('owntracks/town/m6', '{', { qos: 1, retain: true });
      await port.until(() => port.deliveries.length === 2);
      const before = port;
      port = new MemoryPort();
      port.device('m6');
      await start('s5 anew');
      await port.until(() => port.connections.length === 1);
      expect(before.refusals.map(({ reason }) => reason)).toEqual(['malformed-json']);
      expect(port.deliveries).toEqual([]);
      await client.publishAsync('owntracks/town/m6', '', { qos: 1, retain: true });
    });

    test('a sender that the service does not know, or not there, is refused', async () => {
      const edge = await start('s6');
      const [stranger, moved] = [
        { municipality: 'town', device: 'm7' },
        { municipality: 'other', device: 'm8' },
      ];
      port.device('m8', 'town');
      for (const sender of [stranger, moved]) {
        await edge.admit(sender, 'secret');
        const client = await connected({ device: sender.device, secret: 'secret' });
        await client.publishAsync(fleetTopic(sender.municipality, sender.device, 'telemetry'), fix(), { qos: 1 });
      }
      await port.until(() => port.refusals.length === 2);
      expect(port.refusals.map(({ reason, payload }) => [reason, payload])).toEqual([
        ['unknown-device', fix()],
        ['wrong-municipality', fix()],
      ]);
      expect(port.fixes).toEqual([]);
    });

    test('a failed commit is not acknowledged: the broker sends all it holds again, until it is stored', async () => {
      const edge = await start('s7');
      const known = port.device('m9');
      await edge.admit(known, known.secret);
      let failures = 3;
      const stored: number[] = [];
      port.commit = async ({ fixes }) => {
        if (failures > 0 && stored.length >= 5) {
          failures--;
          throw new Error('database down');
        }
        stored.push(...fixes.map(({ body }) => (JSON.parse(body) as { seq: number }).seq));
        return { refusals: [] };
      };
      const client = await connected(known);
      await Promise.all(
        Array.from({ length: 20 }, (_, seq) =>
          client.publishAsync(fleetTopic('town', 'm9', 'telemetry'), fix({ seq }), { qos: 1 }),
        ),
      );
      await port.until(() => new Set(stored).size === 20);
      expect([...new Set(stored)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, seq) => seq));
      expect(edge.counters()['undelivered']).toBeGreaterThanOrEqual(3);
    });

    test('20,000 messages published while the service is away are all there when it is back, in order, over group commits', async () => {
      const total = 20_000;
      const known = port.device('m10');
      const away = await start('s8');
      await away.admit(known, known.secret);
      edges.splice(0);
      await away.close();
      const client = await connected(known);
      const topic = fleetTopic('town', 'm10', 'telemetry');
      await Promise.all(
        Array.from({ length: total }, (_, seq) =>
          client.publishAsync(topic, fix({ ts: port.now_ms - seq, seq }), { qos: 1 }),
        ),
      );
      expect(port.deliveries).toEqual([]);
      // the next flush starts when the last one ended, as the store does it
      let waiting: (() => void)[] = [];
      let flushes = 0;
      let mostHeld = 0;
      const flush = () => {
        const group = waiting;
        waiting = [];
        flushes++;
        for (const commit of group) commit();
        if (waiting.length > 0) setTimeout(flush, 2);
      };
      port.commit = () =>
        new Promise((resolve) => {
          waiting.push(() => resolve({ refusals: [] }));
          if (waiting.length === 1) setTimeout(flush, 2);
        });
      const edge = await start('s8');
      await port.until(() => port.deliveries.length >= total);
      const seqs = port.fixes.map(({ body }) => (JSON.parse(body) as { seq: number }).seq);
      expect(seqs).toEqual(Array.from({ length: total }, (_, seq) => seq));
      expect(flushes).toBeLessThan(total / 20);
      expect(mostHeld).toBeLessThanOrEqual(4_000);

      // and all of them were acknowledged: nothing is left for the next start
      edges.splice(0);
      await edge.close();
      port = new MemoryPort();
      port.device('m10');
      await start('s8');
      await client.publishAsync(topic, fix({ seq: -1 }), { qos: 1 });
      await port.until(() => port.fixes.length > 0);
      expect(port.fixes.map(({ body }) => (JSON.parse(body) as { seq: number }).seq)).toEqual([-1]);
    }, 60_000);
  },
);

test.skipIf(!hasMosquitto)(
  'with the configuration as shipped, what the broker acknowledged outlives its killing',
  async () => {
    const broker = new Mosquitto();
    await broker.start();
    try {
      const port = new MemoryPort();
      const known = port.device('k1');
      const options = { url: broker.url, ...ADMIN, dynamicSecurity: true };
      const away = await startOutsideClient(options, port);
      await away.admit(known, known.secret);
      await away.close();
      const client = await connectDevice(broker.url, known);
      for (let seq = 0; seq < 25; seq++) {
        const fix = { ts: port.now_ms - seq, lat: 1, lon: 2, seq };
        await client.publishAsync(fleetTopic('town', 'k1', 'telemetry'), JSON.stringify(fix), { qos: 1 });
      }
      // the store is written before the next round of sockets; one more answer is one more round
      await client.subscribeAsync(fleetTopic('town', 'k1', 'command'));
      await broker.stop('SIGKILL');
      client.end(true);
      await broker.start();
      const back = await startOutsideClient(options, port);
      await port.until(() => port.deliveries.length >= 25);
      await back.close();
      const seqs = port.fixes.map(({ body }) => (JSON.parse(body) as { seq: number }).seq);
      expect(seqs).toEqual(Array.from({ length: 25 }, (_, seq) => seq));
    } finally {
      await broker.remove();
    }
  },
);
