import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CoverageAnswer, type TrackAnswer } from '@sweepline/contract';
import { connectOf, type Device } from './device.ts';
import { iso, makeStreetTown, plan, range, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let service: ServiceProcess;
beforeAll(async () => void (service = await startServiceProcess()));
afterAll(() => service?.remove());
async function metric(name: string): Promise<number> {
  const answer = await fetch(`${service.http}/metrics`);
  const found = new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(await answer.text());
  return Number(found?.[1] ?? Number.NaN);
}

const trackOf = async (town: Town, from_ms: number, to_ms: number): Promise<TrackAnswer['fixes']> =>
  (await service.api.get<TrackAnswer>(`/vehicles/${town.vehicles[0]}/track?${range(from_ms, to_ms)}`)).fixes;

describe('over MQTT', () => {
  let town: Town;
  let device: Device;
  const begin_ms = Date.now() - 3 * HOUR_MS;
  const good = (n: number): object => ({ ts: iso(begin_ms + n * 1_000), lat: 55, lon: 10.001, seq: n });

  beforeAll(async () => {
    town = await makeStreetTown(service.api, 'mqtt', 1);
    device = await connectOf(service, town);
  });
  afterAll(() => device.end());

  /** Publishes and answers the refusals that it brought, once they are all there. */
  async function refusalsOf(payload: unknown, count: number, leaf = 'telemetry'): Promise<string[]> {
    const before = device.rejected.length;
    await device.publish(leaf, payload);
    await until(
      `${count} refusals`,
      () => device.rejected.length - before,
      (more) => more >= count,
      20_000,
    );
    const refusals = device.rejected.slice(before);
    for (const { detail, receivedAt } of refusals) {
      expect(detail.length).toBeGreaterThan(5);
      expect(iso(Date.parse(receivedAt))).toBe(receivedAt);
    }
    return refusals.map(({ reason, index }) => (index === undefined ? reason : `${index} ${reason}`));
  }

  const far = { lat: 55, lon: 10 };
  test.each<[string, unknown, string]>([
    ['broken JSON', '{"ts":', 'malformed-json'],
    ['nothing', '', 'malformed-json'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 1]), 'malformed-json'],
    ['a number', '7', 'wrong-shape'],
    ['null', 'null', 'wrong-shape'],
    ['a text where a number belongs', { ...good(1), lat: '55' }, 'wrong-shape'],
    ['no position', { ts: iso(begin_ms) }, 'wrong-shape'],
    ['a time without offset', { ...far, ts: '2026-01-01T00:00:00' }, 'wrong-shape'],
    ['a time with a fraction of a millisecond', { ...far, ts: begin_ms + 0.5 }, 'wrong-shape'],
    ['position 0,0', { ts: iso(begin_ms), lat: 0, lon: 0 }, 'no-fix'],
    ['a latitude beyond the pole', { ...far, ts: iso(begin_ms), lat: 91 }, 'out-of-range'],
    ['a number without end', `{"ts":${begin_ms},"lat":1e999,"lon":10}`, 'out-of-range'],
    ['the future', { ...far, ts: iso(Date.now() + 300_000) }, 'future'],
    ['the far future', { ...far, ts: 8_640_000_000_000_001 }, 'future'],
    ['the past', { ...far, ts: iso(Date.now() - 31 * DAY_MS) }, 'too-old'],
    ['antiquity', { ...far, ts: '0000-01-01T00:00:00Z' }, 'too-old'],
    ['nesting without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '0 wrong-shape'],
    ['a list of lists', '[[]]', '0 wrong-shape'],
    ['10,000 fixes at once', Array.from({ length: 10_000 }, (_, n) => good(n)), 'batch-too-long'],
    ['1,001 fixes at once', Array.from({ length: 1_001 }, (_, n) => good(n)), 'batch-too-long'],
    ['5 MB', `[${'"x",'.repeat(1_250_000)}"x"]`, 'too-large'],
    ['a little more than 1 MiB', JSON.stringify('x'.repeat(1_048_576)), 'too-large'],
  ])('%s is acknowledged, refused and said', async (_what, payload, reason) => {
    expect(await refusalsOf(payload, 1)).toEqual([reason]);
    expect(device.ended()).toBe(false);
  });

  test('one bad element refuses that element alone', async () => {
    const batch = [
      good(100),
      { ...good(101), lat: 0, lon: 0 },
      'x',
      good(103),
      null,
      { ...good(105), lon: 181 },
      good(106),
    ];
    expect(await refusalsOf(batch, 4)).toEqual(['1 no-fix', '2 wrong-shape', '4 wrong-shape', '5 out-of-range']);
    const fixes = await trackOf(town, begin_ms + 100_000, begin_ms + 107_000);
    expect(fixes.map(({ ts }) => ts)).toEqual([100, 103, 106].map((n) => iso(begin_ms + n * 1_000)));
  });

  test('an empty list says nothing and harms nothing', async () => {
    expect(await refusalsOf('[]', 0)).toEqual([]);
    expect(device.ended()).toBe(false);
  });

  test('a thousand fixes at once are taken', async () => {
    await device.publish(
      'telemetry',
      Array.from({ length: 1_000 }, (_, n) => good(1_000 + n)),
    );
    expect(await trackOf(town, begin_ms + 1_000_000, begin_ms + 2_000_000)).toHaveLength(1_000);
  });

  test('bad events and acknowledgements are refused too', async () => {
    expect(await refusalsOf({ ts: iso(begin_ms), kind: 'tea' }, 1, 'event')).toEqual(['wrong-shape']);
    expect(await refusalsOf('{', 1, 'event')).toEqual(['malformed-json']);
    expect(await refusalsOf({ id: 'x' }, 1, 'ack')).toEqual(['wrong-shape']);
    await device.publish('ack', { id: 'never-sent', ok: true, ts: iso(begin_ms) });
    await device.publish('status', 'sleeping');
    await device.publish('nonsense', 'whatever');
    expect(device.ended()).toBe(false);
  });

  test('optional fields out of range are set aside and counted, unknown ones kept', async () => {
    const own = await makeStreetTown(service.api, 'fields', 1);
    await plan(service.api, own, 'fields-a', { from_ms: begin_ms, to_ms: begin_ms + HOUR_MS });
    const odd = await connectOf(service, own);
    await odd.send([
      { ...good(1), speed_kmh: 251, heading_deg: -1, accuracy_m: 'fine', satellites: 100, hdop: 101, colour: 'red' },
      { ...good(2), gear: 'up', ignition: 1, speed_kmh: null, heading_deg: 360 },
      { ...good(3), gear: { brush: 'yes', plough: true }, nul: 'a\u0000b', __proto__: { a: 1 } },
      good(4),
    ]);
    await odd.end();
    expect(odd.rejected).toEqual([]);
    const fixes = (await trackOf(own, begin_ms, begin_ms + HOUR_MS)) as unknown as Record<string, unknown>[];
    expect(fixes).toHaveLength(4);
    expect(fixes[0]).toMatchObject({ colour: 'red', seq: 1 });
    for (const name of ['speed_kmh', 'heading_deg', 'accuracy_m', 'satellites', 'hdop'])
      expect(fixes[0]).not.toHaveProperty(name);
    expect(fixes[1]).toMatchObject({ heading_deg: 360 });
    for (const name of ['gear', 'ignition', 'speed_kmh']) expect(fixes[1]).not.toHaveProperty(name);
    expect(fixes[2]).toMatchObject({ gear: { plough: true } });
    const { quality } = await service.api.get<CoverageAnswer>('/assignments/fields-a/coverage');
    expect(quality).toMatchObject({ fixes: 4, rejected: 0, fieldErrors: 10 });
  });

  test('what was refused is counted in the quality of the window in which it came', async () => {
    const own = await makeStreetTown(service.api, 'refused', 1);
    await plan(service.api, own, 'refused-a', { from_ms: Date.now() - HOUR_MS, to_ms: Date.now() + HOUR_MS });
    const odd = await connectOf(service, own);
    await odd.publish('telemetry', '{');
    await odd.publish('telemetry', [{}, { ts: iso(Date.now()), lat: 55, lon: 10 }]);
    await odd.end();
    const { quality } = await service.api.get<CoverageAnswer>('/assignments/refused-a/coverage');
    expect(quality).toMatchObject({ fixes: 1, rejected: 2 });
  });

  const attempt = (clientId: string, username: string, password: string): Promise<unknown> =>
    mqtt
      .connectAsync(service.mqtt, { clientId, username, password, reconnectPeriod: 0, connectTimeout: 10_000 }, false)
      .then(
        (client) => client.endAsync(true).then(() => 'in'),
        (error: { code?: number; message: string }) => error.code ?? error.message,
      );

  test('wrong passwords and names are turned away and counted', async () => {
    const failures = await metric('sweepline_mqtt_total{event="auth_failures"}');
    const secret = town.secrets.get('mqtt-d0')!;
    expect(await attempt('mqtt-d0', 'mqtt-d0', 'wrong')).toBe(4);
    expect(await attempt('mqtt-d0', 'mqtt-d0', '')).toBe(4);
    expect(await attempt('nobody', 'nobody', secret)).toBe(4);
    expect(await attempt('other-id', 'mqtt-d0', secret)).toBe(4);
    expect(await metric('sweepline_mqtt_total{event="auth_failures"}')).toBe(failures + 4);
    expect(device.ended()).toBe(false);
  });

  const foreign: [string, (other: Device) => Promise<unknown>][] = [
    [
      'publishing for another device',
      (other) => other.client.publishAsync('fleet/v1/mqtt/mqtt-d0/telemetry', '{}', { qos: 1 }),
    ],
    [
      'publishing into another municipality',
      (other) => other.client.publishAsync('fleet/v1/fields/foreign-d0/telemetry', '{}', { qos: 1 }),
    ],
    ['publishing beside all prefixes', (other) => other.client.publishAsync('hello', 'x', { qos: 1 })],
    ['publishing to $SYS', (other) => other.client.publishAsync('$SYS/broker/uptime', 'x', { qos: 1 })],
    ['subscribing to everything', (other) => other.client.subscribeAsync('#')],
    ['subscribing to all commands', (other) => other.client.subscribeAsync('fleet/v1/+/+/command')],
    ['subscribing to another device', (other) => other.client.subscribeAsync('fleet/v1/mqtt/mqtt-d0/#')],
  ];
  test('foreign topics close the connection and are counted', async () => {
    const own = await makeStreetTown(service.api, 'foreign', 1);
    const denied = await metric('sweepline_mqtt_total{event="denied"}');
    for (const [what, act] of foreign) {
      const other = await connectOf(service, own);
      act(other).catch(() => undefined);
      await until(`${what} ends the connection`, () => other.ended(), Boolean, 10_000);
      await other.end();
    }
    expect(await metric('sweepline_mqtt_total{event="denied"}')).toBe(denied + foreign.length);
    expect(device.ended()).toBe(false);
  });

  test('after all this the device is served as before', async () => {
    await device.send([good(5_000)]);
    expect(await trackOf(town, begin_ms + 5_000_000, begin_ms + 5_001_000)).toHaveLength(1);
    expect((await fetch(`${service.http}/readyz`)).status).toBe(200);
  });
});
