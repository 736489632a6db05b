import { beforeAll, describe, expect, test } from 'vitest';
import {
  centimetresOf,
  type Assignment,
  type CoverageAnswer,
  type HandoverAnswer,
  type PageOf,
  type RecomputeAnswer,
  type WeekAnswer,
} from '@sweepline/contract';
import { HandoverAnswer as Answer } from '../tracker-core/src/gateway/routes/answers.ts';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { BLOCK_M, drive, iso, plan, streets, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import type { ServiceProcess } from './service.ts';
import { expectShape } from './shape.ts';
import { sumOf } from './told-metres.ts';
import { useTownPeople } from './town-people.ts';
import { until } from './until.ts';

const MINUTE_MS = 60_000;
const begin_ms = Math.floor(Date.now() / 1_000) * 1_000 - 40 * MINUTE_MS;
const end_ms = begin_ms + 4 * 60 * MINUTE_MS;
/** The first vehicle has done two of eight blocks by then; an operator may still say it. */
const at_ms = begin_ms + 30 * MINUTE_MS;
/** Nothing was driven from then on: windows of the same streets that begin there are wholly open. */
const later = { from_ms: begin_ms + 36 * MINUTE_MS, to_ms: end_ms };

let service: ServiceProcess;
let town: Town;
let operator: Api;
const shared = useTownPeople(4);
beforeAll(async () => {
  ({ service, town, operator } = shared);
  const named = streets({ name: 'Main Street' });
  await service.api.put(`/municipalities/${town.id}/network`, named, 'application/geo+json');
});

const kerb = (...blocks: number[]) => blocks.map((n) => ({ edge: `b${n}`, side: 'right' }));
const coverage = (id: string) => service.api.get<CoverageAnswer>(`/assignments/${id}/coverage`);
const share = (id: string, body: object) => operator.request('POST', `/assignments/${id}/handover`, body);
const edgesOf = (answer: CoverageAnswer) => [...new Set(answer.legs.map(({ edge }) => edge))].sort();

/** Each metre of the plan is asked for in one of the parts, and each part can be computed again. */
async function expectWhole(planned_m: number, ...parts: readonly string[]) {
  let sum_cm = 0;
  for (const id of parts) {
    const answer = await coverage(id);
    expect(sumOf(answer)).toBe(centimetresOf(answer.planned_m));
    sum_cm += centimetresOf(answer.planned_m);
    const { digest } = await service.api.post<RecomputeAnswer>(`/assignments/${id}/recompute`, {});
    expect(digest).toBe(answer.digest);
  }
  expect(sum_cm).toBe(centimetresOf(planned_m));
}

describe('a part of the rest', () => {
  let planned_m: number;

  test('goes to another vehicle, and the one that has the route goes on with the rest of it', async () => {
    await plan(service.api, town, 'a', { from_ms: begin_ms, to_ms: end_ms });
    ({ planned_m } = await coverage('a'));
    const first = await connectOf(service, town, 0);
    await first.send(drive(begin_ms + MINUTE_MS, 0, 2 * BLOCK_M), 40);

    const reply = await share('a', { vehicle: town.vehicles[1], at: iso(at_ms), legs: kerb(1, 5, 6, 7) });
    expect(reply.status).toBe(200);
    expectShape(Answer, reply.body);
    const { assignment, rest, kept_m, given_m, remainder } = reply.body as HandoverAnswer;
    expect(remainder).toBeUndefined();
    expect(assignment).toMatchObject({ id: 'a', from: iso(begin_ms), to: iso(end_ms), sharedWith: ['a-h1'] });
    expect(assignment.handedOverTo).toBeUndefined();
    expect(rest).toMatchObject({ id: 'a-h1', vehicle: town.vehicles[1], from: iso(at_ms), continues: 'a' });
    expect(centimetresOf(kept_m) + centimetresOf(given_m)).toBe(centimetresOf(planned_m));
    const [own, other] = [await coverage('a'), await coverage('a-h1')];
    expect([own.planned_m, other.planned_m]).toEqual([kept_m, given_m]);
    // What was done of the named block stays with the one who did it.
    expect(own.covered_m).toBeGreaterThan(1.9 * BLOCK_M);
    expect(edgesOf(own)).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
    expect(given_m).toBeLessThan(3.1 * BLOCK_M);

    const second = await connectOf(service, town, 1);
    const [own_m, other_m] = [own.planned_m - own.covered_m, given_m];
    for (const [device, of, length_m] of [
      [first, 'a', own_m],
      [second, 'a-h1', other_m],
    ] as const) {
      const told = await until(
        `the streets of ${of}`,
        () => device.commands,
        (commands) => commands.length > 0,
      );
      const asked = [{ street: 'Main Street', side: 'right', length_m: expect.closeTo(length_m, 1) }];
      expect(told).toEqual([expect.objectContaining({ kind: 'assignment', assignment: of, streets: asked })]);
    }

    await first.send(drive(at_ms + MINUTE_MS, 1.5 * BLOCK_M, 5 * BLOCK_M), 60);
    await second.send(drive(at_ms + MINUTE_MS, 4.5 * BLOCK_M, 8 * BLOCK_M), 60);
    for (const id of ['a', 'a-h1']) {
      const done = await coverage(id);
      expect(done.covered_m).toBeGreaterThan(0.95 * done.planned_m);
    }
    await expectWhole(planned_m, 'a', 'a-h1');
    await first.end();
    await second.end();
  });

  test('may be followed by another, and by all that is left then', async () => {
    await plan(service.api, town, 'b', later);
    for (const [n, block] of [6, 7].entries())
      expect((await share('b', { vehicle: town.vehicles[2 + n], legs: kerb(block) })).status).toBe(200);
    const { assignment, rest } = (await share('b', { vehicle: town.vehicles[1] })).body as HandoverAnswer;
    expect(assignment).toMatchObject({ handedOverTo: 'b-h3', sharedWith: ['b-h1', 'b-h2'] });
    expect(rest).toMatchObject({ continues: 'b' });
    expect(rest.sharedWith).toBeUndefined();
    await expectWhole(planned_m, 'b', 'b-h1', 'b-h2', 'b-h3');
    for (const id of ['b', 'b-h1']) expectRefused(await service.api.request('DELETE', `/assignments/${id}`), 'in-use');
  });

  test('that is all of it ends the window as a handover does', async () => {
    await plan(service.api, town, 'c', later);
    const all = { vehicle: town.vehicles[1], legs: kerb(0, 1, 2, 3, 4, 5, 6, 7) };
    const { assignment } = (await share('c', all)).body as HandoverAnswer;
    expect(assignment).toMatchObject({ handedOverTo: 'c-h1', legs: [] });
    expect(Date.parse(assignment.to)).toBeLessThanOrEqual(Date.now());
  });

  test('ends where it is said, in the middle of a block', async () => {
    await plan(service.api, town, 'd', later);
    const legs = [{ edge: 'b4', side: 'both', from_m: 50, to_m: 120.5 }];
    const { given_m } = (await share('d', { vehicle: town.vehicles[1], legs })).body as HandoverAnswer;
    expect(given_m).toBe(70.5);
    await expectWhole(planned_m, 'd', 'd-h1');
  });
});

test('the rest is shared between two others, and the present one keeps what it did', async () => {
  await plan(service.api, town, 'e', later);
  const { planned_m } = await coverage('e');
  const remainder = { vehicle: town.vehicles[2], crew: 'Crew 3' };
  const body = { vehicle: town.vehicles[1], crew: 'Crew 2', legs: kerb(0, 1, 2), remainder };
  const reply = await share('e', body);
  expectShape(Answer, reply.body);
  const answer = reply.body as HandoverAnswer;
  expect(answer).toMatchObject({
    kept_m: (await coverage('e')).planned_m,
    assignment: { to: answer.rest.from, handedOverTo: 'e-h1', sharedWith: ['e-h2'] },
    rest: { id: 'e-h1', vehicle: town.vehicles[1], crew: 'Crew 2', to: iso(end_ms) },
    remainder: { assignment: { id: 'e-h2', vehicle: town.vehicles[2], crew: 'Crew 3', continues: 'e' } },
  });
  expect((await coverage('e-h2')).planned_m).toBe(answer.remainder?.given_m);
  await expectWhole(planned_m, 'e', 'e-h1', 'e-h2');
});

test('a week is copied as it was planned, without its parts', async () => {
  const { items } = await operator.get<PageOf<Assignment>>('/assignments?municipality=town&route=e-route');
  expect(items.map(({ id }) => id)).toEqual(['e', 'e-h1', 'e-h2']);
  const day = (ms: number) => iso(ms).slice(0, 10);
  const DAY_MS = 24 * 60 * MINUTE_MS;
  const into = day(begin_ms + 7 * DAY_MS);
  const range = { from: day(begin_ms), to: day(begin_ms + DAY_MS), into };
  await operator.post('/municipalities/town/assignments/copy', range);
  const week = await operator.get<WeekAnswer>(
    `/municipalities/town/week?from=${into}&to=${day(begin_ms + 9 * DAY_MS)}`,
  );
  // All are of the same vehicle and hour, which takes one of them; the parts' vehicles would be free.
  const copies = week.assignments.map(({ route, vehicle, planned_m }) => [route, vehicle, planned_m]);
  expect(copies).toEqual([['a-route', town.vehicles[0], expect.closeTo(8 * BLOCK_M, -1)]]);
});

describe('is refused', () => {
  beforeAll(() => plan(service.api, town, 'f', later));

  test.each([
    ['for a street that is not in the plan', { legs: [{ edge: 's1', side: 'right' }] }, 'invalid'],
    ['for the other kerb', { legs: [{ edge: 'b1', side: 'left' }] }, 'invalid'],
    ['for a stretch behind the end of the street', { legs: [{ edge: 'b1', side: 'right', from_m: 900 }] }, 'invalid'],
    ['with a third vehicle that is told no part', { remainder: { vehicle: 'town-v2' } }, 'invalid'],
    ['with the same vehicle twice', { legs: kerb(1), remainder: { vehicle: 'town-v1' } }, 'invalid'],
    ['with the vehicle that has the route', { legs: kerb(1), remainder: { vehicle: 'town-v0' } }, 'invalid'],
    [
      'with nothing for the third',
      { legs: kerb(0, 1, 2, 3, 4, 5, 6, 7), remainder: { vehicle: 'town-v2' } },
      'wrong-state',
    ],
    ['without any legs', { legs: [] }, 'invalid'],
  ] as const)('%s', async (_, body, code) => {
    expectRefused(await share('f', { vehicle: 'town-v1', ...body }), code);
    const [standing] = (await operator.get<PageOf<Assignment>>('/assignments?municipality=town&route=f-route')).items;
    expect(standing).toMatchObject({ id: 'f', to: iso(end_ms) });
  });

  test('where the named part is done already', async () => {
    const first = await connectOf(service, town, 0);
    await first.send(drive(later.from_ms + MINUTE_MS, -50, 1.5 * BLOCK_M), 41);
    await first.end();
    expectRefused(await share('f', { vehicle: 'town-v1', legs: kerb(0) }), 'wrong-state');
  });
});
