import { beforeAll, describe, expect, test } from 'vitest';
import { RouteVersion, WayAnswer, type PageOf, type Route } from '@sweepline/contract';
import { RouteAnswer } from '../tracker-core/src/gateway/routes/answers.ts';
import type { Api } from './api.ts';
import { BLOCK_M, iso, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { useTownPeople } from './town-people.ts';

let service: ServiceProcess;
let town: Town;
let operator: Api;
let auditor: Api;
let contractor: Api;
let stranger: Api;
const shared = useTownPeople();
beforeAll(() => void ({ service, town, operator, auditor, contractor, stranger } = shared));

const body = (legs: object[], name = 'Main street') => ({ municipality: 'town', name, operation: 'plough', legs });
const BOTH = [{ edge: 'b0', side: 'both' }];
const LONGER = [...BOTH, { edge: 'b1', side: 'right', passes: 2 }];
const assign = (route: string, id: string) =>
  operator.request('PUT', `/assignments/${id}`, {
    route,
    vehicle: town.vehicles[0],
    from: iso(Date.now() + 3_600_000),
    to: iso(Date.now() + 7_200_000),
  });

describe('versions of a route', () => {
  test('are listed newest first, with the assignments that hold each', async () => {
    await operator.put('/routes/r1', body(BOTH));
    expect((await assign('r1', 'a1')).status).toBe(200);
    await operator.put('/routes/r1', body(LONGER));
    const { items } = await operator.get<PageOf<RouteVersion>>('/routes/r1/versions');
    items.forEach((item) => expectShape(RouteVersion, item));
    expect(items.map(({ version, legs, madeBy, assignments }) => [version, legs, madeBy, assignments])).toEqual([
      [2, 3, 'operator-1', 0],
      [1, 2, 'operator-1', 1],
    ]);
    expect(items[0]!.planned_m).toBeCloseTo(4 * BLOCK_M, -1);
    const paged = await operator.get<PageOf<RouteVersion>>('/routes/r1/versions?limit=1');
    expect(paged.items).toHaveLength(1);
    const rest = await operator.get<PageOf<RouteVersion>>(`/routes/r1/versions?limit=1&after=${paged.next}`);
    expect(rest).toMatchObject({ items: [{ version: 1 }], next: null });
  });

  test('leave as lines on the streets', async () => {
    const { body: lines } = await operator.request('GET', '/routes/r1/legs.geojson?version=1');
    const { features } = lines as {
      features: { properties: Record<string, unknown>; geometry: { coordinates: unknown[] } }[];
    };
    expect(features.map(({ properties }) => `${properties['edge']} ${properties['side']}`)).toEqual([
      'b0 right',
      'b0 left',
    ]);
    expect(features[0]!.geometry.coordinates).toHaveLength(2);
  });

  test('are seen by the contractor whose vehicle has the route, and by no stranger', async () => {
    expect((await contractor.request('GET', '/routes/r1/versions')).status).toBe(200);
    for (const path of ['/routes/r1/versions', '/routes/r1/legs.geojson', '/routes/none/versions'])
      expectRefused(await stranger.request('GET', path), 'not-found');
    expectRefused(await operator.request('GET', '/routes/r1/versions?after=x'), 'bad-request');
  });
});

describe('a route out of use', () => {
  test('is removed where nothing was made with it', async () => {
    await operator.put('/routes/r2', body(BOTH));
    for (const someone of [auditor, contractor])
      expectRefused(await someone.request('DELETE', '/routes/r2'), 'forbidden');
    expectRefused(await stranger.request('DELETE', '/routes/r2'), 'not-found');
    expect((await operator.request('DELETE', '/routes/r2')).status).toBe(204);
    expectRefused(await operator.request('GET', '/routes/r2'), 'not-found');
    const { items } = await service.api.get<PageOf<{ action: string; object: string }>>('/audit');
    expect(items[0]).toMatchObject({ action: 'DELETE /routes/{id}', object: 'r2' });
  });

  test('that was assigned is retired: kept, not listed, given to nobody, and restored', async () => {
    expect(expectRefused(await operator.request('DELETE', '/routes/r1'), 'in-use')).toContain('a1');
    const retired = await operator.request('POST', '/routes/r1/retire');
    expectShape(RouteAnswer, retired.body);
    expect((retired.body as Route).retiredAt).toMatch(/Z$/);
    const ids = async (query: string) =>
      (await operator.get<PageOf<Route>>(`/routes?municipality=town${query}`)).items.map(({ id }) => id);
    expect(await ids('')).toEqual([]);
    expect(await ids('&retired=yes')).toEqual(['r1']);
    expect(await ids('&retired=all')).toEqual(['r1']);
    expectRefused(await operator.request('GET', '/routes?retired=perhaps'), 'bad-request');
    expectRefused(await assign('r1', 'a2'), 'wrong-state');
    // what it was given to before keeps it, and may be changed
    expect((await assign('r1', 'a1')).status).toBe(200);
    for (const someone of [auditor, contractor])
      expectRefused(await someone.request('POST', '/routes/r1/restore'), 'forbidden');
    expectRefused(await stranger.request('POST', '/routes/r1/restore'), 'not-found');
    expect((await operator.request('POST', '/routes/r1/restore')).body).not.toHaveProperty('retiredAt');
    expect(await ids('')).toEqual(['r1']);
    expect((await assign('r1', 'a2')).status).toBe(200);
  });
});

describe('how a route goes on', () => {
  const way = (given: object, api = operator, m = 'town') =>
    api.request('POST', `/municipalities/${m}/routes/way`, given);

  test('by the shortest way between two streets, and the block around a place', async () => {
    const answer = await way({ from: { edge: 'b0' }, to: { edge: 'b3', at_m: 20 } });
    expectShape(WayAnswer, answer.body);
    const { way: found, block } = answer.body as WayAnswer;
    expect(found!.legs.map(({ edge, forward }) => `${edge} ${forward}`)).toEqual(['b1 true', 'b2 true']);
    expect(found!.length_m).toBeCloseTo(2 * BLOCK_M, -1);
    expect(block.to_m).toBeCloseTo(BLOCK_M, -1);
    expect((await way({ to: { edge: 'b3', at_m: 0 } })).body).toMatchObject({ way: null });
  });

  test('refuses what is no street, and who may not plan here', async () => {
    expectRefused(await way({ to: { edge: 'gone', at_m: 0 } }), 'unknown-edge');
    expectRefused(await way({ from: { edge: 'gone' }, to: { edge: 'b0', at_m: 0 } }), 'unknown-edge');
    expectRefused(await way({ to: { edge: 'b0', at_m: -1 } }), 'invalid');
    expectRefused(await way({ to: { edge: 'b0', at_m: 'x' } }), 'invalid');
    expectRefused(await way({ to: { edge: 'b0', at_m: 0 } }, auditor), 'forbidden');
    expectRefused(await way({ to: { edge: 'b0', at_m: 0 } }, stranger), 'not-found');
  });
});
