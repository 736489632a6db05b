import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  CoverageAnswer,
  FeatureCollection,
  PageOf,
  RecomputeAnswer,
  RecomputeJob,
  Revision,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import { drive, iso, makeStreetTown, plan, street, collection, type SentFix, type Town } from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const SEALED_WITHIN_MS = 100_000;
const now_ms = Date.now();
const ago = (minutes: number): number => now_ms - minutes * MINUTE_MS;
/** Evidence older than two hours is late: of a window that began three hours ago some is and some is not. */
const window = { from_ms: ago(180), to_ms: ago(60) };
const SETTINGS = { SEAL_GRACE_MINUTES: '1', LATE_EVIDENCE_HOURS: '2' };

let service: ServiceProcess;
let town: Town;
let auditor: Api;
beforeAll(async () => {
  service = await startServiceProcess(SETTINGS);
  town = await makeStreetTown(service.api, 'town', 1);
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
});
afterAll(() => service?.remove());

const coverageOf = (id: string): Promise<CoverageAnswer> => service.api.get(`/assignments/${id}/coverage`);
const pageOfRevisions = (id: string, query = ''): Promise<PageOf<Revision>> =>
  service.api.get(`/assignments/${id}/revisions${query}`);
const revisionsOf = async (id: string): Promise<readonly Revision[]> => (await pageOfRevisions(id)).items;
const decide = (id: string, n: number, what: 'accept' | 'decline', by: Api = auditor): Promise<Revision> =>
  by.post(`/assignments/${id}/revisions/${n}/${what}`, { reason: 'the modem was repaired' });

async function send(...drives: readonly SentFix[][]): Promise<void> {
  const device = await connectOf(service, town);
  for (const fixes of drives) await device.send(fixes, 20);
  await device.end();
}

/** What the standing result is, with the proof that it can be made again. */
async function standing(id: string): Promise<CoverageAnswer> {
  const coverage = await coverageOf(id);
  const again = await service.api.post<RecomputeAnswer>(`/assignments/${id}/recompute`);
  expect(again).toEqual({ digest: coverage.digest, revision: coverage.revision });
  return coverage;
}

const short = ({ revision, cause, state }: Revision) => [revision, cause, state];

test('a sealed result is followed by revisions, never changed', { timeout: 300_000 }, async () => {
  await send(drive(ago(100), 0, 500));
  await plan(service.api, town, 'a', window);
  const first = await until(
    'the seal',
    () => coverageOf('a'),
    ({ status }) => status === 'sealed',
    SEALED_WITHIN_MS,
  );
  expect(first.revision).toBe(1);
  expect(first.covered_m).toBeGreaterThan(450);
  expect(await standing('a')).toEqual(first);

  // In time to count, though after the seal: a revision that stands by itself.
  await send(drive(ago(90), 500, 1_000));
  const second = await standing('a');
  expect([second.revision, second.status]).toEqual([2, 'sealed']);
  expect(second.covered_m).toBeGreaterThan(first.covered_m + 400);
  const [sealed, revised] = await revisionsOf('a');
  expect([sealed, revised].map((one) => short(one!))).toEqual([
    [1, 'sealed', 'standing'],
    [2, 'fixes-after-seal', 'standing'],
  ]);
  const { covered_m, uncovered_m, planned_m, legs } = revised!.difference;
  expect(covered_m).toBeCloseTo(second.covered_m - first.covered_m, 6);
  expect(covered_m + Object.values(uncovered_m).reduce((sum, metres) => sum + metres, 0)).toBeCloseTo(planned_m, 6);
  expect(legs.reduce((sum, leg) => sum + leg.covered_m, 0)).toBeCloseTo(covered_m, 6);
  expect(legs.filter((leg) => leg.covered_m > 0).map(({ edge }) => edge)).toEqual(['b2', 'b3', 'b4']);
  expect(await service.api.get('/assignments/a/revisions/1')).toEqual(first);

  // The same fixes once more, and a fix that changes nothing, make none.
  await send(drive(ago(90), 500, 1_000), drive(ago(85), 300, 320));
  expect(await coverageOf('a')).toEqual(second);
  expect(await revisionsOf('a')).toHaveLength(2);
  expect(await pageOfRevisions('a', '?limit=1')).toEqual({ items: [sealed], next: '1' });
  expect(await pageOfRevisions('a', '?limit=1&after=1')).toEqual({ items: [revised], next: null });
});

test('late evidence is proposed, and counts once an auditor accepts it', { timeout: 120_000 }, async () => {
  const before = await coverageOf('a');
  await send(drive(ago(150), 1_000, 1_300));
  // Whoever dies now knows it afterwards.
  await service.stop('SIGKILL');
  await service.restart();
  await auditor.signInAgain();
  expect(await standing('a')).toEqual(before);
  expect((await revisionsOf('a')).slice(2).map(short)).toEqual([[3, 'late-evidence', 'proposed']]);
  const proposed = await service.api.get<CoverageAnswer>('/assignments/a/revisions/3');
  expect(proposed.covered_m).toBeGreaterThan(before.covered_m + 250);

  // More of it takes the place of what was proposed.
  await send(drive(ago(149), 1_300, 1_400));
  expect((await revisionsOf('a')).slice(2).map(short)).toEqual([
    [3, 'late-evidence', 'superseded'],
    [4, 'late-evidence', 'proposed'],
  ]);
  const operator = await userOf(service, 'operator-1', 'operator', ['town']);
  expectRefused(await operator.request('POST', '/assignments/a/revisions/4/accept', { reason: 'x' }), 'forbidden');
  expectRefused(await auditor.request('POST', '/assignments/a/revisions/4/accept', {}), 'invalid');
  expectRefused(await auditor.request('POST', '/assignments/a/revisions/3/accept', { reason: 'x' }), 'wrong-state');
  expectRefused(await auditor.request('POST', '/assignments/a/revisions/9/accept', { reason: 'x' }), 'not-found');
  const accepted = await decide('a', 4, 'accept');
  expect(accepted).toMatchObject({
    state: 'accepted',
    decision: { by: 'auditor-1', reason: 'the modem was repaired' },
  });
  const after = await standing('a');
  expect([after.revision, after.status]).toEqual([4, 'sealed']);
  const late = after.legs.flatMap(({ pieces }) => pieces).filter(({ marks }) => marks.includes('late-evidence'));
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ state }) => state === 'covered')).toBe(true);
  expectRefused(await auditor.request('POST', '/assignments/a/revisions/4/decline', { reason: 'x' }), 'wrong-state');
  const { items } = await service.api.get<PageOf<{ action: string; object: string; login: string }>>('/audit?limit=50');
  expect(items).toContainEqual(
    expect.objectContaining({
      action: 'POST /assignments/{id}/revisions/{n}/accept',
      object: 'a 4',
      login: 'auditor-1',
    }),
  );
});

test('what was declined stays out, and is not proposed again with what comes later', { timeout: 120_000 }, async () => {
  const before = await coverageOf('a');
  await send(drive(ago(140), 1_400, 1_500));
  expect((await revisionsOf('a')).slice(4).map(short)).toEqual([[5, 'late-evidence', 'proposed']]);
  await decide('a', 5, 'decline');
  expect(await standing('a')).toEqual(before);
  await send(drive(ago(139), 1_500, 1_600));
  const revisions = await revisionsOf('a');
  expect(revisions.slice(4).map(short)).toEqual([
    [5, 'late-evidence', 'declined'],
    [6, 'late-evidence', 'proposed'],
  ]);
  const moved = revisions[5]!.difference.covered_m;
  expect(moved).toBeGreaterThan(60);
  expect(moved).toBeLessThan(140);
});

test('other streets change nothing that is sealed; another plan makes a revision', { timeout: 120_000 }, async () => {
  const before = await standing('a');
  const lines = await service.api.get<FeatureCollection>('/assignments/a/coverage.geojson');
  const elsewhere = collection([
    street('b0', [
      [0, 400],
      [200, 400],
    ]),
  ]);
  await service.api.put('/municipalities/town/network', elsewhere, 'application/geo+json');
  expect(await standing('a')).toEqual(before);
  expect(await service.api.get('/assignments/a/coverage.geojson')).toEqual(lines);

  const body = { route: 'a-route', vehicle: town.vehicles[0], from: iso(window.from_ms), to: iso(ago(95)) };
  await auditor.put('/assignments/a', body);
  const after = await standing('a');
  expect(after.covered_m).toBeLessThan(before.covered_m - 400);
  // What was proposed before is proposed anew, on top of the other plan.
  expect((await revisionsOf('a')).slice(5).map(short)).toEqual([
    [6, 'late-evidence', 'superseded'],
    [after.revision, 'plan-changed', 'standing'],
    [after.revision + 1, 'late-evidence', 'proposed'],
  ]);
});

test('a batch recomputes every shift and finds each digest', { timeout: 120_000 }, async () => {
  const path = '/municipalities/town/recompute';
  const body = { from: iso(ago(600)), to: iso(now_ms) };
  const [job, again] = await Promise.all([
    auditor.post<RecomputeJob>(path, body),
    auditor.post<RecomputeJob>(path, body),
  ]);
  expect(job.id).toBe(again.id);
  const done = await until(
    'the batch',
    () => auditor.get<RecomputeJob>(`${path}/${job.id}`),
    ({ state }) => state === 'done',
  );
  expect(done).toMatchObject({ total: 1, done: 1, changed: 0, failed: 0, unsealed: 0, findings: [], by: 'auditor-1' });
  expect(done.fixes).toBeGreaterThan(50);
  expectRefused(await auditor.request('GET', `${path}/none`), 'not-found');
  expectRefused(await auditor.request('POST', path, { from: iso(now_ms), to: iso(now_ms) }), 'invalid');
});
