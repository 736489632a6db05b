import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CoverageAnswer,
  Incident,
  PageOf,
  RecomputeAnswer,
  ServiceAnswer,
  TrackAnswer,
} from '@sweepline/contract';
import { connectOf, type Device } from './device.ts';
import { LiveSocket, of } from './live-client.ts';
import { iso, makeStreetTown, placeAt, plan, range, type SentFix, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const MINUTE_MS = 60_000;
const now_ms = Math.floor(Date.now() / 1_000) * 1_000;
const begin_ms = now_ms - 360 * MINUTE_MS;
const window = { from_ms: begin_ms, to_ms: now_ms + 60 * MINUTE_MS };

/** So many km/h along the main street from its western end, or standing where it is; a fix each `every_s`. */
function along(from_ms: number, from_m: number, to_m: number, speed_kmh: number, every_s: number): SentFix[] {
  const fixes: SentFix[] = [];
  for (let s = 0; from_m + (s * speed_kmh) / 3.6 <= to_m; s += every_s) {
    const [lon, lat] = placeAt(from_m + (s * speed_kmh) / 3.6, -2);
    const place = { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) };
    fixes.push({ ts: iso(from_ms + s * 1_000), ...place, speed_kmh, heading_deg: 90, accuracy_m: 4 });
  }
  return fixes;
}

function parked(from_ms: number, to_ms: number, at: readonly [number, number], every_s: number): SentFix[] {
  const [lon, lat] = placeAt(...at);
  const place = { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) };
  const count = Math.floor((to_ms - from_ms) / (every_s * 1_000));
  return Array.from({ length: count }, (_, n) => ({
    ts: iso(from_ms + n * every_s * 1_000),
    ...place,
    speed_kmh: 0,
    accuracy_m: 4,
  }));
}

/** Three minutes at the depot, the street in some twenty minutes, the rest of six hours at its other end. */
const work_ms = begin_ms + 3 * MINUTE_MS;
const done_ms = work_ms + 20 * MINUTE_MS;
const way = along(work_ms, 0, 1_600, 5, 5);
/** Now and then the device says of one instant that it was elsewhere too: which of the two counts is no matter of order. */
const twice = way.flatMap((fix, n) => (n % 40 === 7 ? [fix, { ...fix, lat: fix.lat + 0.0004 }] : [fix]));
const shift = [
  ...parked(begin_ms, work_ms, [-100, 0], 30),
  ...twice,
  ...parked(done_ms, now_ms - 120_000, [1_600, -2], 30),
];
const CONFLICTS = twice.length - way.length;
/** So long after its last fix was heard every vehicle is judged by the clock, and its silence has been told. */
const BOTH_SILENT_MS = 5 * MINUTE_MS;

let service: ServiceProcess;
let rival: ServiceProcess;
beforeAll(async () => {
  [service, rival] = await Promise.all([startServiceProcess(), startServiceProcess()]);
});
afterAll(() => Promise.all([service?.remove(), rival?.remove()]));

const casesOf = async (of: ServiceProcess, town: Town): Promise<readonly Incident[]> =>
  (await of.api.get<PageOf<Incident>>(`/incidents?vehicle=${town.vehicles[0]}&limit=500`)).items;

/** Those that stand: nobody took them back. */
const standing = (cases: readonly Incident[]): unknown[] =>
  cases
    .filter(({ state }) => state !== 'dismissed')
    .map(({ kind, severity, from, to, figures }) => ({ kind, severity, from, to, figures }))
    .sort((a, b) => (`${a.kind}${a.from}` < `${b.kind}${b.from}` ? -1 : 1));

async function answers(of: ServiceProcess, town: Town) {
  const coverage = await of.api.get<CoverageAnswer>('/assignments/a/coverage');
  expect(await of.api.post<RecomputeAnswer>('/assignments/a/recompute')).toMatchObject({ digest: coverage.digest });
  const all = range(begin_ms - MINUTE_MS, window.to_ms);
  const service = await of.api.get<ServiceAnswer>(`/municipalities/${town.id}/service?${all}`);
  const track = await of.api.get<TrackAnswer>(`/vehicles/${town.vehicles[0]}/track?${all}`);
  return { coverage, service, track: { ...track, fixes: track.fixes.map(({ receivedAt: _, ...fix }) => fix) } };
}

/** Live is what stands at the street's other end as it is sent, however long it took to come so far. */
function liveFix(before?: SentFix): SentFix {
  const at_ms = Math.max(Date.now(), before ? Date.parse(before.ts) + 1_000 : 0);
  return parked(at_ms, at_ms + 1_000, [1_600, -2], 1)[0]!;
}

/** Six hours of backlog in batches, the newest first, with a live fix between them. */
async function flush(device: Device, batches: readonly SentFix[][], live: () => SentFix | undefined): Promise<void> {
  for (const batch of batches.toReversed()) {
    await device.publish('telemetry', batch.toReversed());
    const next = live();
    if (next) await device.publish('telemetry', next);
  }
}

function batchesOf(fixes: readonly SentFix[], size: number): SentFix[][] {
  const batches: SentFix[][] = [];
  for (let at = 0; at < fixes.length; at += size) batches.push(fixes.slice(at, at + size));
  return batches;
}

describe('six hours of backlog while live fixes come in', () => {
  let town: Town;
  let reference: Awaited<ReturnType<typeof answers>>;

  /** What the clean stream comes to: sent at once and in its order to a service of its own. */
  async function sendClean(live: readonly SentFix[]): Promise<void> {
    const same = await makeStreetTown(rival.api, 'town', 1);
    await plan(rival.api, same, 'a', window);
    const device = await connectOf(rival, same);
    await device.send(shift, 60);
    await device.send(live, 60);
    await device.end();
    reference = await answers(rival, same);
    expect(reference.coverage.covered_m).toBeGreaterThan(1_500);
  }

  /** The cases here, once those that stand are the clean stream's; time goes on for a vehicle that sends no more, in both. */
  const asOfClean = async (): Promise<readonly Incident[]> => {
    const both = async () => ({ here: await casesOf(service, town), clean: await casesOf(rival, town) });
    const { here } = await until(
      'the cases of the clean stream',
      both,
      ({ here, clean }) => JSON.stringify(standing(here)) === JSON.stringify(standing(clean)),
      BOTH_SILENT_MS,
    );
    return here;
  };
  const disproved = (cases: readonly Incident[]) => cases.filter(({ state }) => state === 'dismissed');

  test(
    'newest first, twice and torn: the clean stream’s result, a map that never goes back',
    { timeout: 600_000 },
    async () => {
      town = await makeStreetTown(service.api, 'town', 1);
      await plan(service.api, town, 'a', window);
      const socket = await LiveSocket.open(service, service.api.token);
      await socket.view({ municipality: town.id });
      const device = await connectOf(service, town);
      // From the depot, and then nothing for six hours: it looks like one that never came.
      await device.send(shift.slice(0, 2));
      const live = [liveFix()];
      await device.send(live);
      const kinds = ['late-start', 'no-show', 'signal-lost'];
      await until(
        'what the silence looks like',
        () => casesOf(service, town),
        (cases) => kinds.every((kind) => cases.some((one) => one.kind === kind && one.state === 'open')),
      );

      const batches = batchesOf(shift, 60);
      await flush(device, batches, () => {
        live.push(liveFix(live.at(-1)));
        return live.at(-1);
      });
      const again = [...live];
      await flush(device, [...batches.slice(3, 6), shift.filter((_, n) => n % 7 === 0)], () => again.shift());
      expect(device.rejected.map(({ reason }) => reason)).toEqual(Array.from({ length: CONFLICTS }, () => 'conflict'));
      await device.end();
      await sendClean(live);
      expect(await answers(service, town)).toEqual(reference);

      const cases = await asOfClean();
      for (const kind of kinds) {
        const ofKind = disproved(cases).filter((one) => one.kind === kind);
        expect(ofKind.length).toBeGreaterThan(0);
        for (const { history } of ofKind)
          expect(history.at(-1)).toMatchObject({
            action: 'dismissed',
            by: null,
            text: 'withdrawn: later fixes show otherwise',
          });
      }

      const shown = of(socket, 'positions').flatMap(({ rows }) => rows.map(({ ts_ms }) => ts_ms));
      expect(shown.length).toBeGreaterThan(1);
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      expect(shown.at(-1)).toBe(Date.parse(live.at(-1)!.ts));
      socket.close();
    },
  );

  test('a restart in the midst of it changes nothing', { timeout: 600_000 }, async () => {
    const before = disproved(await asOfClean());
    await service.stop('SIGKILL');
    await service.restart();
    expect(await answers(service, town)).toEqual(reference);
    // Nothing was told anew and taken back.
    expect(disproved(await asOfClean())).toEqual(before);
  });
});

test('a route that seemed to be missed, until the fixes came that were missing', { timeout: 120_000 }, async () => {
  const opens_ms = now_ms - 90 * MINUTE_MS;
  const town = await makeStreetTown(service.api, 'slow', 1);
  await plan(service.api, town, 'slow-a', { from_ms: opens_ms, to_ms: opens_ms + 40 * MINUTE_MS });
  const work = along(opens_ms + 30_000, 0, 1_600, 5, 5);
  // Standing almost to the window's end: what is feared some seven minutes before it is told three minutes later.
  const after = parked(opens_ms + 20 * MINUTE_MS, opens_ms + 39.5 * MINUTE_MS, [1_600, -2], 15);
  // Ten minutes of work tell a pace.
  const first = work.filter((_, n) => n < 130);
  const sparse = after.filter((_, n) => n % 2 === 0);
  const device = await connectOf(service, town);
  const socket = await LiveSocket.open(service, service.api.token);
  await socket.view({ municipality: town.id });
  await device.send(first, 40);
  // While a plan just taken up is being made, no instant of the vehicle's own time is judged.
  await until('its work', () => of(socket, 'assignment').some(({ assignment }) => assignment.covered_m > 0));
  socket.close();
  await device.send(sparse, 40);
  const willMiss = async (): Promise<readonly Incident[]> =>
    (await casesOf(service, town)).filter(({ kind }) => kind === 'will-miss');
  await until('the case', willMiss, (cases) => cases.some(({ state }) => state === 'open'));
  await device.send(work.slice(130).toReversed(), 40);
  await device.end();
  const [disproved, ...more] = await until('its end', willMiss, (cases) =>
    cases.every(({ state }) => state === 'dismissed'),
  );
  expect(more).toEqual([]);
  expect(disproved!.history.at(-1)).toMatchObject({ by: null, text: 'withdrawn: later fixes show otherwise' });
});
