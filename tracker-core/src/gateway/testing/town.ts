import type { Role } from '@sweepline/contract';
import { ensureAdministrator, openSession } from '../../store/objects/users.ts';
import { openTemporaryStore, type TemporaryStore } from '../../store/testing/temporary-store.ts';
import { startGateway, type Gateway } from '../gateway.ts';
import { SESSION_MS } from '../sessions.ts';
import { fakePorts, type Asked, type FakeFleet } from './fake-ports.ts';

export const PASSWORD = 'a-long-test-password';
/** The service's clock in these tests. */
export const NOON_MS = Date.UTC(2026, 10, 21, 12);

export interface Reply {
  readonly status: number;
  readonly body: never;
  readonly text: string;
  readonly headers: Headers;
}

/** A client of the API with one user's token. */
export interface Client {
  readonly token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly store: TemporaryStore;
  readonly asked: Asked;
  readonly fleet: FakeFleet;
  readonly clock: { now_ms: number };
  readonly logged: unknown[];
  anonymous: Client;
  admin: Client;
  signIn(login: string, password?: string): Promise<Client>;
  /** Without the password, whose check costs a good part of a second on purpose. */
  signedIn(login: string): Promise<Client>;
  close(): Promise<void>;
}

export function clientOf(url: string, token: string): Client {
  return {
    token,
    call: async (method, path, body, headers = {}) => {
      const reply = await fetch(
        `${url}${path.startsWith('/api') || path.startsWith('//') ? path.replace('//', '/') : `/api/v1${path}`}`,
        {
          method,
          headers: {
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined
            ? {}
            : {
                body:
                  typeof body === 'string'
                    ? body
                    : body instanceof Uint8Array
                      ? Buffer.from(body)
                      : JSON.stringify(body),
              }),
        },
      );
      const text = await reply.text();
      const json = reply.headers.get('content-type')?.includes('json') && text !== '';
      return { status: reply.status, text, headers: reply.headers, body: (json ? JSON.parse(text) : null) as never };
    },
  };
}

/** A real server over a real database, with nothing but the running fleet faked. */
export async function startTestGateway(dashboardDir: string | null = null): Promise<TestGateway> {
  const store = await openTemporaryStore();
  await ensureAdministrator(store.db, PASSWORD);
  const asked: Asked = { changed: [], admitted: [], revoked: [], cases: [], networks: [] };
  const fleet: FakeFleet = { vehicles: [], assignments: [], incidents: [] };
  const clock = { now_ms: NOON_MS };
  const logged: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (details: object) => void logged.push(details) };
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    db: store.db,
    ports: fakePorts(store.db, asked, fleet),
    now: () => clock.now_ms,
    log,
    dashboardDir,
    metricsToken: null,
    publicOrigin: null,
    mapStyleUrl: null,
  });
  const anonymous = clientOf(gateway.url, '');
  const signIn = async (login: string, password = PASSWORD): Promise<Client> => {
    const { status, body, text } = await anonymous.call('POST', '/session', { login, password });
    if (status !== 200) throw new Error(text);
    return clientOf(gateway.url, (body as { token: string }).token);
  };
  const signedIn = async (login: string): Promise<Client> =>
    clientOf(gateway.url, await openSession(store.db, login, clock.now_ms, clock.now_ms + SESSION_MS));
  const admin = await signedIn('admin');
  const close = async (): Promise<void> => {
    await gateway.close();
    await store.remove();
  };
  return { gateway, store, asked, fleet, clock, logged, anonymous, admin, signIn, signedIn, close };
}

/** A call that must succeed. */
export async function done(reply: Promise<Reply>): Promise<Reply> {
  const { status, text, ...rest } = await reply;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return { status, text, ...rest };
}

/** Objects of one kind each for a municipality: ids end in its name, and a contractor's in his number. */
export async function makeTown({ admin }: TestGateway, m: string): Promise<void> {
  const put = (path: string, body: unknown): Promise<Reply> => done(admin.call('PUT', path, body));
  await put(`/municipalities/${m}`, { name: m, timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  await done(
    admin.call('PUT', `/municipalities/${m}/network`, '{"type":"FeatureCollection","features":[]}', {
      'content-type': 'application/geo+json',
    }),
  );
  const route = {
    municipality: m,
    name: `route ${m}`,
    operation: 'sweep',
    legs: [{ edge: `edge-${m}`, side: 'right' }],
  };
  for (const n of [1, 2]) {
    const of = `${m}-${n}`;
    await put(`/contractors/c-${of}`, { name: `contractor ${of}`, municipality: m });
    await put(`/vehicles/v-${of}`, {
      plate: of,
      municipality: m,
      contractor: `c-${of}`,
      operations: ['sweep'],
      gearSensors: ['brush'],
    });
    await put(`/devices/d-${of}`, { vehicle: `v-${of}` });
    await put(`/routes/r-${of}`, route);
    await put(`/assignments/a-${of}`, {
      route: `r-${of}`,
      vehicle: `v-${of}`,
      from: '2026-11-22T06:00:00Z',
      to: '2026-11-22T14:00:00Z',
    });
  }
}

/** A user of each role in the municipality; the contractor's people belong to its first contractor. */
export async function makeUsers(test: TestGateway, m: string): Promise<Record<Role, Client>> {
  const clients: Partial<Record<Role, Client>> = { administrator: test.admin };
  for (const role of ['operator', 'auditor', 'contractor'] as const) {
    const login = `${role}-${m}`;
    const contractor = role === 'contractor' ? { contractor: `c-${m}-1` } : {};
    await done(
      test.admin.call('PUT', `/users/${login}`, {
        name: login,
        role,
        municipalities: [m],
        locale: 'en',
        password: PASSWORD,
        ...contractor,
      }),
    );
    clients[role] = await test.signedIn(login);
  }
  return clients as Record<Role, Client>;
}
