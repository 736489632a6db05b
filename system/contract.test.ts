import { Type, type TSchema } from 'typebox';
import {
  AssignmentAnswer,
  ContractorAnswer,
  DevicePutAnswer,
  MunicipalityAnswer,
  RouteAnswer,
  SecretAnswer,
  UserAnswer,
  VehicleAnswer,
} from '../tracker-core/src/gateway/routes/answers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CoverageAnswer,
  FeatureCollection,
  Incident,
  NetworkAnswer,
  Page,
  RecomputeAnswer,
  RecomputeJob,
  Revision,
  ROLES,
  SentCommand,
  ServiceAnswer,
  TrackAnswer,
  type PageOf,
  type Role,
} from '@sweepline/contract';
import type { Api, Reply } from './api.ts';
import { connectOf } from './device.ts';
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
  streets,
  vehicleBody,
  type Town,
} from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { PASSWORD, userOf } from './user.ts';
import { expectShape } from './shape.ts';

const HOUR_MS = 3_600_000;
const GEOJSON = 'application/geo+json';
const now_ms = Date.now();
const window = { from_ms: now_ms - 2 * HOUR_MS, to_ms: now_ms + HOUR_MS };

let service: ServiceProcess;
let town: Town;
const users = new Map<Role, Api>();
/** Two cases that are open at the start. */
let cases: string[];

beforeAll(async () => {
  service = await startServiceProcess();
  town = await makeStreetTown(service.api, 'town', 2);
  await plan(service.api, town, 'town-a', window);
  for (const role of ROLES) {
    const municipalities = role === 'administrator' ? [] : ['town'];
    const contractor = role === 'contractor' ? 'town-c' : undefined;
    users.set(role, await userOf(service, `${role}-1`, role, municipalities, contractor));
  }
  const device = await connectOf(service, town);
  await device.send(drive(window.from_ms + 60_000, 0, 700), 10);
  for (const kind of ['blocked', 'parked-cars'])
    await device.publish('event', { ts: iso(window.from_ms + 60_000), kind });
  await device.end();
  const { items } = await until(
    'the cases',
    () => service.api.get<PageOf<Incident>>('/incidents?kind=blocked,parked-cars'),
    ({ items }) => items.length === 2,
  );
  cases = items.map(({ id }) => id);
});
afterAll(() => service?.remove());

const ALL = ROLES;
const EDITORS: readonly Role[] = ['administrator', 'operator'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];
const Nothing = Type.Literal('');
const area = (): object =>
  collection([
    {
      type: 'Feature',
      properties: { id: 'depot', kind: 'depot', name: 'Depot' },
      geometry: {
        type: 'Polygon',
        coordinates: [[placeAt(0, 300), placeAt(50, 300), placeAt(50, 350), placeAt(0, 350), placeAt(0, 300)]],
      },
    },
  ]);

interface Row {
  readonly request: string;
  readonly path: string;
  readonly body?: unknown;
  /** A change by the asking role: what changes nothing is nobody's write. */
  readonly bodyOf?: (role: string) => unknown;
  readonly type?: string;
  /** Who may; everybody else is `forbidden`. */
  readonly may: readonly Role[];
  readonly answer: TSchema;
}

const all = `?${range(window.from_ms, window.to_ms)}`;
const future = { from: iso(now_ms + 2 * HOUR_MS), to: iso(now_ms + 3 * HOUR_MS) };
const past = { from: iso(window.from_ms), to: iso(window.to_ms) };
/** CONTRACT.md's table, in an order in which each request finds what it needs. */
const TABLE: Row[] = [
  {
    request: 'PUT municipality',
    path: '/municipalities/town',
    body: municipalityBody('Town town'),
    may: ADMINISTRATOR,
    answer: MunicipalityAnswer,
  },
  {
    request: 'PUT network',
    path: '/municipalities/town/network',
    body: streets(),
    type: GEOJSON,
    may: ADMINISTRATOR,
    answer: NetworkAnswer,
  },
  {
    request: 'PUT areas',
    path: '/municipalities/town/areas',
    body: area(),
    may: ADMINISTRATOR,
    answer: FeatureCollection,
  },
  {
    request: 'PUT user',
    path: '/users/somebody',
    body: { name: 'x', role: 'operator', municipalities: ['town'], locale: 'en' },
    may: ADMINISTRATOR,
    answer: UserAnswer,
  },
  { request: 'DELETE user', path: '/users/somebody', may: ADMINISTRATOR, answer: Nothing },
  {
    request: 'PUT contractor',
    path: '/contractors/town-c',
    body: { name: 'Contractor of town', municipality: 'town' },
    may: EDITORS,
    answer: ContractorAnswer,
  },
  {
    request: 'PUT vehicle',
    path: '/vehicles/town-v1',
    body: vehicleBody('town', 'town-c'),
    may: EDITORS,
    answer: VehicleAnswer,
  },
  {
    request: 'PUT device',
    path: '/devices/town-d1',
    body: { vehicle: 'town-v1' },
    may: EDITORS,
    answer: DevicePutAnswer,
  },
  { request: 'POST rotate', path: '/devices/town-d1/rotate', may: EDITORS, answer: SecretAnswer },
  {
    request: 'POST command',
    path: '/vehicles/town-v1/commands',
    body: { kind: 'interval', seconds: 10 },
    may: EDITORS,
    answer: Type.Object({ id: Type.String() }),
  },
  { request: 'GET commands', path: '/vehicles/town-v1/commands', may: ALL, answer: Page(SentCommand) },
  { request: 'PUT route', path: '/routes/table', body: routeBody('town', [0, 1]), may: EDITORS, answer: RouteAnswer },
  {
    request: 'PUT assignment to come',
    path: '/assignments/table',
    bodyOf: (crew) => ({ route: 'table', vehicle: 'town-v1', crew, ...future }),
    may: EDITORS,
    answer: AssignmentAnswer,
  },
  {
    request: 'PUT assignment afterwards',
    path: '/assignments/table-late',
    bodyOf: (crew) => ({ route: 'table', vehicle: 'town-v1', crew, ...past }),
    may: ['administrator', 'auditor'],
    answer: AssignmentAnswer,
  },
  { request: 'GET coverage', path: '/assignments/town-a/coverage', may: ALL, answer: CoverageAnswer },
  {
    request: 'GET coverage.geojson',
    path: '/assignments/town-a/coverage.geojson',
    may: ALL,
    answer: FeatureCollection,
  },
  {
    request: 'POST recompute',
    path: '/assignments/town-a/recompute',
    may: ['administrator', 'operator', 'auditor'],
    answer: RecomputeAnswer,
  },
  { request: 'GET revisions', path: '/assignments/town-a/revisions', may: ALL, answer: Page(Revision) },
  {
    request: 'POST batch',
    path: '/municipalities/town/recompute',
    body: { from: iso(window.from_ms), to: iso(window.to_ms) },
    may: ['administrator', 'auditor'],
    answer: RecomputeJob,
  },
  { request: 'GET service', path: `/municipalities/town/service${all}`, may: ALL, answer: ServiceAnswer },
  { request: 'GET track', path: `/vehicles/town-v0/track${all}`, may: ALL, answer: TrackAnswer },
  { request: 'GET incidents', path: '/incidents?kind=blocked', may: ALL, answer: Page(Incident) },
  { request: 'POST acknowledge', path: '/incidents/{i}/acknowledge', body: {}, may: EDITORS, answer: Incident },
  { request: 'POST assign', path: '/incidents/{i}/assign', body: { to: 'operator-1' }, may: EDITORS, answer: Incident },
  {
    request: 'POST comment',
    path: '/incidents/{i}/comment',
    body: { text: 'seen' },
    may: ['administrator', 'operator', 'contractor'],
    answer: Incident,
  },
  { request: 'POST resolve', path: '/incidents/{i}/resolve', body: {}, may: EDITORS, answer: Incident },
  { request: 'POST dismiss', path: '/incidents/{j}/dismiss', body: { reason: 'none' }, may: EDITORS, answer: Incident },
];

const send = (api: Api, { request, path, body, bodyOf, type }: Row, role = 'admin'): Promise<Reply> =>
  api.request(
    request.split(' ')[0]!,
    path.replace('{i}', cases[0]!).replace('{j}', cases[1]!),
    bodyOf === undefined ? body : bodyOf(role),
    type,
  );

describe('each request of the table', () => {
  test.each(TABLE)('$request: in the promised shape for who may, forbidden for who may not', async (row) => {
    let done = 0;
    for (const role of ROLES) {
      const reply = await send(users.get(role)!, row, role);
      if (!row.may.includes(role)) {
        expectRefused(reply, 'forbidden');
        continue;
      }
      // What changes a state can be done once; the next one is told of the state, not of his role.
      const state = (reply.body as { code?: string }).code;
      if (done > 0 && (state === 'wrong-state' || (row.request === 'DELETE user' && state === 'not-found'))) continue;
      expect([role, reply.status < 300, JSON.stringify(reply.body).slice(0, 300)]).toEqual([
        role,
        true,
        expect.anything(),
      ]);
      expectShape(row.answer, reply.body);
      done += 1;
    }
    expect(done).toBeGreaterThan(0);
  });

  test.each(TABLE.filter(({ request }) => request.startsWith('GET')))(
    '$request: the same bytes twice',
    async ({ path }) => {
      const ask = async (): Promise<string> =>
        (
          await fetch(`${service.http}/api/v1${path}`, { headers: { authorization: `Bearer ${service.api.token}` } })
        ).text();
      await service.api.get('/assignments/town-a/coverage');
      expect(await ask()).toBe(await ask());
    },
  );

  const twice = TABLE.filter(({ request, path }) => request.startsWith('PUT') && !path.includes('/users/'));
  test.each(twice)('$request: the same once more changes nothing', async (row) => {
    const { body: first } = await send(service.api, row);
    const { status, body } = await send(service.api, row);
    expect(status).toBe(200);
    expect(body).toEqual(first);
  });

  test('a route stays at its version by the same PUT, and assignments keep theirs by another', async () => {
    await service.api.put('/routes/versions', routeBody('town', [0]));
    await service.api.put('/routes/versions', routeBody('town', [0]));
    await service.api.put('/assignments/versions', { route: 'versions', vehicle: 'town-v1', ...future });
    expect(await service.api.get('/routes/versions')).toMatchObject({ version: 1 });
    await service.api.put('/routes/versions', routeBody('town', [0, 1]));
    expect(await service.api.get('/routes/versions')).toMatchObject({ version: 2 });
    expect(await service.api.get('/assignments/versions')).toMatchObject({ routeVersion: 1 });
    const coverage = await service.api.get<CoverageAnswer>('/assignments/versions/coverage');
    expect(coverage).toMatchObject({ routeVersion: 1, status: 'running', sealedAt: null });
    expect(coverage.legs.map(({ edge }) => edge)).toEqual(['b0']);
  });

  test('what is missing is 404 in the one shape', async () => {
    for (const path of [
      '/vehicles/none/commands',
      `/vehicles/none/track${all}`,
      '/assignments/none/coverage',
      '/assignments/none/coverage.geojson',
      '/assignments/none/revisions',
      '/assignments/none/revisions/1',
      '/assignments/town-a/revisions/1',
      '/assignments/town-a/revisions/x',
      '/municipalities/town/recompute/none',
      `/municipalities/none/service${all}`,
      '/routes/none',
      '/contractors/none',
    ])
      expectRefused(await service.api.request('GET', path), 'not-found');
    expectRefused(await service.api.request('POST', '/assignments/none/recompute', {}), 'not-found');
    expectRefused(await service.api.request('POST', '/devices/none/rotate', {}), 'not-found');
    const decision = { reason: 'x' };
    expectRefused(await service.api.request('POST', '/assignments/town-a/revisions/1/accept', decision), 'not-found');
    expectRefused(await service.api.request('POST', '/incidents/none/comment', { text: 'x' }), 'not-found');
    expectRefused(await service.api.request('DELETE', '/users/none'), 'not-found');
    expectRefused(await service.api.request('DELETE', '/devices/none'), 'not-found');
  });
});

describe('ownership', () => {
  let operator: Api;
  beforeAll(async () => {
    await makeStreetTown(service.api, 'rival', 1);
    operator = await userOf(service, 'rival-o', 'operator', ['rival']);
  });

  test.each<[string, object]>([
    ['/contractors/town-c', { name: 'x', municipality: 'rival' }],
    ['/vehicles/town-v0', vehicleBody('rival', 'rival-c')],
    ['/devices/town-d0', { vehicle: 'rival-v0' }],
    ['/routes/town-a-route', routeBody('rival')],
    ['/assignments/town-a', { route: 'town-a-route', vehicle: 'rival-v0', ...future }],
  ])('%s: another owner’s id is taken on PUT and missing otherwise', async (path, body) => {
    expectRefused(await operator.request('PUT', path, body), 'id-taken');
    expectRefused(await service.api.request('PUT', path, body), 'id-taken');
    expectRefused(await operator.request('GET', path), 'not-found');
  });

  test('everything a body names belongs to the same municipality', async () => {
    expectRefused(
      await service.api.request('PUT', '/vehicles/mixed', vehicleBody('rival', 'town-c')),
      'other-municipality',
    );
    expectRefused(
      await operator.request('PUT', '/vehicles/mixed', vehicleBody('rival', 'town-c')),
      'unknown-reference',
    );
    expectRefused(await operator.request('PUT', '/vehicles/mixed', vehicleBody('town', 'town-c')), 'unknown-reference');
    expectRefused(
      await service.api.request('PUT', '/assignments/mixed', { route: 'town-a-route', vehicle: 'rival-v0', ...future }),
      'other-municipality',
    );
    expectRefused(
      await service.api.request('PUT', '/users/mixed', {
        name: 'x',
        role: 'contractor',
        municipalities: ['rival'],
        contractor: 'town-c',
        locale: 'ru',
      }),
      'other-municipality',
    );
    expectRefused(await operator.request('POST', `/incidents/${cases[0]}/comment`, { text: 'x' }), 'not-found');
  });
});

describe('afterwards', () => {
  test('every write left an audit record', async () => {
    const { items } = await service.api.get<PageOf<{ action: string; login: string }>>('/audit?limit=1000');
    const actions = new Set(items.map(({ action }) => action));
    for (const action of [
      'PUT /municipalities/{m}',
      'PUT /municipalities/{m}/network',
      'PUT /municipalities/{m}/areas',
      'PUT /users/{login}',
      'DELETE /users/{login}',
      'PUT /contractors/{id}',
      'PUT /vehicles/{id}',
      'PUT /devices/{id}',
      'POST /devices/{id}/rotate',
      'POST /vehicles/{id}/commands',
      'PUT /routes/{id}',
      'PUT /assignments/{id}',
      'POST /incidents/{id}/comment',
    ])
      expect(actions).toContain(action);
    expect(JSON.stringify(items)).not.toContain(PASSWORD);
  });
});
