import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  SessionAnswer,
  User,
  type CoverageAnswer,
  type PageOf,
  type ServiceAnswer,
  type TrackAnswer,
} from '@sweepline/contract';
import { connectOf } from './device.ts';
import { drive, iso, makeStreetTown, plan, range } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { PASSWORD, userOf } from './user.ts';
import { expectShape } from './shape.ts';

const HOUR_MS = 3_600_000;
const now_ms = Date.now();
const window = { from_ms: now_ms - 2 * HOUR_MS, to_ms: now_ms + HOUR_MS };

let service: ServiceProcess;
beforeAll(async () => {
  service = await startServiceProcess();
  const town = await makeStreetTown(service.api, 'town', 2);
  await plan(service.api, town, 'town-a', window);
  await userOf(service, 'auditor-1', 'auditor', ['town']);
  const device = await connectOf(service, town);
  await device.send(drive(window.from_ms + 60_000, 0, 700), 10);
  await device.end();
});
afterAll(() => service?.remove());

const all = `?${range(window.from_ms, window.to_ms)}`;

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
});
