import { describe, expect, it } from 'vitest';
import type { Route } from './route.ts';
import { Router } from './router.ts';

const declared = (method: Route['method'], path: string): Route => ({
  method,
  path,
  tag: '',
  summary: '',
  roles: [],
  handle: async () => undefined,
});

const router = new Router([
  declared('GET', '/vehicles'),
  declared('GET', '/vehicles/{id}'),
  declared('PUT', '/vehicles/{id}'),
  declared('GET', '/vehicles/{id}/track'),
  declared('GET', '/vehicles/lost'),
]);

const found = (method: string, path: string): unknown => {
  const result = router.find(method, path);
  return result.kind === 'route' ? [result.route.path, result.params] : result;
};

describe('Router', () => {
  it.each([
    ['GET', '/vehicles', ['/vehicles', {}]],
    ['HEAD', '/vehicles', ['/vehicles', {}]],
    ['GET', '/vehicles/v1', ['/vehicles/{id}', { id: 'v1' }]],
    ['GET', '/vehicles/v%2F1', ['/vehicles/{id}', { id: 'v/1' }]],
    ['GET', '/vehicles/lost', ['/vehicles/lost', {}]],
    ['GET', '/vehicles/lost/track', ['/vehicles/{id}/track', { id: 'lost' }]],
    ['DELETE', '/vehicles/v1', { kind: 'method-not-allowed', allowed: ['GET', 'PUT'] }],
    ['GET', '/vehicles/', { kind: 'not-found' }],
    ['GET', '/vehicles//track', { kind: 'not-found' }],
    ['GET', '/vehicles/%E0%A4%A', { kind: 'not-found' }],
    ['GET', '/', { kind: 'not-found' }],
  ])('%s %s', (method, path, expected) => expect(found(method, path)).toEqual(expected));

  it('takes no route twice', () => {
    expect(() => new Router([declared('GET', '/a/{x}'), declared('GET', '/a/{y}')])).toThrow('declared twice');
  });
});
