import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addDays,
  localOf,
  mondayOf,
  type Assignment,
  type CopyAnswer,
  type PageOf,
  type PlanFactAnswer,
  type Schedule,
  type ScheduleEffect,
  type WeekAnswer,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { LiveSocket, of } from './live-client.ts';
import {
  drive,
  iso,
  makeStreetTown,
  municipalityBody,
  plan,
  routeBody,
  vehicleBody,
  type Town,
} from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const now_ms = Date.now();
const ago = (minutes: number): number => now_ms - minutes * MINUTE_MS;
/** The town's zone is UTC. */
const today = localOf('UTC', now_ms).date;
const at = (date: string, time: string): string => `${date}T${time}:00.000Z`;
/** Far enough ahead that nothing of it begins while the tests run. */
const monday = mondayOf(addDays(today, 35));

let service: ServiceProcess;
let town: Town;
let operator: Api;
let auditor: Api;
let rival: Api;
let stranger: Api;
beforeAll(async () => {
  service = await startServiceProcess({ SCHEDULE_AHEAD_DAYS: '10' });
  const { api } = service;
  town = await makeStreetTown(api, 'town', 3);
  await api.put('/municipalities/other', municipalityBody('Other'));
  await api.put('/contractors/rival', { name: 'Rival', municipality: town.id });
  await api.put('/vehicles/rival-v', vehicleBody(town.id, 'rival'));
  operator = await userOf(service, 'operator-1', 'operator', ['town']);
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  rival = await userOf(service, 'rival', 'contractor', ['town'], 'rival');
  stranger = await userOf(service, 'stranger', 'operator', ['other']);
  for (const [n, id] of ['r0', 'r1', 'r2', 'r3'].entries()) await api.put(`/routes/${id}`, routeBody('town', [n]));
});
afterAll(() => service?.remove());

const put = (id: string, route: string, vehicle: number, date: string, from: string, to: string): Promise<Assignment> =>
  operator.put(`/assignments/${id}`, {
    route,
    vehicle: town.vehicles[vehicle],
    from: at(date, from),
    to: at(date, to),
  });
const week = (by: Api = operator, from = monday): Promise<WeekAnswer> =>
  by.get(`/municipalities/town/week?from=${from}`);
const kinds = ({ conflicts }: WeekAnswer): string[] =>
  conflicts.map(({ kind, blocks }) => `${kind} ${blocks.join(' ')}`);

describe('a week', () => {
  test('holds its assignments, its days, and what cannot be right', async () => {
    await put('w1', 'r0', 0, monday, '05:00', '07:00');
    await put('w2', 'r1', 0, monday, '06:00', '08:00');
    await put('w3', 'r2', 1, addDays(monday, 6), '22:00', '23:59');
    await put('before', 'r2', 1, addDays(monday, -1), '05:00', '06:00');
    const answer = await week();
    expect(answer.days).toHaveLength(7);
    expect(answer.days[0]).toEqual({ date: monday, from: at(monday, '00:00'), to: at(addDays(monday, 1), '00:00') });
    expect(answer.assignments.map(({ id }) => id)).toEqual(['w1', 'w2', 'w3']);
    expect(answer.assignments[0]).toMatchObject({ routeName: 'Main street, south kerb', operation: 'plough' });
    expect(kinds(answer)).toEqual(['vehicle-double-booked w1 w2']);
    expect(await week()).toEqual(answer);
    await put('w2', 'r1', 2, monday, '06:00', '08:00');
    expect((await week()).conflicts).toEqual([]);
  });

  test('shows everybody what is his', async () => {
    expect((await week(rival)).assignments).toEqual([]);
    expectRefused(await stranger.request('GET', `/municipalities/town/week?from=${monday}`), 'not-found');
    for (const from of ['', '2026-02-30', 'tomorrow'])
      expectRefused(await operator.request('GET', `/municipalities/town/week?from=${from}`), 'bad-request');
  });

  test('is copied by the wall, with what was left out and why; copied again it adds nothing', async () => {
    const into = addDays(monday, 7);
    const body = { from: monday, to: into, into };
    await put('there', 'r3', 0, into, '05:30', '06:30');
    const first = await operator.post<CopyAnswer>('/municipalities/town/assignments/copy', body);
    expect(first.made).toEqual([
      { assignment: `r1.${into}`, copyOf: 'w2' },
      { assignment: `r2.${addDays(into, 6)}`, copyOf: 'w3' },
    ]);
    expect(first.skipped).toEqual([{ assignment: 'w1', reason: 'vehicle-busy' }]);
    expect(await operator.get(`/assignments/r2.${addDays(into, 6)}`)).toMatchObject({
      vehicle: town.vehicles[1],
      from: at(addDays(into, 6), '22:00'),
      retroactive: false,
    });
    const again = await operator.post<CopyAnswer>('/municipalities/town/assignments/copy', body);
    expect(again.made).toEqual([]);
    expect(new Set(again.skipped.map(({ reason }) => reason))).toEqual(new Set(['vehicle-busy', 'already-planned']));
    const path = '/municipalities/town/assignments/copy';
    const past = await operator.post<CopyAnswer>(path, { ...body, into: addDays(today, -30) });
    expect(new Set(past.skipped.map(({ reason }) => reason))).toEqual(new Set(['window-begun']));
    expectRefused(await operator.request('POST', path, { ...body, to: monday }), 'invalid');
    expectRefused(await operator.request('POST', path, { ...body, into: '2027-02-29' }), 'invalid');
    expectRefused(await auditor.request('POST', path, body), 'forbidden');
    expectRefused(await stranger.request('POST', path, body), 'not-found');
    const { items } = await service.api.get<PageOf<{ action: string; login: string }>>('/audit?limit=5');
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'POST /municipalities/{m}/assignments/copy', login: 'operator-1' }),
    );
  });
});

describe('a recurring plan', () => {
  const daily = (of: object = {}) => ({
    municipality: 'town',
    route: 'r3',
    vehicle: town.vehicles[2],
    days: { every: 1 },
    from: '23:58',
    to: '04:00',
    validFrom: addDays(today, 1),
    ...of,
  });
  const save = (of: object = {}, id = 'night') =>
    operator.put<Schedule & { effect: ScheduleEffect }>(`/schedules/${id}`, daily(of));
  const made = async (): Promise<Assignment[]> =>
    (await operator.get<PageOf<Assignment>>('/assignments?route=r3&limit=100')).items.filter(({ id }) =>
      id.startsWith('night.'),
    );

  test('makes its assignments some days ahead, once, and again after a death', async () => {
    expect((await save()).effect).toEqual({ made: 9, changed: 0, removed: 0, kept: 0 });
    const first = await made();
    expect(first[0]).toMatchObject({ from: at(addDays(today, 1), '23:58'), to: at(addDays(today, 2), '04:00') });
    expect((await save()).effect).toEqual({ made: 0, changed: 0, removed: 0, kept: 0 });
    await service.stop('SIGKILL');
    await service.restart();
    await Promise.all([operator, auditor, rival, stranger].map((api) => api.signInAgain()));
    expect((await save()).effect).toEqual({ made: 0, changed: 0, removed: 0, kept: 0 });
    expect(await made()).toEqual(first);
  });

  test('changes what is ahead and untouched, and leaves to people what they changed', async () => {
    const [moved, gone] = await made();
    const { id, route, from, to } = moved!;
    await operator.put(`/assignments/${id}`, { route, vehicle: town.vehicles[0], from, to, crew: 'Crew 4' });
    await operator.delete(`/assignments/${gone!.id}`);
    const open = (await week(operator, addDays(today, 1))).occurrences.find(({ id }) => id === gone!.id);
    expect(open).toMatchObject({ state: 'open', route: 'r3' });
    const { effect } = await save({ from: '22:00', crew: 'Crew 1', exceptions: [addDays(today, 9)] });
    expect(effect).toEqual({ made: 0, changed: 6, removed: 1, kept: 2 });
    const after = await made();
    expect(after).toHaveLength(7);
    expect(after[0]).toMatchObject({ id: moved!.id, vehicle: town.vehicles[0], from: moved!.from });
    expect(after[1]).toMatchObject({ crew: 'Crew 1', from: at(addDays(today, 3), '22:00') });
  });

  test('without a vehicle its days are open, and a conflict until somebody is given them', async () => {
    await save({ route: 'r2', vehicle: undefined, validFrom: monday, days: { weekdays: [2] } }, 'nobody');
    const tuesday = addDays(monday, 1);
    const answer = await week();
    expect(answer.occurrences.filter(({ schedule }) => schedule === 'nobody')).toMatchObject([
      { id: `nobody.${tuesday}`, state: 'open', vehicle: null, from: at(tuesday, '23:58') },
    ]);
    expect(kinds(answer)).toEqual([`uncovered nobody.${tuesday}`]);
    // Beyond the days ahead what has a vehicle only comes.
    expect(answer.occurrences.filter(({ schedule }) => schedule === 'night').map(({ state }) => state)).toEqual(
      Array(7).fill('coming'),
    );
    await put(`nobody.${tuesday}`, 'r2', 1, tuesday, '20:00', '23:00');
    expect((await week()).conflicts).toEqual([]);
    expect((await week(rival)).occurrences).toEqual([]);
  });

  test('is taken back with what it made ahead and nobody touched', async () => {
    expect(await operator.delete<ScheduleEffect>('/schedules/night')).toMatchObject({ removed: 6, kept: 2 });
    expect((await made()).map(({ crew }) => crew)).toEqual(['Crew 4']);
    expectRefused(await operator.request('GET', '/schedules/night'), 'not-found');
  });

  test.each<[string, object, 'invalid' | 'unknown-reference']>([
    ['a day that is none', { validFrom: '2026-02-30' }, 'invalid'],
    ['an end before its beginning', { validUntil: '2020-01-01' }, 'invalid'],
    ['no day of the week', { days: { weekdays: [] } }, 'invalid'],
    ['an eighth day', { days: { weekdays: [8] } }, 'invalid'],
    ['a time that is none', { from: '24:00' }, 'invalid'],
    ['a route that is not there', { route: 'none' }, 'unknown-reference'],
    ['a vehicle that is not there', { vehicle: 'none' }, 'unknown-reference'],
  ])('with %s is refused', async (_what, of, code) => {
    expectRefused(await operator.request('PUT', '/schedules/bad', daily(of)), code);
  });

  test('belongs to its town, and to those who plan', async () => {
    expectRefused(await stranger.request('PUT', '/schedules/nobody', daily()), 'id-taken', 'unknown-reference');
    expectRefused(await stranger.request('GET', '/schedules/nobody'), 'not-found');
    expectRefused(await stranger.request('DELETE', '/schedules/nobody'), 'not-found');
    expect((await stranger.get<PageOf<Schedule>>('/schedules')).items).toEqual([]);
    expect((await rival.get<PageOf<Schedule>>('/schedules')).items).toEqual([]);
    expect((await auditor.get<PageOf<Schedule>>('/schedules')).items.map(({ id }) => id)).toEqual(['nobody']);
    for (const by of [auditor, rival]) expectRefused(await by.request('PUT', '/schedules/x', daily()), 'forbidden');
    expectRefused(await operator.request('DELETE', '/routes/r2'), 'in-use');
  });
});

describe('what was planned and what came of it', () => {
  test('nothing driven is taken away, and every screen drops it; what was driven stays', async () => {
    const live = await LiveSocket.open(service, operator.token);
    await live.view({ municipality: 'town' });
    await put('soon', 'r0', 0, addDays(today, 1), '01:00', '02:00');
    await until('the assignment', () =>
      of(live, 'assignment').some(({ assignment }) => assignment.assignment === 'soon'),
    );
    expectRefused(await rival.request('DELETE', '/assignments/soon'), 'forbidden');
    expectRefused(await stranger.request('DELETE', '/assignments/soon'), 'not-found');
    expect((await operator.request('DELETE', '/assignments/soon')).status).toBe(204);
    await until('its removal', () => of(live, 'assignment').some(({ assignment }) => assignment.removed === true));
    expectRefused(await operator.request('GET', '/assignments/soon'), 'not-found');
    live.close();

    await plan(service.api, town, 'driven', { from_ms: ago(60), to_ms: ago(-60) });
    expectRefused(await operator.request('DELETE', '/assignments/driven'), 'forbidden');
    const device = await connectOf(service, town);
    await device.send(drive(ago(30), 0, 700), 20);
    await device.end();
    expect(expectRefused(await auditor.request('DELETE', '/assignments/driven'), 'wrong-state')).toMatch(/m of driven/);
    await plan(service.api, town, 'idle', { from_ms: ago(600), to_ms: ago(500) });
    await operator.post('/assignments/idle/excuses', { ground: 'weather' });
    expectRefused(await service.api.request('DELETE', '/assignments/idle'), 'in-use');
  });

  test('a day is told as JSON, CSV and XLSX that add up, the same bytes each time', async () => {
    const from = localOf('UTC', ago(60)).date;
    const path = `/municipalities/town/plan-fact?from=${from}&to=${addDays(from, 1)}`;
    const { rows } = await operator.get<PlanFactAnswer>(path);
    const row = rows.find(({ assignment }) => assignment === 'driven')!;
    const cm = (length_m: number): number => Math.round(length_m * 100);
    const reasons = Object.values(row.uncovered_m).reduce((sum, metres) => sum + cm(metres), 0);
    expect(cm(row.planned_m)).toBe(cm(row.covered_m) + cm(row.excused_m) + reasons);
    expect(row).toMatchObject({
      plate: 'A 1',
      contractorName: 'Contractor of town',
      status: 'running',
      window_s: 7_200,
    });
    expect(row.distance_m).toBeGreaterThan(600);
    expect(row.worked_s).toBeGreaterThan(100);
    expect(row.worked_s).toBeLessThan(200);
    const file = async (format: string, by = operator) => {
      const answer = await fetch(`${service.http}/api/v1${path}&format=${format}&locale=ru`, {
        headers: { authorization: `Bearer ${by.token}` },
      });
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename="plan-fact-${from}-${addDays(from, 1)}.${format}"`,
      );
      return Buffer.from(await answer.arrayBuffer());
    };
    const csv = (await file('csv')).toString();
    expect(csv).toContain(`driven\r\n`);
    expect(csv).toContain('Убрано, м');
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const xlsx = await file('xlsx');
    expect(xlsx.subarray(0, 2).toString()).toBe('PK');
    expect(digest(await file('xlsx'))).toBe(digest(xlsx));
    expect((await file('csv', rival)).toString()).not.toContain('driven');
    for (const query of ['format=docx', 'by=year', 'locale=de', `to=${from}`, `to=${iso(now_ms)}`, 'to=2036-01-01'])
      expectRefused(
        await operator.request('GET', `${path}&${query}`.replace(/&to=[^&]+(?=.*&to=)/, '')),
        'bad-request',
      );
    expectRefused(await stranger.request('GET', path), 'not-found');
  });
});
