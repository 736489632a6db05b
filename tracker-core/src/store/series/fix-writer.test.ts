import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { onEveryKind } from '../testing/every-kind.ts';
import { quiet } from '../testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { readEvents } from './events.ts';
import { countFixes, devicesNear, devicesSeen, lastFixes } from './fix-counts.ts';
import { FixWriter } from './fix-writer.ts';
import { readFixes } from './read-fixes.ts';
import { listRefusals } from './refusals.ts';

const START = Date.parse('2026-11-20T06:00:00Z');
const ALWAYS = { from_ms: 0, to_ms: START + 1e10 };

/** Two contents of one instant, the counting one first. */
function rivals(ts_ms: number) {
  const [a, b] = [sampleFix(ts_ms, 'a'), sampleFix(ts_ms, 'b')];
  return a.digest < b.digest ? ([a, b] as const) : ([b, a] as const);
}

onEveryKind('the writer of fixes', (store) => {
  const writer = () => new FixWriter(store().db, quiet);
  const read = async (device: string) => readFixes(store().db, [{ device, ...ALWAYS }], START, ALWAYS.to_ms);

  test('stores what it is given, and reads it back with its content', async () => {
    const fixes = [
      sampleFix(START),
      sampleFix(START + 5_250),
      { ...sampleFix(START + 9_000), fieldErrors: ['speed_kmh', 'hdop'] },
    ];
    const delivery = sampleDelivery('plain', fixes);
    expect(await writer().write(delivery)).toEqual({
      accepted: fixes,
      replaced_ms: [],
      known: 0,
      conflicts_ms: [],
      refusals: [],
    });
    const stored = fixes.map(({ ts_ms, body, digest }) => ({
      ts_ms,
      body,
      digest,
      device: 'plain',
      received_ms: delivery.received_ms,
    }));
    expect(await read('plain')).toEqual(stored);
    const counts = await countFixes(store().db, [{ device: 'plain', ...ALWAYS }], START, START + 9_001);
    expect(counts).toEqual({ fixes: 3, conflicts: 0, fieldErrors: 2, rejected: 0 });
  });

  test('many devices at once share commits, and each learns its own outcome', async () => {
    const one = writer();
    const devices = Array.from({ length: 300 }, (_, at) => `crowd-${at}`);
    const outcomes = await Promise.all(
      devices.map((device, at) => one.write(sampleDelivery(device, [sampleFix(START + at * 1_000)]))),
    );
    expect(outcomes.map((outcome) => outcome.accepted[0]!.ts_ms)).toEqual(devices.map((_, at) => START + at * 1_000));
    expect(await devicesSeen(store().db, devices, START, START + 10_000)).toHaveLength(10);
    expect((await lastFixes(store().db, ['crowd-7', 'nobody']))[0]).toMatchObject({
      device: 'crowd-7',
      ts_ms: START + 7_000,
    });
  });

  test('an equal second fix changes nothing, from a writer that knows it and from one that does not', async () => {
    const fix = sampleFix(START);
    const first = writer();
    await first.write(sampleDelivery('twice', [fix]));
    for (const each of [first, writer()]) {
      expect(await each.write(sampleDelivery('twice', [fix]))).toEqual({
        accepted: [],
        replaced_ms: [],
        known: 1,
        conflicts_ms: [],
        refusals: [],
      });
    }
    expect(await read('twice')).toHaveLength(1);
  });

  test('a device named null is a device', async () => {
    await writer().write(sampleDelivery('null', [sampleFix(START)]));
    expect(await read('null')).toMatchObject([{ device: 'null' }]);
  });

  test('of two contents the smaller digest counts: the late one loses', async () => {
    const [counting, other] = rivals(START);
    const one = writer();
    await one.write(sampleDelivery('loses', [counting]));
    const outcome = await one.write(sampleDelivery('loses', [sampleFix(START + 1_000), { ...other, index: 7 }]));
    expect(outcome.accepted.map((fix) => fix.ts_ms)).toEqual([START + 1_000]);
    expect(outcome.replaced_ms).toEqual([]);
    expect(outcome.refusals).toMatchObject([{ reason: 'conflict', index: 7, payload: other.body }]);
    expect((await read('loses'))[0]).toMatchObject({ digest: counting.digest });
    expect(await listRefusals(store().db, ['loses'], 10)).toMatchObject([
      { reason: 'conflict', index: 7, payload: other.body },
    ]);
  });

  test('of two contents the smaller digest counts: the late one wins', async () => {
    const [counting, other] = rivals(START);
    const one = writer();
    await one.write(sampleDelivery('wins', [other]));
    const outcome = await one.write(sampleDelivery('wins', [counting]));
    expect(outcome).toMatchObject({ accepted: [counting], replaced_ms: [START], known: 0, conflicts_ms: [START] });
    expect(outcome.refusals).toMatchObject([{ reason: 'conflict', payload: other.body }]);
    expect(outcome.refusals[0]).not.toHaveProperty('index');
    expect(await read('wins')).toMatchObject([{ digest: counting.digest }]);
    expect(await countFixes(store().db, [{ device: 'wins', ...ALWAYS }], START, START + 1)).toMatchObject({
      fixes: 1,
      conflicts: 1,
      rejected: 0,
    });
  });

  test('of two contents in one batch the larger digest is refused at its own place', async () => {
    const [counting, other] = rivals(START);
    const batch = [
      { ...other, index: 3 },
      { ...counting, index: 5 },
    ];
    const outcome = await writer().write(sampleDelivery('same-batch', batch));
    expect(outcome.accepted).toEqual([batch[1]]);
    expect(outcome.refusals).toMatchObject([{ reason: 'conflict', index: 3, payload: other.body }]);
  });

  test('refusals and events are stored with the fixes they came with', async () => {
    const long = `ä\0${'x'.repeat(6_000)}`;
    const refusal = { reason: 'out-of-range', detail: 'lat 91', index: 0, payload: long } as const;
    const event = { ts_ms: START + 500, kind: 'blocked', note: 'a lorry', lat: 57.7, lon: 11.9 } as const;
    const delivery = sampleDelivery('mixed', [sampleFix(START)], { refusals: [refusal], event });
    const one = writer();
    await one.write(delivery);
    await one.write(delivery);
    const [stored] = await listRefusals(store().db, ['mixed'], 1);
    expect(stored).toMatchObject({ reason: 'out-of-range', index: 0, received_ms: START + 1_000 });
    expect(Buffer.byteLength(stored!.payload)).toBeLessThanOrEqual(4_098);
    expect(stored!.payload.startsWith('ä\ufffdxxx')).toBe(true);
    const { ts_ms, ...rest } = event;
    expect(await readEvents(store().db, ['mixed'], START, START + 1_000)).toEqual([
      { device: 'mixed', ts_ms, received_ms: START + 1_000, ...rest },
    ]);
    expect(await countFixes(store().db, [{ device: 'mixed', ...ALWAYS }], START, START + 2_000)).toMatchObject({
      rejected: 2,
    });
  });

  test('a delivery that the database will not have takes no other with it', async () => {
    const one = writer();
    const bad = { ...sampleFix(START), digest: 'no hex' };
    const written = await Promise.allSettled([
      one.write(sampleDelivery('good', [sampleFix(START)])),
      one.write(sampleDelivery('bad', [bad])),
      one.write(sampleDelivery('good', [sampleFix(START + 1_000)])),
    ]);
    expect(written.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await read('good')).toHaveLength(2);
    expect(await read('bad')).toEqual([]);
    expect(await one.write(sampleDelivery('bad', [sampleFix(START)]))).toMatchObject({
      known: 0,
      accepted: [{ ts_ms: START }],
    });
  });

  test('finds the devices in a box', async () => {
    await writer().write(sampleDelivery('near', [{ ...sampleFix(START), lat: 10, lon: 20 }]));
    const box = [19.9, 9.9, 20.1, 10.1] as const;
    expect(await devicesNear(store().db, ['near', 'plain'], box, START, START + 1)).toEqual(['near']);
    expect(await devicesNear(store().db, ['near'], box, START + 1, START + 2)).toEqual([]);
  });

  test('any duplication and any order of arrival leave the same counting fixes', async () => {
    let run = 0;
    const contents = fc.record({ second: fc.integer({ min: 0, max: 6 }), note: fc.constantFrom('', 'x', 'y') });
    const messages = fc.array(fc.array(contents, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(messages, fc.boolean(), async (batches, together) => {
        const device = `any-${store().kind.kind}-${(run += 1)}`;
        const one = writer();
        const expected = new Map<number, string>();
        const accepted = new Map<number, string>();
        const writes: Promise<void>[] = [];
        for (const batch of batches) {
          const fixes = batch.map(({ second, note }) => sampleFix(START + second * 1_000, note));
          for (const { ts_ms, digest } of fixes) {
            const best = expected.get(ts_ms);
            if (best === undefined || digest < best) expected.set(ts_ms, digest);
          }
          const write = one.write(sampleDelivery(device, fixes)).then((outcome) => {
            for (const fix of outcome.accepted) accepted.set(fix.ts_ms, fix.digest);
          });
          if (together) writes.push(write);
          else await write;
        }
        await Promise.all(writes);
        const counting = new Map((await read(device)).map((fix) => [fix.ts_ms, fix.digest]));
        const byInstant = [...expected].sort(([a], [b]) => a - b);
        expect([...counting]).toEqual(byInstant);
        expect([...accepted].sort(([a], [b]) => a - b)).toEqual(byInstant);
      }),
      { numRuns: 40 },
    );
  });
});
