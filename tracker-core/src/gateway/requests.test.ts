import { connect } from 'node:net';
import { REFUSALS, type ErrorAnswer } from '@sweepline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  done,
  makeTown,
  makeUsers,
  NOON_MS,
  PASSWORD,
  startTestGateway,
  type Client,
  type Reply,
  type TestGateway,
} from './testing/town.ts';

let test: TestGateway;
let operator: Client;
let auditor: Client;
let contractor: Client;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'a');
  await makeTown(test, 'b');
  ({ operator, auditor, contractor } = await makeUsers(test, 'a'));
}, 60_000);
afterAll(() => test.close());

const codeOf = ({ status, body }: Reply): unknown => [status, (body as { code: string }).code];
const vehicle = (m: string, more: object = {}): object => ({
  plate: 'P 1',
  municipality: m,
  contractor: `c-${m}-1`,
  operations: ['sweep'],
  gearSensors: [],
  ...more,
});

it('a NUL in a query is refused', async () => {
  const reply = await operator.call('GET', '/contractors?municipality=%00');
  expect(codeOf(reply)).toEqual([400, 'bad-request']);
});

describe('bodies', () => {
  it.each([
    ['broken JSON', '{"plate":', 400, 'malformed-json'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed-json'],
    ['a NUL', '{"plate":"a\\u0000","municipality":"a"}', 422, 'invalid'],
    ['half a surrogate pair', '{"plate":"\\ud800","municipality":"a"}', 422, 'invalid'],
    ['an array', '[]', 422, 'invalid'],
    ['nothing', '', 422, 'invalid'],
    ['1 MiB and a byte', Buffer.alloc(1024 * 1024 + 1, 0x20), 413, 'too-large'],
    ['5 MB', Buffer.alloc(5_000_000, 0x20), 413, 'too-large'],
  ])('%s', async (_name, body, status, code) => {
    expect(codeOf(await operator.call('PUT', '/vehicles/new', body))).toEqual([status, code]);
  });

  it('of another type', async () => {
    const reply = await operator.call('PUT', '/vehicles/new', '{}', { 'content-type': 'text/plain' });
    expect(codeOf(reply)).toEqual([415, 'wrong-type']);
  });

  it('say everything that is wrong with them', async () => {
    const reply = await operator.call('PUT', '/vehicles/new', {
      plate: '',
      municipality: 'a',
      operations: ['fly'],
      gearSensors: [],
    });
    expect(codeOf(reply)).toEqual([422, 'invalid']);
    expect((reply.body as { details: unknown }).details).toEqual(
      expect.arrayContaining([
        { path: '/contractor', message: 'is missing', reason: 'missing' },
        expect.objectContaining({
          path: '/operations/0',
          reason: 'not-among',
          values: { allowed: 'sweep, wash, plough, grit, haul' },
        }),
        { path: '/plate', message: expect.stringContaining('1'), reason: 'too-short', values: { limit: 1 } },
      ]),
    );
  });

  it('a network that is too large is refused before it was sent whole, one without rights before it is read', async () => {
    const type = { 'content-type': 'application/geo+json' };
    const before = test.asked.networks.length;
    const large = Buffer.alloc(3_000_000, 0x20);
    expect(codeOf(await operator.call('PUT', '/municipalities/a/network', large, type))).toEqual([403, 'forbidden']);
    expect(codeOf(await test.anonymous.call('PUT', '/municipalities/a/network', large, type))).toEqual([
      401,
      'not-signed-in',
    ]);
    expect(await announce('PUT', '/api/v1/municipalities/a/network', 300 * 1024 * 1024, test.admin.token)).toContain(
      '413',
    );
    expect(test.asked.networks.length).toBe(before);
    await done(test.admin.call('PUT', '/municipalities/a/network', large, type));
    expect(test.asked.networks.at(-1)).toEqual({ municipality: 'a', format: 'geojson', bytes: 3_000_000 });
  });

  it('that are broken off leave nothing behind', async () => {
    const asked = test.asked.networks.length;
    await breakOff('/api/v1/municipalities/a/network', 2_000_000, test.admin.token);
    expect((await test.anonymous.call('GET', '//healthz')).status).toBe(200);
    expect(test.asked.networks.length).toBe(asked);
    expect(test.logged).toEqual([]);
  });
});

/** Announces a body and sends the first bytes of it; answers the status line. */
function announce(method: string, path: string, length: number, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(test.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    socket.on('data', (data) => {
      resolve(data.toString().split('\r\n')[0]!);
      socket.destroy();
    });
    socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/geo+json\r\ncontent-length: ${length}\r\n\r\n{}`,
    );
  });
}

/** Sends half of an announced body and hangs up. */
function breakOff(path: string, length: number, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(test.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    const head = `PUT ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/geo+json\r\ncontent-length: ${length}\r\n\r\n`;
    socket.write(head);
    socket.write(Buffer.alloc(length / 2, 0x20), () => socket.destroy());
  });
}

describe('addresses', () => {
  it.each([
    ['GET', '/nothing', 404, 'not-found'],
    ['PATCH', '/vehicles/v-a-1', 405, 'method-not-allowed'],
    ['PUT', '/vehicles/.hidden', 422, 'invalid'],
    ['GET', '/vehicles/%20', 404, 'not-found'],
    ['GET', '/vehicles?limit=0', 400, 'bad-request'],
    ['GET', '/incidents?after=x', 400, 'bad-request'],
    ['GET', '/incidents?state=closed', 400, 'bad-request'],
    ['GET', '/vehicles/v-a-1/track', 400, 'bad-request'],
    ['GET', '/vehicles/v-a-1/track?from=2026-11-21&to=2026-11-22', 400, 'bad-request'],
    ['GET', '/vehicles/v-a-1/track?from=2026-11-22T00:00:00Z&to=2026-11-22T00:00:00Z', 400, 'bad-request'],
    ['GET', '/vehicles/v-a-1/track?from=2026-02-30T00:00:00Z&to=2026-11-22T00:00:00Z', 400, 'bad-request'],
  ])('%s %s', async (method, path, status, code) => {
    const reply = await test.admin.call(method, path, method === 'PUT' ? vehicle('a') : undefined);
    expect(codeOf(reply)).toEqual([status, code]);
    if (code !== 'method-not-allowed') expect(Object.keys(REFUSALS)).toContain((reply.body as ErrorAnswer).reason);
  });

  it('take a plus that was not encoded', async () => {
    const reply = await test.admin.call(
      'GET',
      '/vehicles/v-a-1/track?from=2026-11-22T00:00:00+01:00&to=2026-11-22T00:00:00Z',
    );
    expect(reply.status).toBe(200);
  });

  it('page through a list', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await done(test.admin.call('GET', `/vehicles?limit=1${next === '' ? '' : `&after=${next}`}`));
      const page = body as { items: { id: string }[]; next: string | null };
      seen.push(...page.items.map((item) => item.id));
      next = page.next;
    }
    expect(seen).toEqual(['v-a-1', 'v-a-2', 'v-b-1', 'v-b-2']);
  });

  it('answer HEAD without a body', async () => {
    const reply = await fetch(`${test.gateway.url}/healthz`, { method: 'HEAD' });
    expect([reply.status, reply.headers.get('content-length'), await reply.text()]).toEqual([200, '3', '']);
  });
});

describe('owners', () => {
  it('an id stays with its first owner', async () => {
    for (const client of [operator, test.admin]) {
      expect(codeOf(await client.call('PUT', '/contractors/c-b-1', { name: 'x', municipality: 'a' }))).toEqual([
        409,
        'id-taken',
      ]);
      expect(codeOf(await client.call('PUT', '/vehicles/v-b-1', vehicle('a')))).toEqual([409, 'id-taken']);
      expect(codeOf(await client.call('PUT', '/devices/d-b-1', { vehicle: 'v-a-1' }))).toEqual([409, 'id-taken']);
    }
  });

  it('what a body names belongs to the same municipality, and what its sender does not see does not exist', async () => {
    const foreign = vehicle('a', { contractor: 'c-b-1' });
    expect(codeOf(await test.admin.call('PUT', '/vehicles/new', foreign))).toEqual([422, 'other-municipality']);
    expect(codeOf(await operator.call('PUT', '/vehicles/new', foreign))).toEqual([422, 'unknown-reference']);
    expect(codeOf(await operator.call('PUT', '/vehicles/new', vehicle('b')))).toEqual([422, 'unknown-reference']);
    expect(codeOf(await operator.call('PUT', '/devices/new', { vehicle: 'v-b-1' }))).toEqual([
      422,
      'unknown-reference',
    ]);
    expect(codeOf(await operator.call('PUT', '/devices/new', { vehicle: 'nothing' }))).toEqual([
      422,
      'unknown-reference',
    ]);
  });
});

describe('devices', () => {
  it('answer their secret once', async () => {
    const secret = async (reply: Promise<Reply>): Promise<unknown> =>
      ((await done(reply)).body as { secret?: string }).secret;
    const first = await secret(operator.call('PUT', '/devices/fresh', { vehicle: 'v-a-1' }));
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await secret(operator.call('PUT', '/devices/fresh', { vehicle: 'v-a-1' }))).toBeUndefined();
    expect(await secret(operator.call('POST', '/devices/fresh/rotate', {}))).not.toBe(first);
    expect((await operator.call('DELETE', '/devices/fresh')).status).toBe(204);
    expect(test.asked.revoked).toEqual(['a/fresh']);
    expect(codeOf(await operator.call('POST', '/devices/fresh/rotate', {}))).toEqual([409, 'wrong-state']);
    expect(await secret(operator.call('PUT', '/devices/fresh', { vehicle: 'v-a-1' }))).toMatch(/^[\w-]{43}$/);
  });
});

describe('assignments', () => {
  const assignment = (from: string, more: object = {}): object => ({
    route: 'r-a-1',
    vehicle: 'v-a-1',
    from,
    to: '2026-11-25T00:00:00Z',
    ...more,
  });

  it("that began are the auditor's, the others the operator's", async () => {
    const past = new Date(NOON_MS - 1).toISOString();
    const future = new Date(NOON_MS + 60_000).toISOString();
    expect(codeOf(await operator.call('PUT', '/assignments/past', assignment(past)))).toEqual([403, 'forbidden']);
    expect((await done(auditor.call('PUT', '/assignments/past', assignment(past)))).body).toMatchObject({
      retroactive: true,
    });
    expect(codeOf(await auditor.call('PUT', '/assignments/next', assignment(future)))).toEqual([403, 'forbidden']);
    expect((await done(operator.call('PUT', '/assignments/next', assignment(future)))).body).toMatchObject({
      retroactive: false,
    });
  });

  it('that two write at once are written by one of them, and the other is told', async () => {
    const window = { from: '2026-11-22T06:00:00Z', to: '2026-11-22T14:00:00Z' };
    const body = { route: 'r-a-1', vehicle: 'v-a-1', ...window };
    const crews = ['one', 'two', 'three'];
    let told: unknown[] = [];
    // they meet only where they are read before one of them is written: mostly at once, on a busy machine after some rounds
    for (let round = 0; round < 50 && told.length === 0; round++) {
      const replies = await Promise.all(
        crews.map((crew) => operator.call('PUT', '/assignments/a-a-1', { ...body, crew: `${crew} ${round}` })),
      );
      const won = crews.filter((_, n) => replies[n]!.status === 200).map((crew) => `${crew} ${round}`);
      const { crew } = (await operator.call('GET', '/assignments/a-a-1')).body as { crew: string };
      expect(won).toContain(crew);
      told = replies.filter(({ status }) => status !== 200).map(codeOf);
    }
    expect(new Set(told.map(String))).toEqual(new Set(['409,wrong-state']));
    const alike = await Promise.all(crews.map(() => operator.call('PUT', '/assignments/a-a-1', body)));
    expect(alike.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('keep the version of their route', async () => {
    const future = new Date(NOON_MS + 60_000).toISOString();
    await done(operator.call('PUT', '/assignments/keeps', assignment(future, { route: 'r-a-2' })));
    const route = { municipality: 'a', name: 'new', operation: 'sweep', legs: [{ edge: 'other', side: 'both' }] };
    expect((await done(operator.call('PUT', '/routes/r-a-2', route))).body).toMatchObject({
      version: 2,
      planned_m: 200,
    });
    expect((await done(operator.call('PUT', '/routes/r-a-2', route))).body).toMatchObject({ version: 2 });
    const again = await done(
      operator.call('PUT', '/assignments/keeps', assignment(future, { route: 'r-a-2', crew: 'B' })),
    );
    expect(again.body).toMatchObject({ routeVersion: 1, crew: 'B' });
    expect((await done(operator.call('GET', '/routes/r-a-2?version=1'))).body).toMatchObject({
      version: 1,
      planned_m: 100,
    });
    expect(codeOf(await operator.call('GET', '/routes/r-a-2?version=3'))).toEqual([404, 'not-found']);
  });

  it('end after they began, on a vehicle that does the work', async () => {
    expect(codeOf(await operator.call('PUT', '/assignments/x', assignment('2026-11-26T00:00:00Z')))).toEqual([
      422,
      'invalid',
    ]);
    expect(codeOf(await operator.call('PUT', '/assignments/x', assignment('tomorrow')))).toEqual([422, 'invalid']);
    await done(operator.call('PUT', '/vehicles/plough', vehicle('a', { operations: ['plough'] })));
    const body = assignment('2026-11-24T00:00:00Z', { vehicle: 'plough' });
    expect(codeOf(await operator.call('PUT', '/assignments/x', body))).toEqual([422, 'invalid']);
  });
});

describe('users', () => {
  it('get a password once, and the last administrator stays', async () => {
    const body = { name: 'N', role: 'operator', municipalities: ['a'], locale: 'ru' };
    const made = (await done(test.admin.call('PUT', '/users/new', body))).body as { password: string };
    await test.signIn('new', made.password);
    expect((await done(test.admin.call('PUT', '/users/new', body))).body).not.toHaveProperty('password');
    expect((await test.admin.call('DELETE', '/users/new')).status).toBe(204);
    expect(codeOf(await test.admin.call('DELETE', '/users/new'))).toEqual([404, 'not-found']);
    expect(codeOf(await test.admin.call('DELETE', '/users/admin'))).toEqual([409, 'in-use']);
    expect(codeOf(await test.admin.call('PUT', '/users/admin', body))).toEqual([409, 'in-use']);
  });

  it('of a contractor belong to his municipality', async () => {
    const body = { name: 'N', role: 'contractor', municipalities: ['a'], locale: 'ru', password: PASSWORD };
    expect(codeOf(await test.admin.call('PUT', '/users/k', body))).toEqual([422, 'invalid']);
    expect(codeOf(await test.admin.call('PUT', '/users/k', { ...body, contractor: 'c-b-1' }))).toEqual([
      422,
      'other-municipality',
    ]);
  });
});

describe('the same GET without new data', () => {
  it('gives the same bytes, compressed or not', async () => {
    for (const path of ['/assignments', '/routes', '/assignments/a-a-1/coverage', '/openapi.json']) {
      const [one, two, plain] = [
        await done(test.admin.call('GET', path)),
        await done(test.admin.call('GET', path)),
        await done(test.admin.call('GET', path, undefined, { 'accept-encoding': 'identity' })),
      ];
      expect(two.text).toBe(one.text);
      expect(plain.text).toBe(one.text);
    }
  });

  it('of a basemap costs nothing', async () => {
    const first = await done(test.admin.call('GET', '/municipalities/b/basemap'));
    const etag = first.headers.get('etag')!;
    const again = await test.admin.call('GET', '/municipalities/b/basemap', undefined, { 'if-none-match': etag });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

it('every write leaves an audit record, without passwords', async () => {
  const { text, body } = await done(test.admin.call('GET', '/audit?limit=1000'));
  const actions = new Set((body as { items: { action: string }[] }).items.map((item) => item.action));
  for (const action of [
    'PUT /vehicles/{id}',
    'PUT /municipalities/{m}/network',
    'POST /session',
    'POST /devices/{id}/rotate',
    'DELETE /users/{login}',
  ]) {
    expect(actions).toContain(action);
  }
  expect(text).not.toContain(PASSWORD);
});

it.each([
  ['PUT /contractors/{id}', 'c-a-1', 'contractor a-1'],
  ['PUT /vehicles/{id}', 'v-a-1', 'a-1'],
  ['PUT /routes/{id}', 'r-a-1', 'r-a-1 route a'],
  ['PUT /assignments/{id}', 'a-a-1', 'r-a-1, a-1'],
  ['PUT /users/{login}', 'operator-a', 'operator-a'],
  ['PUT /devices/{id}', 'd-a-1', null],
])('the record of %s says what people call its object', async (action, object, name) => {
  const { body } = await done(test.admin.call('GET', `/audit?${new URLSearchParams({ action, object })}`));
  expect((body as { items: unknown[] }).items[0]).toMatchObject({ object, name });
});

it('people are told by name to who sees their town, other contractors’ not to a contractor', async () => {
  const second = { name: 'Second', role: 'contractor', contractor: 'c-a-2', municipalities: ['a'], locale: 'en' };
  await done(test.admin.call('PUT', '/users/second-a', { ...second, password: PASSWORD }));
  const told = async (client: Client) => {
    const { body } = await done(client.call('GET', '/municipalities/a/people'));
    return (body as { items: { login: string }[] }).items.map(({ login }) => login);
  };
  expect(await told(operator)).toEqual(['admin', 'auditor-a', 'contractor-a', 'operator-a', 'second-a']);
  expect(await told(contractor)).toEqual(['admin', 'auditor-a', 'contractor-a', 'operator-a']);
  expect(codeOf(await operator.call('GET', '/municipalities/b/people'))).toEqual([404, 'not-found']);
});
