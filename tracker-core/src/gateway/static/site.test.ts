import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/town.ts';

const SCRIPT = `export const words = ${JSON.stringify('street '.repeat(1_000))};`;

let folder: string;
let test: TestGateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweepline-site-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Sweepline</title>');
  await writeFile(join(folder, 'assets', 'main-4f2a.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'main-4f2a.js.map'), '{}');
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  test = await startTestGateway(folder);
}, 60_000);
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(test.gateway.url + path, { headers });

describe('the dashboard', () => {
  it('is one page under every address that is no file', async () => {
    for (const path of ['/', '/incidents/4711', '/index.html']) {
      const reply = await get(path);
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await reply.text()).toContain('<title>Sweepline</title>');
    }
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/assets/main-4f2a.js.map')).status).toBe(404);
    expect((await get('/../package.json')).status).toBe(404);
    expect((await get('/%2e%2e/package.json')).status).toBe(404);
    expect((await fetch(test.gateway.url, { method: 'POST' })).status).toBe(405);
  });

  it('keeps hashed files for ever, packed as the browser takes them', async () => {
    const packed = await get('/assets/main-4f2a.js', { 'accept-encoding': 'br' });
    expect(packed.headers.get('cache-control')).toContain('immutable');
    expect(packed.headers.get('content-encoding')).toBe('br');
    // fetch unpacks by itself
    expect(await packed.text()).toBe(SCRIPT);
    const plain = await get('/assets/main-4f2a.js', { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT]);
    const none = await get('/assets/main-4f2a.js', { 'accept-encoding': 'br;q=0' });
    expect(none.headers.get('content-encoding')).toBeNull();
  });

  it('costs nothing when it has not changed', async () => {
    const etag = (await get('/')).headers.get('etag')!;
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304);
  });

  it('lets no foreign script in and goes into no frame', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')!;
    const directives = Object.fromEntries(
      policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
    );
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'worker-src': "'self' blob:",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
    });
  });
});

describe('beside it', () => {
  it('the documentation works offline', async () => {
    const page = await get('/api/docs');
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    for (const [, address] of text.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await get(address!)).status).toBe(200);
    expect(text).not.toContain('http');
    expect((await get('/api/docs/nothing')).status).toBe(404);
    expect((await get('/api/v1/openapi.json')).status).toBe(200);
  });

  it('health and figures answer', async () => {
    expect(await (await get('/healthz')).text()).toBe('ok\n');
    expect(await (await get('/readyz')).json()).toEqual({
      ready: true,
      dependencies: { database: null, mqtt: null },
      troubles: { database: null, mqtt: null },
      lacks: ['background jobs: the service compresses, refreshes and drops by itself'],
      lacking: ['jobs'],
    });
    const metrics = await (await get('/metrics')).text();
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.5' })).status).toBe(403);
    expect(metrics).toContain('sweepline_test');
    expect(metrics).toMatch(
      /sweepline_http_request_seconds_count\{route="\/openapi.json",method="GET",status="200"\} 1/,
    );
  });
});
