import { describe, expect, it } from 'vitest';
import { address, RestClient } from './client.ts';
import { codeOf } from './request-error.ts';

const answering = (...answers: readonly (readonly [number, unknown])[]) => {
  const asked: string[] = [];
  const client = new RestClient((async (url: string) => {
    const [status, body] = answers[asked.length] ?? [500, null];
    asked.push(url);
    return new Response(body === null ? null : JSON.stringify(body), { status });
  }) as typeof fetch);
  return { client, asked };
};

describe('the REST client', () => {
  it('follows the pages of a list', async () => {
    const { client, asked } = answering([200, { items: [1, 2], next: 'b c' }], [200, { items: [3], next: null }]);
    expect(await client.list('/vehicles', { municipality: 'm' })).toEqual([1, 2, 3]);
    expect(asked).toEqual([
      '/api/v1/vehicles?limit=1000&municipality=m',
      '/api/v1/vehicles?limit=1000&municipality=m&after=b+c',
    ]);
  });

  it('throws the code of the contract and names what is not of it', async () => {
    const code = (status: number, body: unknown) => answering([status, body]).client.get('/users').catch(codeOf);
    expect(await code(429, { code: 'too-many-requests', message: 'slow down' })).toBe('too-many-requests');
    expect(await code(502, { html: true })).toBe('unexpected');
    expect(await code(500, { code: 'toString', message: '' })).toBe('unexpected');
    const dead = new RestClient((() => Promise.reject(new TypeError('failed'))) as typeof fetch);
    expect(await dead.get('/users').catch(codeOf)).toBe('unreachable');
  });

  it('tells of an ended session, but not of a wrong password', async () => {
    const told: string[] = [];
    const { client } = answering(
      [401, { code: 'wrong-password', message: '' }],
      [401, { code: 'not-signed-in', message: '' }],
    );
    client.onSignedOut = () => told.push('out');
    await client.send('POST', '/session', {}).catch(() => {});
    expect(told).toEqual([]);
    await client.get('/users').catch(() => {});
    expect(told).toEqual(['out']);
  });

  it('leaves out what is not asked for', () =>
    expect(address('/x', { a: undefined, b: 'ü' })).toBe('/api/v1/x?b=%C3%BC'));
});
