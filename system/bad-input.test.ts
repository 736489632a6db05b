import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ERROR_CODES,
  type CoverageAnswer,
  type ErrorCode,
  type NetworkAnswer,
  type Route,
  type TrackAnswer,
} from '@sweepline/contract';
import type { Reply } from './api.ts';
import { connect, connectOf, type Device } from './device.ts';
import {
  collection,
  drive,
  iso,
  makeStreetTown,
  municipalityBody,
  placeAt,
  plan,
  range,
  routeBody,
  street,
  vehicleBody,
  type Town,
} from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GEOJSON = 'application/geo+json';
const RAW_TOWN = join(import.meta.dirname, '../../shared/data/towns/raw/moscow-marfino.osm.gz');

let service: ServiceProcess;
beforeAll(async () => void (service = await startServiceProcess({ METRICS_TOKEN: 'metrics-of-this-test' })));
afterAll(() => service?.remove());

/** Fails unless the answer is an error of the closed list, in the shape and with the status of its code. */
function expectRefused(reply: Reply, ...codes: ErrorCode[]): string {
  const { code, message } = reply.body as { code: ErrorCode; message: string };
  expect({ code, message, status: reply.status }).toEqual({
    code: expect.toBeOneOf(codes),
    message: expect.any(String),
    status: ERROR_CODES[code],
  });
  expect(message.length).toBeGreaterThan(5);
  return message + JSON.stringify((reply.body as { details?: unknown }).details ?? '');
}

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

describe('networks', () => {
  const line = (id: string, east_m: number, properties: object = {}): object =>
    street(
      id,
      [
        [east_m, 0],
        [east_m + 100, 0],
      ],
      { name: `Street ${id}`, ...properties },
    );
  const withLine = (id: string, coordinates: unknown): object => ({
    type: 'Feature',
    properties: { id, name: id },
    geometry: { type: 'LineString', coordinates },
  });

  beforeAll(() => service.api.put('/municipalities/nets', municipalityBody('Nets')));

  const put = (body: unknown, type = GEOJSON): Promise<Reply> =>
    service.api.request('PUT', '/municipalities/nets/network', body, type);

  test('what cannot be used is named, the rest is taken', async () => {
    const [a, b] = [placeAt(300, 0), placeAt(400, 0)];
    const body = collection([
      line('good', 0),
      line('good', 1_000),
      street(
        'crossing',
        [
          [0, 200],
          [100, 200],
          [100, 300],
          [50, 300],
          [50, 150],
        ],
        { name: 'x' },
      ),
      withLine('point', [a, a]),
      withLine('single', [a]),
      withLine('empty', []),
      withLine('swapped', [
        [a[1], a[0]],
        [b[1], b[0]],
      ]),
      withLine('beyond', [
        [200, 95],
        [200, 96],
      ]),
      withLine('words', [['a', 'b'], b]),
      withLine('none', null),
      withLine('high', [
        [...a, 12.5],
        [...b, 13],
      ]),
      street('nameless', [
        [0, 400],
        [100, 400],
      ]),
      {
        type: 'Feature',
        properties: null,
        geometry: { type: 'LineString', coordinates: [placeAt(0, 500), placeAt(90, 500)] },
      },
      { type: 'Feature', properties: { id: 'dot' }, geometry: { type: 'Point', coordinates: a } },
      { type: 'Feature', properties: { id: 'nothing' }, geometry: null },
      {
        type: 'Feature',
        properties: { id: 'bad\u0001id', name: 'x' },
        geometry: { type: 'LineString', coordinates: [placeAt(0, 600), placeAt(90, 600)] },
      },
      line('odd-oneway', 2_000, { oneway: 'sometimes' }),
      'feature',
      null,
    ]);
    const reply = await put(body);
    expect(reply.status).toBe(200);
    const { edges, length_m, warnings } = reply.body as NetworkAnswer;
    const named = new Set(warnings.map(({ code, item }) => `${code} ${item}`));
    for (const one of [
      'duplicate-id good',
      'self-crossing crossing',
      'zero-length point',
      'zero-length single',
      'zero-length empty',
      'swapped swapped',
      'out-of-range beyond',
      'bad-geometry words',
      'bad-geometry none',
      'heights-ignored high',
      'no-name nameless',
      'not-a-line dot',
      'not-a-line nothing',
      'bad-oneway odd-oneway',
      'not-a-feature feature 17',
      'not-a-feature feature 18',
    ])
      expect(named).toContain(one);
    expect(edges).toBe(7);
    expect(length_m).toBeGreaterThan(800);
    for (const { detail } of warnings) expect(detail.length).toBeGreaterThan(5);
  });

  test.each<[string, unknown, string, ErrorCode]>([
    ['broken JSON', '{"type":', GEOJSON, 'bad-network'],
    ['nothing', '', GEOJSON, 'bad-network'],
    ['a JSON list', '[]', GEOJSON, 'bad-network'],
    ['a geometry alone', { type: 'LineString', coordinates: [] }, GEOJSON, 'bad-network'],
    ['no features', { type: 'FeatureCollection', features: {} }, GEOJSON, 'bad-network'],
    ['no street', { type: 'FeatureCollection', features: [] }, GEOJSON, 'bad-network'],
    [
      'only swapped streets',
      collection([
        withLine('s', [
          [10, 155],
          [10, 156],
        ]),
      ]),
      GEOJSON,
      'bad-network',
    ],
    ['XML that is no map', '<html></html>', 'application/vnd.openstreetmap.data+xml', 'bad-network'],
    ['XML cut short', '<osm><node id="1" lat="5', 'application/vnd.openstreetmap.data+xml', 'bad-network'],
    ['GeoJSON called PBF', '{}', 'application/vnd.openstreetmap.data+pbf', 'bad-network'],
    ['an unknown type', 'x', 'text/plain', 'wrong-type'],
  ])('%s is refused and leaves the streets as they were', async (_what, body, type, code) => {
    expectRefused(await put(body, type), code);
    const basemap = await service.api.get<{ features: unknown[] }>('/municipalities/nets/basemap');
    expect(basemap.features).toHaveLength(7);
  });

  test.skipIf(!existsSync(RAW_TOWN))('OSM XML out of order (skipped where the shared data is absent)', async () => {
    const xml = gunzipSync(readFileSync(RAW_TOWN)).toString();
    await service.api.put('/municipalities/marfino', municipalityBody('Марфино'));
    const { edges, length_m } = await service.api.put<NetworkAnswer>(
      '/municipalities/marfino/network',
      xml,
      'application/vnd.openstreetmap.data+xml',
    );
    expect(edges).toBeGreaterThan(400);
    expect(length_m).toBeGreaterThan(20_000);
    const basemap = await service.api.get<{ features: { properties: { name?: string } }[] }>(
      '/municipalities/marfino/basemap',
    );
    expect(basemap.features.some(({ properties }) => /[а-я]/.test(properties.name ?? ''))).toBe(true);
  });

  test('50,000 edges come in while the service goes on answering', async () => {
    const town = await makeStreetTown(service.api, 'beside', 1);
    const device = await connectOf(service, town);
    await service.api.put('/municipalities/large', municipalityBody('Large'));
    const features: object[] = [];
    for (let i = 0; i < 159; i++)
      for (let j = 0; j < 158; j++) {
        features.push(
          street(
            `e${i}-${j}`,
            [
              [j * 80, i * 80],
              [(j + 1) * 80, i * 80],
            ],
            { name: 'E' },
          ),
        );
        features.push(
          street(
            `n${i}-${j}`,
            [
              [i * 80, j * 80],
              [i * 80, (j + 1) * 80],
            ],
            { name: 'N' },
          ),
        );
      }
    const body = JSON.stringify(collection(features));
    const over = { yes: false };
    const importing = service.api
      .put<NetworkAnswer>('/municipalities/large/network', body, GEOJSON)
      .finally(() => (over.yes = true));
    for (let n = 0; !over.yes; n++) {
      await device.send([{ ts: iso(Date.now() - HOUR_MS + n), lat: 55, lon: 10 }]);
      expect((await fetch(`${service.http}/healthz`)).status).toBe(200);
    }
    const answer = await importing;
    expect(answer.edges).toBe(features.length);
    expect(answer.warnings).toEqual([]);
    await device.end();
  });
});

describe('over HTTP', () => {
  let town: Town;
  beforeAll(async () => void (town = await makeStreetTown(service.api, 'http', 1)));

  const route = (legs: unknown): Promise<Reply> =>
    service.api.request('PUT', '/routes/http-bad', { municipality: 'http', name: 'r', operation: 'plough', legs });

  test.each<[string, unknown, ErrorCode, string]>([
    ['an unknown edge', [{ edge: 'nowhere', side: 'right' }], 'unknown-edge', 'nowhere'],
    [
      'the same leg twice',
      [
        { edge: 'b1', side: 'right' },
        { edge: 'b1', side: 'right' },
      ],
      'duplicate-leg',
      'b1',
    ],
    [
      'both and one of its sides',
      [
        { edge: 'b1', side: 'both' },
        { edge: 'b1', side: 'left' },
      ],
      'duplicate-leg',
      'b1',
    ],
    [
      'overlapping metres',
      [
        { edge: 'b1', side: 'left', to_m: 60 },
        { edge: 'b1', side: 'left', from_m: 50 },
      ],
      'duplicate-leg',
      'b1',
    ],
    ['from_m after to_m', [{ edge: 'b1', side: 'left', from_m: 60, to_m: 50 }], 'invalid', 'b1'],
    ['from_m equal to to_m', [{ edge: 'b1', side: 'left', from_m: 50, to_m: 50 }], 'invalid', 'b1'],
    ['metres beyond the edge', [{ edge: 'b1', side: 'left', from_m: 500 }], 'invalid', 'b1'],
    ['negative metres', [{ edge: 'b1', side: 'left', from_m: -1 }], 'invalid', 'from_m'],
    ['an unknown side', [{ edge: 'b1', side: 'top' }], 'invalid', 'side'],
    ['no legs', [], 'invalid', 'legs'],
    ['no passes', [{ edge: 'b1', side: 'left', passes: 0 }], 'invalid', 'passes'],
    ['legs that are none', 'b1', 'invalid', 'legs'],
  ])('a route with %s is refused, naming it', async (_what, legs, code, named) => {
    expect(expectRefused(await route(legs), code)).toContain(named);
    expectRefused(await service.api.request('GET', '/routes/http-bad'), 'not-found');
  });

  test('touching metres of one side are two legs, both sides two more', async () => {
    const reply = await route([
      { edge: 'b1', side: 'left', to_m: 50 },
      { edge: 'b1', side: 'left', from_m: 50 },
      { edge: 'b2', side: 'both', passes: 2 },
    ]);
    expect(reply.status).toBe(200);
    expect((reply.body as Route).legs).toHaveLength(4);
    expect((reply.body as Route).planned_m).toBeCloseTo(1_000, -1);
  });

  test.each<[string, object]>([
    [
      'on the moon',
      {
        type: 'LineString',
        coordinates: [
          [100, 0],
          [101, 0],
        ],
      },
    ],
    ['of one point', { type: 'LineString', coordinates: [placeAt(0, 0)] }],
    ['of words', { type: 'LineString', coordinates: ['a', 'b'] }],
    ['of nothing', { type: 'LineString', coordinates: [] }],
  ])('a route as a line %s is refused', async (_what, geometry) => {
    const body = { municipality: 'http', name: 'r', operation: 'plough', geometry, side: 'right' };
    expectRefused(await service.api.request('PUT', '/routes/http-line', body), 'invalid', 'unknown-edge');
  });

  const bad = (body: unknown): [string, string, unknown] => ['PUT', '/municipalities/http-x', body];
  test.each<[string, [method: string, path: string, body?: unknown, type?: string], ErrorCode]>([
    ['broken JSON', bad('{"name":'), 'malformed-json'],
    ['a body of another type', ['PUT', '/municipalities/x1', 'a=b', 'application/x-www-form-urlencoded'], 'wrong-type'],
    ['missing fields', bad({}), 'invalid'],
    ['a list', bad([]), 'invalid'],
    ['wrong types', bad({ ...municipalityBody('x'), name: 7 }), 'invalid'],
    ['an unknown time zone', bad({ ...municipalityBody('x'), timezone: 'Mars/Base' }), 'invalid'],
    ['a side of no road', bad({ ...municipalityBody('x'), drivesOn: 'middle' }), 'invalid'],
    ['half a character', bad('{"name":"\\ud800","timezone":"UTC","locale":"en","drivesOn":"right"}'), 'invalid'],
    ['a NUL', bad('{"name":"a\\u0000","timezone":"UTC","locale":"en","drivesOn":"right"}'), 'invalid'],
    ['a body over 1 MiB', bad({ ...municipalityBody('x'), more: 'x'.repeat(1_048_600) }), 'too-large'],
    ['a bad id', ['PUT', '/municipalities/a%20b', municipalityBody('x')], 'invalid'],
    ['an id with a slash', ['PUT', '/contractors/a%2Fb', { name: 'x', municipality: 'http' }], 'invalid'],
    ['an id of dots', ['PUT', '/vehicles/..%2e', {}], 'invalid'],
    ['an id too long', ['PUT', `/vehicles/${'v'.repeat(65)}`, {}], 'invalid'],
    ['a broken escape', ['GET', '/vehicles/%zz'], 'not-found'],
    ['an unknown address', ['GET', '/nothing'], 'not-found'],
    ['a method that is none here', ['DELETE', '/municipalities/http'], 'method-not-allowed'],
    ['a range without end', ['GET', '/vehicles/http-v0/track?from=2026-01-01T00:00:00Z'], 'bad-request'],
    [
      'a range that runs backwards',
      ['GET', `/vehicles/http-v0/track?${range(2_000_000_000_000, 1_900_000_000_000)}`],
      'bad-request',
    ],
    [
      'a time without offset',
      ['GET', '/vehicles/http-v0/track?from=2026-01-01T00:00:00&to=2026-01-02T00:00:00'],
      'bad-request',
    ],
    ['a time that is none', ['GET', '/municipalities/http/service?from=yesterday&to=today'], 'bad-request'],
    ['a page of nothing', ['GET', '/vehicles?limit=0'], 'bad-request'],
    ['a page after nonsense', ['GET', '/vehicles?after=%00'], 'bad-request'],
    ['an incident kind that is none', ['GET', '/incidents?kind=tea'], 'bad-request'],
    ['a vehicle of nobody', ['PUT', '/vehicles/http-v9', vehicleBody('http', 'nobody')], 'unknown-reference'],
    ['a device of no vehicle', ['PUT', '/devices/http-d9', { vehicle: 'nobody' }], 'unknown-reference'],
    [
      'a window that runs backwards',
      ['PUT', '/assignments/http-a', { route: 'http-r', vehicle: 'http-v0', from: iso(9e11), to: iso(8e11) }],
      'invalid',
    ],
    [
      'a window in no calendar',
      [
        'PUT',
        '/assignments/http-a',
        { route: 'http-r', vehicle: 'http-v0', from: '2026-02-30T00:00:00Z', to: iso(2e12) },
      ],
      'invalid',
    ],
    ['a command that is none', ['POST', '/vehicles/http-v0/commands', { kind: 'explode' }], 'invalid'],
    ['a message without words', ['POST', '/vehicles/http-v0/commands', { kind: 'message', text: '' }], 'invalid'],
    [
      'an area that is no polygon',
      [
        'PUT',
        '/municipalities/http/areas',
        collection([
          street('x', [
            [0, 0],
            [1, 1],
          ]),
        ]),
      ],
      'invalid',
    ],
    [
      'a user of no role',
      ['PUT', '/users/http-u', { name: 'x', role: 'king', municipalities: [], locale: 'en' }],
      'invalid',
    ],
  ])('%s is refused in the one shape', async (_what, [method, path, body, type], code) => {
    await service.api.put('/routes/http-r', routeBody('http', [0]));
    expectRefused(await service.api.request(method, path, body, type), code);
  });

  test('a wrong password, no session and a made-up token', async () => {
    const ask = async (path: string, options: RequestInit): Promise<Reply> => {
      const answer = await fetch(`${service.http}/api/v1${path}`, options);
      return { status: answer.status, body: await answer.json() };
    };
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ login: 'admin', password: 'wrong-password' });
    expectRefused(await ask('/session', { method: 'POST', headers: json, body }), 'wrong-password');
    expectRefused(await ask('/vehicles', {}), 'not-signed-in');
    expectRefused(await ask('/vehicles', { headers: { authorization: 'Bearer made-up' } }), 'not-signed-in');
    expectRefused(await ask('/vehicles', { headers: { authorization: 'Basic YTpi' } }), 'not-signed-in');
    expectRefused(await ask('/vehicles', { headers: { cookie: 'session=%00' } }), 'not-signed-in');
  });

  test('after all this everything answers, and the device made before is let in', async () => {
    const device = await connect(service, 'http', 'http-d0', town.secrets.get('http-d0')!);
    await device.send(drive(Date.now() - HOUR_MS, 0, 100), 5);
    await device.end();
    expect(await trackOf(town, Date.now() - HOUR_MS - 1_000, Date.now())).toHaveLength(5);
    expect(service.log()).not.toMatch(/"level":(50|60)/);
  });
});
