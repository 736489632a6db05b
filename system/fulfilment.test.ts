import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  centimetresOf,
  FULFILMENT_GROUPINGS,
  type CoverageAnswer,
  type Excuse,
  type FulfilmentAnswer,
  type FulfilmentFigures,
  type FulfilmentGrouping,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { connect, connectOf } from './device.ts';
import { drive, iso, makeStreetTown, municipalityBody, placeAt, vehicleBody, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const SEALED_WITHIN_MS = 100_000;
/** Evidence counts for a year, and nothing of the last weeks is sealed before the service is started again. */
const SETTINGS = { ACCEPT_BACKLOG_DAYS: '365', LATE_EVIDENCE_HOURS: '8760', SEAL_GRACE_MINUTES: '100000' };

/** Zones whose clocks go back so many hours after midnight, in different weeks: one of their changes is always at hand. */
const ZONES = [
  { timezone: 'Europe/Chisinau', hours: 4 },
  { timezone: 'America/New_York', hours: 2 },
] as const;
const wall = (timezone: string, at_ms: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' }).format(at_ms);

/** The latest instant of the past year, not of the last days, from which a local hour came again. */
function doubledHour(): { timezone: string; change_ms: number; midnight_ms: number } {
  for (let at_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 3 * DAY_MS; ; at_ms -= HOUR_MS)
    for (const { timezone, hours } of ZONES)
      if (wall(timezone, at_ms - HOUR_MS) === wall(timezone, at_ms))
        return { timezone, change_ms: at_ms, midnight_ms: at_ms - hours * HOUR_MS };
}
const { timezone, change_ms, midnight_ms } = doubledHour();
const dateOf = (at_ms: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at_ms);
const [DATE_BEFORE, DATE, DATE_AFTER] = [-HOUR_MS, 0, 25 * HOUR_MS].map((after_ms) => dateOf(midnight_ms + after_ms));

const planned = (id: string, date: string, from_ms: number, minutes: number, to_m: number) => ({
  id,
  date,
  from: iso(from_ms),
  to: iso(from_ms + minutes * MINUTE_MS),
  to_m,
});
/** The local day has 25 hours. */
const PLAN = [
  planned('before', DATE_BEFORE!, midnight_ms - 30 * MINUTE_MS, 60, 700),
  planned('first-time', DATE!, change_ms - 50 * MINUTE_MS, 40, 1_600),
  planned('second-time', DATE!, change_ms + 10 * MINUTE_MS, 40, 0),
  planned('last-hour', DATE!, midnight_ms + 24.5 * HOUR_MS, 60, 300),
  planned('after', DATE_AFTER!, midnight_ms + 25 * HOUR_MS, 60, 0),
];
const RIVALS = planned('rivals', DATE!, midnight_ms + 10 * HOUR_MS, 60, 0);

let service: ServiceProcess;
let town: Town;
const END = dateOf(midnight_ms + 50 * HOUR_MS);
const asked = (by: FulfilmentGrouping, more = '', from = DATE_BEFORE!, to = END): string =>
  `/municipalities/town/fulfilment?from=${from}&to=${to}&by=${by}${more}`;
const fulfilment = (
  by: FulfilmentGrouping,
  more = '',
  api: Api = service.api,
  from?: string,
  to?: string,
): Promise<FulfilmentAnswer> => api.get(asked(by, more, from, to));
const coverageOf = (id: string): Promise<CoverageAnswer> => service.api.get(`/assignments/${id}/coverage`);

const box = (id: string, west_m: number, east_m: number) => ({
  type: 'Feature',
  properties: { id, kind: 'district', name: `District ${id}` },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west_m, -50],
        [east_m, -50],
        [east_m, 50],
        [west_m, 50],
        [west_m, -50],
      ].map(([east, north]) => placeAt(east!, north!)),
    ],
  },
});

beforeAll(async () => {
  service = await startServiceProcess(SETTINGS);
  const { api } = service;
  town = await makeStreetTown(api, 'town', 1);
  await api.put('/municipalities/town', { ...municipalityBody('Town'), timezone });
  await api.put(
    '/municipalities/town/areas',
    { type: 'FeatureCollection', features: [box('west', -10, 790), box('east', 790, 1_390)] },
    'application/geo+json',
  );
  await api.put('/contractors/rival', { name: 'Rival', municipality: 'town' });
  await api.put('/vehicles/rival-v', vehicleBody('town', 'rival'));
  const { secret } = await api.put<{ secret: string }>('/devices/rival-d', { vehicle: 'rival-v' });
  const legs = [
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => ({ edge: `b${n}`, side: 'right' })),
    { edge: 'b7', side: 'right', from_m: 20, to_m: 180.55, passes: 2 },
  ];
  await api.put('/routes/main', { municipality: 'town', name: 'Main street', operation: 'plough', legs });
  const device = await connectOf(service, town);
  for (const { id, from, to, to_m } of PLAN) {
    if (to_m > 0) await device.send(drive(Date.parse(from) + 60_000, 0, to_m), 50);
    await api.put(`/assignments/${id}`, { route: 'main', vehicle: town.vehicles[0], from, to });
  }
  await device.end();
  const rival = await connect(service, 'town', 'rival-d', secret);
  await rival.send(drive(Date.parse(RIVALS.from) + 60_000, 400, 1_000), 50);
  await rival.end();
  await api.put('/assignments/rivals', { route: 'main', vehicle: 'rival-v', from: RIVALS.from, to: RIVALS.to });
});
afterAll(() => service?.remove());

const PARTS = ['planned_m', 'covered_m', 'excused_m', 'open_m'] as const;
const REASONS = ['not-reached', 'no-data', 'too-fast', 'gear-off', 'wrong-side'] as const;
const cm = (figures: FulfilmentFigures): number[] => [
  ...PARTS.map((part) => centimetresOf(figures[part])),
  ...REASONS.map((reason) => centimetresOf(figures.uncovered_m[reason])),
];
const sum = (all: readonly number[][]): number[] =>
  all.reduce((total, one) => total.map((value, i) => value + one[i]!), Array<number>(9).fill(0));
const ofCoverage = ({ planned_m, covered_m, excused_m, uncovered_m }: CoverageAnswer): number[] =>
  cm({ planned_m, covered_m, excused_m, open_m: 0, uncovered_m });

/** Every sum against the answers about coverage, to the centimetre. */
async function checkAll(): Promise<void> {
  const dated = new Map<string, number[][]>();
  for (const { id, date } of [...PLAN, RIVALS])
    dated.set(date, [...(dated.get(date) ?? []), ofCoverage(await coverageOf(id))]);
  const days = await fulfilment('day');
  expect(days.groups.map(({ key }) => key)).toEqual([...dated.keys()].sort());
  for (const day of days.groups) expect([day.key, ...cm(day)]).toEqual([day.key, ...sum(dated.get(day.key)!)]);
  expect(days.groups.map(({ assignments }) => assignments)).toEqual([1, 4, 1]);
  const day = await fulfilment('assignment', '', service.api, iso(midnight_ms), iso(midnight_ms + 25 * HOUR_MS));
  expect(day.groups.map(({ key }) => key)).toEqual(['first-time', 'second-time', 'rivals', 'last-hour']);

  for (const by of FULFILMENT_GROUPINGS) {
    const { total, groups } = await fulfilment(by);
    expect([by, ...cm(total)]).toEqual([by, ...cm(days.total)]);
    expect([by, ...sum(groups.map(cm))]).toEqual([by, ...cm(total)]);
    expect(total.assignments).toBe(6);
    for (const group of groups) {
      const [planned, ...parts] = cm(group);
      expect(parts.reduce((all, part) => all + part, 0)).toBe(planned);
      if (!group.trend) continue;
      for (const part of PARTS)
        expect(group.trend.reduce((all, day) => all + centimetresOf(day[part]), 0)).toBe(centimetresOf(group[part]));
    }
  }
}

test('a plan is summed to the centimetre by local days, the one of 25 hours too', { timeout: 120_000 }, async () => {
  await checkAll();
  const { total } = await fulfilment('day');
  expect(total.covered_m).toBeGreaterThan(2_500);
  expect(total.uncovered_m['not-reached']).toBeGreaterThan(2_000);
});

test('districts, streets and what lies outside, each down to its assignments', { timeout: 120_000 }, async () => {
  const { groups } = await fulfilment('district');
  expect(groups.map(({ key, name }) => [key, name]).sort()).toEqual([
    ['', null],
    ['east', 'District east'],
    ['west', 'District west'],
  ]);
  // Four blocks lie in the west, three in the east, 160.55 m of a kerb lie outside, twice; six assignments.
  expect(groups.find(({ key }) => key === '')).toMatchObject({ planned_m: 1_926.6, assignments: 6 });
  for (const { key, ...district } of groups) {
    const streets = await fulfilment('street', `&district=${key}`);
    expect(sum(streets.groups.map(cm))).toEqual(cm(district));
    const [street] = streets.groups;
    const assignments = await fulfilment('assignment', `&district=${key}&street=${street!.key}`);
    expect(sum(assignments.groups.map(cm))).toEqual(cm(street!));
    expect(assignments.groups.map(({ key }) => key).sort()).toEqual([...PLAN, RIVALS].map(({ id }) => id).sort());
  }
  const { groups: b2 } = await fulfilment('assignment', '&street=b2&contractor=rival');
  expect(b2).toHaveLength(1);
  expect(b2[0]).toMatchObject({
    key: 'rivals',
    name: 'Main street',
    planned_m: expect.closeTo(200, -1),
    assignment: { vehicle: 'rival-v', plate: 'A 1', contractor: 'rival', status: 'closed' },
  });
  expect(b2[0]!.covered_m).toBeGreaterThan(150);
});

test('what is open is not missing yet', { timeout: 60_000 }, async () => {
  const now_ms = Date.now();
  const window = { from: iso(now_ms - HOUR_MS), to: iso(now_ms + HOUR_MS) };
  await service.api.put('/assignments/running', { route: 'main', vehicle: town.vehicles[0], ...window });
  const device = await connectOf(service, town);
  await device.send(drive(now_ms - 600_000, 0, 1_000), 50);
  await device.end();
  const day = dateOf(now_ms - HOUR_MS);
  const next = dateOf(now_ms + DAY_MS);
  const { total } = await service.api.get<FulfilmentAnswer>(asked('street', '', day, next));
  const coverage = await coverageOf('running');
  expect(total.planned_m).toBe(coverage.planned_m);
  expect(Object.values(total.uncovered_m)).toEqual([0, 0, 0, 0, 0]);
  expect(centimetresOf(total.covered_m) + centimetresOf(total.open_m)).toBe(centimetresOf(total.planned_m));
  // The last metres may not be decided yet.
  expect(total.covered_m).toBeGreaterThan(700);
  expect(total.covered_m).toBeLessThanOrEqual(coverage.covered_m);
});

test('a contractor sees his own part alone, a stranger nothing', { timeout: 60_000 }, async () => {
  const rival = await userOf(service, 'rival-user', 'contractor', ['town'], 'rival');
  const own = await fulfilment('assignment', '', rival);
  expect(own.groups.map(({ key }) => key)).toEqual(['rivals']);
  expect((await fulfilment('contractor', '', rival)).groups.map(({ key }) => key)).toEqual(['rival']);
  expectRefused(await rival.request('GET', asked('day', `&contractor=${town.contractor}`)), 'not-found');
  await makeStreetTown(service.api, 'elsewhere', 1);
  const stranger = await userOf(service, 'stranger', 'operator', ['elsewhere']);
  expectRefused(await stranger.request('GET', asked('day')), 'not-found');
  expectRefused(await service.api.request('GET', asked('day', '&contractor=elsewhere-c')), 'not-found');
});

test('says what is wrong with a question', { timeout: 60_000 }, async () => {
  const ask = (query: string) => service.api.request('GET', `/municipalities/town/fulfilment?${query}`);
  for (const query of [
    'by=day',
    'from=2025-10-25',
    'from=2025-02-30&to=2025-03-02',
    'from=yesterday&to=today',
    'from=2025-10-25&to=2025-10-26T00:00:00Z',
    'from=2025-10-26&to=2025-10-26',
    'from=2020-01-01&to=2025-01-01',
    'from=2025-10-25&to=2025-10-26&by=week',
  ])
    expectRefused(await ask(query), 'bad-request');
  expectRefused(await service.api.request('GET', asked('day').replace('town', 'nowhere')), 'not-found');
});

test('sealing changes no sum, and neither does asking again', { timeout: 240_000 }, async () => {
  const begin_ms = Date.now() - 30 * HOUR_MS;
  const device = await connectOf(service, town);
  await device.send(drive(begin_ms + MINUTE_MS, 0, 900), 50);
  await device.end();
  const body = { route: 'main', vehicle: town.vehicles[0], from: iso(begin_ms), to: iso(begin_ms + HOUR_MS) };
  await service.api.put('/assignments/lately', body);
  const lately = (by: FulfilmentGrouping): Promise<FulfilmentAnswer> =>
    service.api.get(asked(by, '', dateOf(begin_ms), dateOf(begin_ms + DAY_MS)));
  const statusOf = ({ groups }: FulfilmentAnswer) => groups.find(({ key }) => key === 'lately')?.assignment?.status;
  expect(statusOf(await lately('assignment'))).toBe('closed');
  const unexcused = await lately('district');
  const stretches = [{ edge: 'b6', side: 'right' }];
  const excuse = { ground: 'event', stretches };
  const { id } = await service.api.post<Excuse>('/assignments/lately/excuses', excuse);
  expect(await lately('district')).toEqual(unexcused);
  await service.api.post(`/excuses/${id}/decide`, { decision: 'accept' });
  const before = await lately('district');
  expect(before.total.excused_m).toBeCloseTo(200, -1);
  expect(cm(before.total)).toEqual(ofCoverage(await coverageOf('lately')));
  expect(await lately('district')).toEqual(before);

  await service.stop();
  await service.restart({ ...SETTINGS, SEAL_GRACE_MINUTES: '1' });
  const isSealed = (answer: FulfilmentAnswer): boolean => statusOf(answer) === 'sealed';
  await until('the seal', () => lately('assignment'), isSealed, SEALED_WITHIN_MS);
  expect(await lately('district')).toEqual(before);

  // Another plan of what is sealed is in the next answer.
  await service.api.put('/assignments/lately', { ...body, to: iso(begin_ms + 3 * MINUTE_MS) });
  const changed = await lately('day');
  expect(changed.total.covered_m).toBeLessThan(before.total.covered_m - 200);
  expect(cm(changed.total)).toEqual(ofCoverage(await coverageOf('lately')));
  await checkAll();
});
