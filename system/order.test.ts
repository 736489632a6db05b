import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  canonicalJson,
  type CoverageAnswer,
  type Incident,
  type PageOf,
  type RecomputeAnswer,
  type TrackAnswer,
} from '@sweepline/contract';
import { connectOf } from './device.ts';
import { LiveSocket } from './live-client.ts';
import { drive, iso, makeStreetTown, placeAt, plan, range, type SentFix, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;

let service: ServiceProcess;
beforeAll(async () => void (service = await startServiceProcess()));
afterAll(() => service?.remove());

const coverageOf = (assignment: string): Promise<CoverageAnswer> =>
  service.api.get(`/assignments/${assignment}/coverage`);

const recompute = (assignment: string): Promise<RecomputeAnswer> =>
  service.api.post(`/assignments/${assignment}/recompute`);

/** What the facts are, without the digest, which names the assignment's own ids. */
const facts = ({ planned_m, covered_m, excused_m, uncovered_m, legs, quality }: CoverageAnswer) => {
  const { fixes, gaps, grade, uptime_pct } = quality;
  return {
    planned_m,
    covered_m,
    excused_m,
    uncovered_m,
    legs: legs.map((leg) => ({
      ...leg,
      pieces: leg.pieces.map(({ vehicle: _, ...piece }) => piece),
    })),
    quality: { fixes, gaps, grade, uptime_pct },
  };
};

/** A shuffle that is the same in every run. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const own = [...items];
  let state = seed;
  for (let i = own.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const j = state % (i + 1);
    [own[i], own[j]] = [own[j]!, own[i]!];
  }
  return own;
}

/** Down the street, a silence of ten minutes in the middle, back again, with a stop and some noise. */
function shift(begin_ms: number): SentFix[] {
  const out = drive(begin_ms + 60_000, 0, 700);
  const on = drive(begin_ms + 1_200_000, 900, 1_600);
  const stop_ms = Date.parse(on.at(-1)!.ts);
  const stop = Array.from({ length: 20 }, (_, n) => {
    const [lon, lat] = placeAt(1_600, (n % 3) - 1);
    return { ts: iso(stop_ms + 5_000 + n * 15_000), lat, lon, speed_kmh: 0, accuracy_m: 5 };
  });
  const back_ms = stop_ms + 400_000;
  const back = drive(back_ms, 0, 1_000).map((fix, n) => {
    const [lon, lat] = placeAt(1_600 - n * 25, 2);
    return { ...fix, lat, lon, heading_deg: 270 };
  });
  return [...out, ...on, ...stop, ...back];
}

describe('any order, duplication and batching', () => {
  const begin_ms = Date.now() - 5 * HOUR_MS;
  const window = { from_ms: begin_ms, to_ms: begin_ms + 2 * HOUR_MS };
  const clean = shift(begin_ms);
  let reference: CoverageAnswer;

  async function coverageAfter(name: string, deliver: (town: Town) => Promise<void>): Promise<CoverageAnswer> {
    const town = await makeStreetTown(service.api, name, 1);
    await plan(service.api, town, `${name}-a`, window);
    await deliver(town);
    return coverageOf(`${name}-a`);
  }

  const send =
    (fixes: readonly SentFix[], batch: number) =>
    async (town: Town): Promise<void> => {
      const device = await connectOf(service, town);
      await device.send(fixes, batch);
      expect(device.rejected).toEqual([]);
      await device.end();
    };

  beforeAll(async () => {
    reference = await coverageAfter('clean', send(clean, 1));
    expect(reference.covered_m).toBeGreaterThan(1_000);
    expect(reference.planned_m - reference.covered_m).toBeGreaterThan(100);
  });

  test.each([
    ['batches', clean, 50],
    ['reversed', clean.toReversed(), 1],
    ['shuffled', shuffled(clean, 7), 1],
    ['shuffled-batches', shuffled(clean, 23), 9],
    ['twice', clean.flatMap((fix) => [fix, fix]), 1],
    ['twice-over', [...clean, ...shuffled(clean, 5)], 40],
  ])('%s: the same coverage as the clean stream', async (name, fixes, batch) => {
    const coverage = await coverageAfter(name, send(fixes, batch));
    expect(facts(coverage)).toEqual(facts(reference));
  });

  test('two connections of one device after another, each with half of the shift mixed', async () => {
    const mixed = shuffled(clean, 99);
    const coverage = await coverageAfter('halves', async (town) => {
      await send(mixed.slice(0, 60), 7)(town);
      await send(mixed.slice(40), 1)(town);
    });
    expect(facts(coverage)).toEqual(facts(reference));
  });

  test.each(['clean', 'shuffled', 'twice-over'])(
    '%s: recomputed from the stored fixes, the same digest',
    async (name) => {
      const before = await coverageOf(`${name}-a`);
      expect(await recompute(`${name}-a`)).toEqual({ digest: before.digest, revision: before.revision });
      expect(await coverageOf(`${name}-a`)).toEqual(before);
    },
  );

  test('the same assignment gets the same digest whatever came in between', async () => {
    const town = await makeStreetTown(service.api, 'between', 1);
    await plan(service.api, town, 'between-a', window);
    await send(
      clean.filter((_, n) => n % 3 !== 1),
      10,
    )(town);
    const gappy = await coverageOf('between-a');
    await send(
      clean.filter((_, n) => n % 3 === 1),
      1,
    )(town);
    const whole = await coverageOf('between-a');
    expect(whole.digest).not.toBe(gappy.digest);
    expect(facts(whole)).toEqual(facts(reference));
    await send(shuffled(clean, 3), 100)(town);
    expect(await coverageOf('between-a')).toEqual(whole);
  });
});

describe('two fixes of one instant', () => {
  const begin_ms = Date.now() - 5 * HOUR_MS;
  const [lon, lat] = placeAt(300, 0);
  const one = { ts: iso(begin_ms), lat, lon, seq: 1 };
  const other = { ts: iso(begin_ms), lat: lat + 0.0001, lon, seq: 2 };
  const hashOf = (fix: object): string => createHash('sha256').update(canonicalJson(fix)).digest('hex');
  const winner = hashOf(one) < hashOf(other) ? one : other;

  test.each([
    ['one-first', [one, other]],
    ['other-first', [other, one]],
  ])(
    '%s: that with the smaller hash of its canonical JSON counts, the second comer hears of the conflict',
    async (name, sent) => {
      const town = await makeStreetTown(service.api, name, 1);
      const device = await connectOf(service, town);
      await device.send(sent);
      await until(
        'the refusal',
        () => device.rejected,
        (all) => all.length > 0,
      );
      expect(device.rejected.map(({ reason }) => reason)).toEqual(['conflict']);
      await device.send([winner]);
      const { fixes } = await service.api.get<TrackAnswer>(
        `/vehicles/${town.vehicles[0]}/track?${range(begin_ms - 1_000, begin_ms + 1_000)}`,
      );
      expect(fixes).toHaveLength(1);
      expect(fixes[0]).toMatchObject({ ...winner, ts: iso(begin_ms) });
      await device.end();
    },
  );

  test('in one batch is no other, and the refusal names the loser’s place in it', async () => {
    const town = await makeStreetTown(service.api, 'one-batch', 1);
    const device = await connectOf(service, town);
    await device.send(['rubbish', one, other, one] as unknown as object[], 4);
    await until(
      'the refusals',
      () => device.rejected,
      (all) => all.length > 1,
    );
    expect(device.rejected).toMatchObject([
      { reason: 'wrong-shape', index: 0 },
      { reason: 'conflict', index: winner === one ? 2 : 1 },
    ]);
    const { fixes } = await service.api.get<TrackAnswer>(
      `/vehicles/${town.vehicles[0]}/track?${range(begin_ms - 1_000, begin_ms + 1_000)}`,
    );
    expect(fixes).toMatchObject([winner]);
    await device.end();
  });

  test('again and again are one case, which stays when later fixes come', async () => {
    const town = await makeStreetTown(service.api, 'many-conflicts', 1);
    const device = await connectOf(service, town);
    await device.send([{ ...one, ts: iso(begin_ms - 60_000) }]);
    for (let n = 0; n < 12; n++)
      await device.send([one, other].map((fix) => ({ ...fix, ts: iso(begin_ms + n * 1_000) })));
    await device.send([{ ...one, ts: iso(begin_ms - 30_000) }]);
    await device.end();
    expect(device.rejected).toHaveLength(12);
    const { items } = await service.api.get<PageOf<Incident>>(`/incidents?kind=conflict&vehicle=${town.vehicles[0]}`);
    expect(items.map(({ kind, state, figures }) => ({ kind, state, figures }))).toEqual([
      { kind: 'conflict', state: 'open', figures: { conflicts: 12 } },
    ]);
  });

  test('written in other ways is one fix', async () => {
    const town = await makeStreetTown(service.api, 'same-instant', 1);
    const device = await connectOf(service, town);
    const offset = iso(begin_ms + 2 * HOUR_MS).replace('Z', '+02:00');
    await device.send([one, { ...one, ts: offset }, { ...one, ts: begin_ms }]);
    await device.publish('telemetry', `[${JSON.stringify(one)}]`);
    const { fixes } = await service.api.get<TrackAnswer>(
      `/vehicles/${town.vehicles[0]}/track?${range(begin_ms - 1_000, begin_ms + 1_000)}`,
    );
    expect(fixes).toHaveLength(1);
    expect(device.rejected).toEqual([]);
    await device.end();
  });
});

test('late fixes bring the live progress to the totals of the coverage', async () => {
  const begin_ms = Date.now() - 3 * HOUR_MS;
  const town = await makeStreetTown(service.api, 'late', 1);
  await plan(service.api, town, 'late-a', { from_ms: begin_ms, to_ms: Date.now() + HOUR_MS });
  const live = await LiveSocket.open(service, service.api.token);
  await live.view({ municipality: town.id });
  const device = await connectOf(service, town);
  const fixes = shift(begin_ms);
  const late = (_: SentFix, n: number): boolean => n > 5 && n < 29;

  const sameTotals = async (): Promise<void> => {
    const { covered_m, planned_m } = await coverageOf('late-a');
    const shown = () => {
      const { assignments, legs } = live.state();
      const done_cm = (legs.get('late-a') ?? [])
        .flatMap(({ pieces }) => pieces)
        .filter(({ state }) => state === 'done')
        .reduce((sum, { from_m, to_m }) => sum + Math.round(to_m * 100) - Math.round(from_m * 100), 0);
      return { assignment: assignments.find(({ assignment }) => assignment === 'late-a'), done_cm };
    };
    await until(
      `live progress and legs of ${covered_m} m`,
      shown,
      ({ assignment, done_cm }) =>
        assignment?.covered_m === covered_m &&
        assignment.planned_m === planned_m &&
        done_cm === Math.round(covered_m * 100),
      20_000,
    );
  };

  await device.send(
    fixes.filter((fix, n) => !late(fix, n)),
    10,
  );
  // One more, far ahead, so that nothing of the drive is still undecided.
  await device.send([{ ...fixes.at(-1)!, ts: iso(Date.parse(fixes.at(-1)!.ts) + 40 * 60_000), speed_kmh: 0 }]);
  await sameTotals();
  const before = (await coverageOf('late-a')).covered_m;
  await device.send(shuffled(fixes.filter(late), 11));
  await sameTotals();
  expect((await coverageOf('late-a')).covered_m).toBeGreaterThan(before + 100);
  await device.end();
  live.close();
});
