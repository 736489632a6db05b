import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ErrorCode, type Route, type TrackAnswer } from '@sweepline/contract';
import type { Reply } from './api.ts';
import { connect } from './device.ts';
import {
  collection,
  drive,
  iso,
  makeStreetTown,
  municipalityBody,
  placeAt,
  range,
  routeBody,
  street,
  vehicleBody,
  type Town,
} from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';

const HOUR_MS = 3_600_000;

let service: ServiceProcess;
beforeAll(async () => void (service = await startServiceProcess()));
afterAll(() => service?.remove());
const trackOf = async (town: Town, from_ms: number, to_ms: number): Promise<TrackAnswer['fixes']> =>
  (await service.api.get<TrackAnswer>(`/vehicles/${town.vehicles[0]}/track?${range(from_ms, to_ms)}`)).fixes;

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
