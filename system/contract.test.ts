import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CoverageAnswer,
  ERROR_CODES,
  FeatureCollection,
  Incident,
  NetworkAnswer,
  Page,
  RecomputeAnswer,
  Revision,
  ROLES,
  ServiceAnswer,
  SessionAnswer,
  TrackAnswer,
  User,
  type ErrorCode,
  type PageOf,
  type Role,
} from '@sweepline/contract';
import { Type } from 'typebox';
import {
  AssignmentAnswer,
  CommandAnswer,
  ContractorAnswer,
  DevicePutAnswer,
  MunicipalityAnswer,
  RouteAnswer,
  SecretAnswer,
  UserAnswer,
  VehicleAnswer,
} from '../tracker-core/src/gateway/routes/answers.ts';
import { Api, type Reply } from './api.ts';
import { connect, connectOf } from './device.ts';
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
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const PASSWORD = 'a password of these users';
const GEOJSON = 'application/geo+json';
const now_ms = Date.now();
const window = { from_ms: now_ms - 2 * HOUR_MS, to_ms: now_ms + HOUR_MS };

let service: ServiceProcess;
let town: Town;
const users = new Map<Role, Api>();
/** Two cases that are open at the start. */
let cases: string[];

const userBody = (role: Role): object => ({
  name: role,
  role,
  municipalities: role === 'administrator' ? [] : ['town'],
  ...(role === 'contractor' ? { contractor: 'town-c' } : {}),
  locale: 'ru',
  password: PASSWORD,
});

beforeAll(async () => {
  service = await startServiceProcess();
  town = await makeStreetTown(service.api, 'town', 2);
  await plan(service.api, town, 'town-a', window);
  for (const role of ROLES) {
    await service.api.put(`/users/${role}-1`, userBody(role));
    users.set(role, await Api.signIn(service.http, `${role}-1`, PASSWORD));
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

function expectShape(schema: TSchema, body: unknown): void {
  expect(Value.Errors(schema, body).map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
}

function expectRefused(reply: Reply, code: ErrorCode): void {
  expect([reply.status, (reply.body as { code: string }).code]).toEqual([ERROR_CODES[code], code]);
}

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
  { request: 'GET commands', path: '/vehicles/town-v1/commands', may: ALL, answer: Page(CommandAnswer) },
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
  { request: 'GET revisions', path: '/assignments/town-a/revisions', may: ALL, answer: Type.Array(Revision) },
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
      if (done > 0 && (state === 'wrong-state' || (row.request.startsWith('DELETE') && state === 'not-found')))
        continue;
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
      `/municipalities/none/service${all}`,
      '/routes/none',
      '/contractors/none',
    ])
      expectRefused(await service.api.request('GET', path), 'not-found');
    expectRefused(await service.api.request('POST', '/assignments/none/recompute', {}), 'not-found');
    expectRefused(await service.api.request('POST', '/devices/none/rotate', {}), 'not-found');
    expectRefused(await service.api.request('POST', '/incidents/none/comment', { text: 'x' }), 'not-found');
    expectRefused(await service.api.request('DELETE', '/users/none'), 'not-found');
    expectRefused(await service.api.request('DELETE', '/devices/none'), 'not-found');
  });
});

describe('ownership', () => {
  let operator: Api;
  beforeAll(async () => {
    await makeStreetTown(service.api, 'rival', 1);
    await service.api.put('/users/rival-o', { ...userBody('operator'), municipalities: ['rival'] });
    operator = await Api.signIn(service.http, 'rival-o', PASSWORD);
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
      await service.api.request('PUT', '/users/mixed', { ...userBody('contractor'), municipalities: ['rival'] }),
      'other-municipality',
    );
    expectRefused(await operator.request('POST', `/incidents/${cases[0]}/comment`, { text: 'x' }), 'not-found');
  });
});

describe('a device', () => {
  const put = (): Promise<{ secret?: string }> => service.api.put('/devices/own', { vehicle: 'town-v1' });
  const letIn = async (secret: string): Promise<boolean> => {
    try {
      await (await connect(service, 'town', 'own', secret)).end();
      return true;
    } catch {
      return false;
    }
  };

  test('gets its secret once, a new one by rotation while the old one works on, and is cut off by deletion', async () => {
    const { secret } = await put();
    expect(secret).toMatch(/^\S{20,}$/);
    expect(await put()).not.toHaveProperty('secret');
    expect(await service.api.get('/devices/own')).not.toHaveProperty('secret');
    expect(await letIn(secret!)).toBe(true);

    const rotated = await service.api.post<{ secret: string }>('/devices/own/rotate');
    expect(rotated.secret).not.toBe(secret);
    expect(await letIn(secret!)).toBe(true);
    expect(await letIn(rotated.secret)).toBe(true);

    const device = await connect(service, 'town', 'own', rotated.secret);
    await service.api.delete('/devices/own');
    await until('the cut', () => device.ended(), Boolean, 10_000);
    expect(await letIn(rotated.secret)).toBe(false);
    expect(await letIn(secret!)).toBe(false);
    expectRefused(await service.api.request('POST', '/devices/own/rotate', {}), 'wrong-state');
  });

  test('hears commands when it connects, again until it has acknowledged them', async () => {
    const { secret } = await service.api.put<{ secret: string }>('/devices/listener', { vehicle: 'town-v1' });
    await service.api.put('/vehicles/listening', vehicleBody('town', 'town-c'));
    await service.api.put('/devices/listener', { vehicle: 'listening', since: iso(now_ms - HOUR_MS) });
    const { id } = await service.api.post<{ id: string }>('/vehicles/listening/commands', {
      kind: 'message',
      text: 'Привет',
      ttl_s: 600,
    });
    const state = async (): Promise<string> =>
      (await service.api.get<PageOf<{ id: string; state: string }>>('/vehicles/listening/commands')).items.find(
        (one) => one.id === id,
      )!.state;
    expect(await state()).toBe('queued');

    const first = await connect(service, 'town', 'listener', secret);
    await until('the command', () => first.commands.length > 0);
    expect(first.commands).toEqual([{ id, kind: 'message', text: 'Привет', ttl_s: 600 }]);
    await until('sent', state, (now) => now === 'sent');
    await first.end();

    const second = await connect(service, 'town', 'listener', secret);
    await until('the command again', () => second.commands.length > 0);
    await second.publish('ack', { id, ok: true, ts: iso(Date.now()) });
    await until('acknowledged', state, (now) => now === 'acknowledged');
    await second.end();

    const third = await connect(service, 'town', 'listener', secret);
    const other = await service.api.post<{ id: string }>('/vehicles/listening/commands', {
      kind: 'interval',
      seconds: 5,
    });
    await until('the next command', () => third.commands.length > 0);
    expect(third.commands.map((command) => command.id)).toEqual([other.id]);
    await third.end();
  });
});

describe('forms', () => {
  test('instants with any offset in, UTC with milliseconds out; metres with two decimals', async () => {
    const body = {
      route: 'town-a-route',
      vehicle: 'town-v0',
      from: '2031-05-01T08:00:00+03:00',
      to: '2031-05-01T09:30:00.5+03:00',
    };
    const made = await service.api.put<object>('/assignments/offset', body);
    expect(made).toMatchObject({
      from: '2031-05-01T05:00:00.000Z',
      to: '2031-05-01T06:30:00.500Z',
      retroactive: false,
    });
    const coverage = await service.api.get<CoverageAnswer>('/assignments/town-a/coverage');
    const track = await service.api.get<TrackAnswer>(`/vehicles/town-v0/track${all}`);
    const metres: number[] = [];
    const instants: string[] = [];
    const walk = (value: unknown, name: string): void => {
      if (typeof value === 'number' && name.endsWith('_m') && name !== 'accuracy_m') metres.push(value);
      else if (typeof value === 'string' && /^\d{4}-/.test(value)) instants.push(value);
      else if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) walk(inner, Array.isArray(value) ? name : key);
    };
    walk([coverage, track], '');
    expect(metres.length).toBeGreaterThan(20);
    for (const metre of metres) expect(metre).toBe(Math.round(metre * 100) / 100);
    for (const instant of instants) expect(instant).toBe(iso(Date.parse(instant)));
  });

  test('planned = covered + excused + reasons, over the whole and over each leg, to the centimetre', async () => {
    const cm = (metres: number): number => Math.round(metres * 100);
    const { planned_m, covered_m, excused_m, uncovered_m, legs } =
      await service.api.get<CoverageAnswer>('/assignments/town-a/coverage');
    const reasons = Object.values(uncovered_m).reduce((sum, metres) => sum + cm(metres), 0);
    expect(cm(planned_m)).toBe(cm(covered_m) + cm(excused_m) + reasons);
    expect(cm(planned_m)).toBe(legs.reduce((sum, { length_m }) => sum + cm(length_m), 0));
    for (const leg of legs) {
      expect(leg.pieces.reduce((sum, { from_m, to_m }) => sum + cm(to_m) - cm(from_m), 0)).toBe(cm(leg.length_m));
      const covered = leg.pieces.filter(({ state }) => state === 'covered');
      expect(covered.reduce((sum, { from_m, to_m }) => sum + cm(to_m) - cm(from_m), 0)).toBe(cm(leg.covered_m));
    }
  });

  test('service names every edge once, in the order of ids, with exactly the promised fields', async () => {
    const { edges } = await service.api.get<ServiceAnswer>(`/municipalities/town/service${all}`);
    const ids = edges.map(({ edge }) => edge);
    expect(ids).toHaveLength(17);
    expect(ids).toEqual([...ids].sort());
    for (const edge of edges) {
      expect(Object.keys(edge)).toEqual(['edge', 'length_m', 'driven_m', 'sides', 'lastPassAt']);
      expect(Object.keys(edge.sides)).toEqual(['left', 'right']);
      for (const side of Object.values(edge.sides)) expect(Object.keys(side)).toEqual(['covered_m', 'lastPassAt']);
    }
    const before = await service.api.get<ServiceAnswer>(`/municipalities/town/service?${range(0, window.from_ms)}`);
    expect(before.edges.every(({ driven_m, lastPassAt }) => driven_m === 0 && lastPassAt === null)).toBe(true);
  });

  test('ranges are half-open', async () => {
    const { fixes } = await service.api.get<TrackAnswer>(`/vehicles/town-v0/track${all}`);
    const [first, second] = fixes.map(({ ts }) => Date.parse(ts)) as [number, number];
    const there = async (from_ms: number, to_ms: number): Promise<number> =>
      (await service.api.get<TrackAnswer>(`/vehicles/town-v0/track?${range(from_ms, to_ms)}`)).fixes.length;
    expect(await there(first, second)).toBe(1);
    expect(await there(first, second + 1)).toBe(2);
    expect(await there(first + 1, second)).toBe(0);
  });

  test('sessions: a token and a cookie, a user without his password', async () => {
    const answer = await fetch(`${service.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'auditor-1', password: PASSWORD }),
    });
    const body: unknown = await answer.json();
    expectShape(SessionAnswer, body);
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly/i);
    expect((body as SessionAnswer).token).toMatch(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
    const { items } = await service.api.get<PageOf<User>>('/users');
    for (const user of items) expectShape(User, user);
    expect(JSON.stringify(items)).not.toMatch(/hash|password/);
  });

  test('lists come in pages that fit together', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: PageOf<{ id: string }> = await service.api.get(
        `/vehicles?limit=1${next === '' ? '' : `&after=${next}`}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    const whole = await service.api.get<PageOf<{ id: string }>>('/vehicles');
    expect(seen).toEqual(whole.items.map(({ id }) => id));
  });

  test('health, readiness, metrics, the OpenAPI document and its page answer without a session', async () => {
    for (const [path, type] of [
      ['/healthz', /./],
      ['/readyz', /json/],
      ['/metrics', /text\/plain/],
      ['/api/v1/openapi.json', /json/],
      ['/api/docs', /html/],
    ] as const) {
      const answer = await fetch(`${service.http}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get('content-type')).toMatch(type);
    }
    const document = (await (await fetch(`${service.http}/api/v1/openapi.json`)).json()) as { openapi: string };
    expect(document.openapi).toMatch(/^3\.1/);
  });

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
      'DELETE /devices/{id}',
      'POST /vehicles/{id}/commands',
      'PUT /routes/{id}',
      'PUT /assignments/{id}',
      'POST /incidents/{id}/comment',
    ])
      expect(actions).toContain(action);
    expect(JSON.stringify(items)).not.toContain(PASSWORD);
  });
});
