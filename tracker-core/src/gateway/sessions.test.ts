import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../store/db.ts';
import { SESSION_MS, Sessions } from './sessions.ts';
import {
  clientOf,
  done,
  makeTown,
  makeUsers,
  PASSWORD,
  startTestGateway,
  type Reply,
  type TestGateway,
} from './testing/town.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'a');
  await makeUsers(test, 'a');
}, 60_000);
afterAll(() => test.close());

const codeOf = ({ status, body }: Reply): unknown => [status, (body as { code: string } | null)?.code];

async function cookieOf(login: string): Promise<string> {
  const { headers } = await done(test.anonymous.call('POST', '/session', { login, password: PASSWORD }));
  const cookie = headers.get('set-cookie')!;
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  return cookie.split(';')[0]!;
}

describe('a session', () => {
  it('stands in a cookie, whose writes come from the same origin only', async () => {
    const cookie = await cookieOf('operator-a');
    const origin = test.gateway.url;
    const body = { name: 'x', municipality: 'a' };
    const put = (headers: Record<string, string>): Promise<Reply> =>
      test.anonymous.call('PUT', '/contractors/by-cookie', body, { cookie, ...headers });
    expect((await test.anonymous.call('GET', '/session', undefined, { cookie })).body).toMatchObject({
      user: { login: 'operator-a' },
    });
    expect(codeOf(await put({}))).toEqual([403, 'forbidden']);
    expect(codeOf(await put({ origin: 'https://evil.example' }))).toEqual([403, 'forbidden']);
    expect(codeOf(await put({ origin: 'null' }))).toEqual([403, 'forbidden']);
    expect((await put({ origin })).status).toBe(200);
  });

  it('is opened from another site by nobody', async () => {
    const reply = await test.anonymous.call(
      'POST',
      '/session',
      { login: 'admin', password: PASSWORD },
      { origin: 'https://evil.example' },
    );
    expect(codeOf(reply)).toEqual([403, 'forbidden']);
  });

  it('ends by signing out', async () => {
    const client = await test.signIn('operator-a');
    expect((await client.call('DELETE', '/session')).status).toBe(204);
    expect(codeOf(await client.call('GET', '/vehicles'))).toEqual([401, 'not-signed-in']);
    expect(codeOf(await client.call('GET', '/session'))).toEqual([401, 'not-signed-in']);
  });

  it('ends with the user and with his password, and follows his rights', async () => {
    const body = { name: 'x', role: 'operator', municipalities: ['a'], locale: 'en', password: PASSWORD };
    await done(test.admin.call('PUT', '/users/brief', body));
    const first = await test.signIn('brief');
    await done(test.admin.call('PUT', '/users/brief', { ...body, municipalities: [] }));
    expect(codeOf(await first.call('GET', '/vehicles/v-a-1'))).toEqual([401, 'not-signed-in']);
    const second = await test.signIn('brief');
    expect((await done(second.call('GET', '/vehicles'))).body).toEqual({ items: [], next: null });
    await done(test.admin.call('PUT', '/users/brief', { ...body, password: undefined }));
    expect((await second.call('GET', '/vehicles/v-a-1')).status).toBe(200);
    await done(test.admin.call('DELETE', '/users/brief'));
    expect(codeOf(await second.call('GET', '/vehicles'))).toEqual([401, 'not-signed-in']);
  }, 60_000);

  it('runs out', async () => {
    const client = await test.signIn('auditor-a');
    test.clock.now_ms += SESSION_MS - 1;
    expect((await client.call('GET', '/vehicles')).status).toBe(200);
    test.clock.now_ms += 1;
    expect(codeOf(await client.call('GET', '/vehicles'))).toEqual([401, 'not-signed-in']);
    test.admin = await test.signedIn('admin');
  });

  it('is not guessed', async () => {
    for (const token of ['', 'x', 'a'.repeat(43), `${test.admin.token}x`]) {
      const reply = await clientOf(test.gateway.url, token).call('GET', '/vehicles');
      expect(codeOf(reply)).toEqual([401, 'not-signed-in']);
    }
  });

  it('is refused after ten wrong passwords, for this login alone', async () => {
    const attempt = (login: string, password: string): Promise<Reply> =>
      test.anonymous.call('POST', '/session', { login, password });
    for (let i = 0; i < 10; i++)
      expect(codeOf(await attempt('contractor-a', 'wrong'))).toEqual([401, 'wrong-password']);
    const refused = await attempt('contractor-a', PASSWORD);
    expect(codeOf(refused)).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt('operator-a', PASSWORD)).status).toBe(200);
    expect(codeOf(await attempt('nobody', 'wrong'))).toEqual([401, 'wrong-password']);
  }, 60_000);
});

it('what is read of a user while his rights change is read again', async () => {
  const { token } = await test.signedIn('auditor-a');
  let meanwhile = async (): Promise<void> => undefined;
  const db: Db = Object.assign(Object.create(test.store.db) as Db, {
    query: async (...args: Parameters<Db['query']>) => {
      const rows = await test.store.db.query(...args);
      const [then, none] = [meanwhile, async () => undefined];
      meanwhile = none;
      await then();
      return rows;
    },
  });
  const sessions: Sessions = new Sessions(db, () => test.clock.now_ms);
  meanwhile = () => sessions.userChanged('auditor-a', true);
  expect(await sessions.find(token)).toBeNull();
});
