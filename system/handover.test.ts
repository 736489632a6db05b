import { beforeAll, describe, expect, test } from 'vitest';
import {
  Assignee,
  centimetresOf,
  type Assignment,
  type CoverageAnswer,
  type HandoverAnswer,
  type PageOf,
  type RecomputeAnswer,
} from '@sweepline/contract';
import { HandoverAnswer as Answer } from '../tracker-core/src/gateway/routes/answers.ts';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { LiveSocket } from './live-client.ts';
import { BLOCK_M, drive, iso, plan, routeBody, vehicleBody, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { sumOf } from './told-metres.ts';
import { useTownPeople } from './town-people.ts';
import { until } from './until.ts';

const MINUTE_MS = 60_000;
const begin_ms = Math.floor(Date.now() / 1_000) * 1_000 - 40 * MINUTE_MS;
const end_ms = begin_ms + 4 * 60 * MINUTE_MS;
/** The first vehicle has done the first half by then. */
const at_ms = begin_ms + 30 * MINUTE_MS;

let service: ServiceProcess;
let town: Town;
let operator: Api;
let auditor: Api;
let contractor: Api;
let stranger: Api;
const shared = useTownPeople(3);
beforeAll(() => void ({ service, town, operator, auditor, contractor, stranger } = shared));

const coverage = (id: string) => service.api.get<CoverageAnswer>(`/assignments/${id}/coverage`);
const handOver = (id: string, body: object, api = operator) => api.request('POST', `/assignments/${id}/handover`, body);

describe('the rest of a route', () => {
  test('goes to another vehicle: metres are planned once, and its driver is told', async () => {
    await plan(service.api, town, 'a', { from_ms: begin_ms, to_ms: end_ms });
    const before = await coverage('a');
    const first = await connectOf(service, town, 0);
    await first.send(drive(begin_ms + MINUTE_MS, 0, 4 * BLOCK_M), 40);
    const second = await connectOf(service, town, 1);

    const reply = await handOver('a', { vehicle: town.vehicles[1], at: iso(at_ms), crew: 'Crew 2' });
    expect(reply.status).toBe(200);
    expectShape(Answer, reply.body);
    const { assignment, rest, kept_m, given_m, command } = reply.body as HandoverAnswer;
    expect(assignment).toMatchObject({ id: 'a', to: iso(at_ms), handedOverTo: rest.id });
    expect(rest).toMatchObject({
      vehicle: town.vehicles[1],
      route: 'a-route',
      from: iso(at_ms),
      to: iso(end_ms),
      crew: 'Crew 2',
      continues: 'a',
      retroactive: false,
    });
    expect(centimetresOf(kept_m) + centimetresOf(given_m)).toBe(centimetresOf(before.planned_m));
    expect(kept_m).toBeGreaterThan(3.5 * BLOCK_M);

    const [done, left] = [await coverage('a'), await coverage(rest.id)];
    expect([done.planned_m, left.planned_m]).toEqual([kept_m, given_m]);
    expect(done.covered_m).toBe(kept_m);
    expect(left.covered_m).toBe(0);
    for (const answer of [done, left]) expect(sumOf(answer)).toBe(centimetresOf(answer.planned_m));

    const told = await until(
      'the order at the second vehicle',
      () => second.commands,
      (commands) => commands.length > 0,
    );
    expect(told[0]).toMatchObject({ id: command, kind: 'assignment', assignment: rest.id, route: 'a-route' });

    await second.send(drive(at_ms + MINUTE_MS, 3 * BLOCK_M, 8 * BLOCK_M), 60);
    const finished = await coverage(rest.id);
    expect(finished.covered_m).toBeGreaterThan(0.95 * given_m);
    expect(finished.legs.flatMap(({ pieces }) => pieces).every(({ vehicle }) => vehicle !== town.vehicles[0])).toBe(
      true,
    );
    for (const id of ['a', rest.id]) {
      const { digest } = await service.api.post<RecomputeAnswer>(`/assignments/${id}/recompute`, {});
      expect(digest).toBe((await coverage(id)).digest);
    }
    await first.end();
    await second.end();
  });

  test('is followed from one assignment to the next, and leaves an audit record', async () => {
    const { items } = await operator.get<PageOf<Assignment>>('/assignments?municipality=town&route=a-route');
    expect(items.map(({ id, continues, handedOverTo }) => [id, continues, handedOverTo])).toEqual([
      ['a', undefined, 'a-h1'],
      ['a-h1', 'a', undefined],
    ]);
    const audit = await service.api.get<PageOf<{ action: string; object: string }>>('/audit');
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'POST /assignments/{id}/handover', object: 'a' }),
    );
  });

  test('keeps its part when the assignment is written again, and gets the whole of another route', async () => {
    const part = (await coverage('a-h1')).planned_m;
    const body = { route: 'a-route', vehicle: town.vehicles[1], from: iso(at_ms), to: iso(end_ms + MINUTE_MS) };
    await service.api.put('/assignments/a-h1', body);
    expect((await coverage('a-h1')).planned_m).toBe(part);
    await service.api.put('/routes/short', routeBody('town', [7]));
    await service.api.put('/assignments/a-h1', { ...body, route: 'short' });
    expect((await coverage('a-h1')).planned_m).toBeCloseTo(BLOCK_M, -1);
  });

  test('may be all of it, and goes on from hand to hand', async () => {
    await service.api.put('/routes/b-route', routeBody('town', [6, 7]));
    const window = { from: iso(Date.now() - 2 * MINUTE_MS), to: iso(end_ms) };
    await service.api.put('/assignments/b', { route: 'b-route', vehicle: town.vehicles[2], ...window });
    await service.api.put('/vehicles/mute', vehicleBody('town', town.contractor));
    const all = (await handOver('b', { vehicle: 'mute' })).body as HandoverAnswer;
    expect(all).toMatchObject({ kept_m: 0, command: null, rest: { id: 'b-h1' } });
    expect(await coverage('b')).toMatchObject({ planned_m: 0, legs: [] });
    for (const id of ['b', 'b-h1']) expectRefused(await service.api.request('DELETE', `/assignments/${id}`), 'in-use');
    await until('a moment of its own', () => Date.now() > Date.parse(all.rest.from) + 2_000);
    const on = (await handOver('b-h1', { vehicle: town.vehicles[2] })).body as HandoverAnswer;
    expect(on).toMatchObject({ kept_m: 0, given_m: all.given_m, rest: { id: 'b-h2', continues: 'b-h1' } });
  });
});

test('both parts are on the desk, the first without legs where nothing was done', async () => {
  const live = await LiveSocket.open(service, service.api.token);
  const { snapshot } = await live.view({ municipality: 'town' });
  const shown = new Map(snapshot.assignments.map((one) => [one.assignment, one]));
  expect(shown.get('b')).toMatchObject({ planned_m: 0, covered_m: 0, forecast: null });
  const rest = await coverage('b-h2');
  expect(shown.get('b-h2')).toMatchObject({ planned_m: rest.planned_m, vehicle: town.vehicles[2] });
  const state = live.state();
  expect(state.legs.get('b') ?? []).toEqual([]);
  expect(state.legs.get('b-h2')).toHaveLength(rest.legs.length);
  live.close();
});

describe('is refused', () => {
  beforeAll(async () => {
    await service.api.put('/routes/c-route', routeBody('town', [0]));
    const c = { route: 'c-route', vehicle: town.vehicles[1] };
    await service.api.put('/assignments/c', { ...c, from: iso(begin_ms), to: iso(end_ms) });
    await service.api.put('/assignments/d', { ...c, from: iso(begin_ms - 60 * MINUTE_MS), to: iso(begin_ms) });
  });

  test.each([
    ['without a vehicle', {}, 'invalid'],
    ['to one that nobody knows', { vehicle: 'nobody' }, 'unknown-reference'],
    ["to another town's", { vehicle: 'other-v0' }, 'unknown-reference'],
    ['to the one that has it', { vehicle: 'town-v1' }, 'invalid'],
    ['at no instant', { vehicle: 'town-v2', at: 'noon' }, 'invalid'],
    ['before the window', { vehicle: 'town-v2', at: iso(begin_ms) }, 'invalid'],
    ['ahead of the present', { vehicle: 'town-v2', at: iso(Date.now() + 30 * MINUTE_MS) }, 'invalid'],
    ['long after the fact by an operator', { vehicle: 'town-v2', at: iso(begin_ms + MINUTE_MS) }, 'forbidden'],
  ] as const)('%s', async (_, body, code) => {
    expectRefused(await handOver('c', body), code);
  });

  test('to a vehicle for other work', async () => {
    await service.api.put('/vehicles/grit', { ...vehicleBody('town', town.contractor), operations: ['grit'] });
    expect(expectRefused(await handOver('c', { vehicle: 'grit' }), 'invalid')).toContain('plough');
  });

  test('when the window is over, and to whom it is not allowed', async () => {
    expectRefused(await handOver('d', { vehicle: 'town-v2' }), 'wrong-state');
    expectRefused(await handOver('c', { vehicle: 'town-v2' }, contractor), 'forbidden');
    expectRefused(await handOver('c', { vehicle: 'town-v2' }, auditor), 'forbidden');
    expectRefused(await handOver('c', { vehicle: 'other-v0' }, stranger), 'not-found');
    expectRefused(await handOver('none', { vehicle: 'town-v2' }), 'not-found');
  });

  test('but after the fact by an auditor it is done, and said to be retroactive', async () => {
    const reply = await handOver('c', { vehicle: 'town-v2', at: iso(begin_ms + MINUTE_MS) }, auditor);
    expect(reply.body).toMatchObject({ assignment: { retroactive: true }, rest: { retroactive: true } });
  });
});

test('of a route that is done there is none', async () => {
  await service.api.put('/routes/done', routeBody('town', [0]));
  const body = { route: 'done', vehicle: town.vehicles[1], from: iso(begin_ms), to: iso(end_ms) };
  await service.api.put('/assignments/done', body);
  await service.api.put('/assignments/done', { ...body, from: iso(Date.now() - 5 * MINUTE_MS) });
  const device = await connectOf(service, town, 1);
  await device.send(drive(Date.now() - 4 * MINUTE_MS, -50, 2 * BLOCK_M), 60);
  const before = await coverage('done');
  expect(before.covered_m).toBe(before.planned_m);
  expectRefused(await handOver('done', { vehicle: town.vehicles[2] }), 'wrong-state');
  await device.publish('event', { ts: iso(Date.now()), kind: 'breakdown' });
  await device.end();
});

test('a case can be given to everybody who sees it, and to nobody else', async () => {
  const { items } = await until(
    'a case',
    () => operator.get<PageOf<{ id: string }>>('/incidents?municipality=town'),
    (page) => page.items.length > 0,
  );
  const path = `/incidents/${items[0]!.id}/assignees`;
  const people = await operator.get<PageOf<Assignee>>(path);
  people.items.forEach((one) => expectShape(Assignee, one));
  expect(people.items.map(({ login }) => login)).toEqual(['admin', 'auditor-1', 'contractor-1', 'operator-1']);
  const page = await operator.get<PageOf<Assignee>>(`${path}?limit=1`);
  expect(page).toMatchObject({ items: [{ login: 'admin' }], next: 'admin' });
  expectRefused(await contractor.request('GET', path), 'forbidden');
  expectRefused(await stranger.request('GET', path), 'not-found');
});
