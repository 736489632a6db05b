import { expect, test } from 'vitest';
import { onEveryKind } from '../testing/every-kind.ts';
import { quiet } from '../testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { FixWriter } from './fix-writer.ts';
import { forgetLateArrivals, lateArrivalsIn, quietLateArrivals } from './late-arrivals.ts';
import type { Choice } from '../../pipeline/proof/choice.ts';
import { chooseFixes } from './read-fixes.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-20T06:00:00Z');
const LATE_MS = 24 * HOUR_MS;
const FOREVER = START + 1e10;

onEveryKind('late arrivals', (store) => {
  const writer = () => new FixWriter(store().db, quiet, LATE_MS);
  const all = (device: string) => lateArrivalsIn(store().db, [device], START, START + 10 * HOUR_MS);

  test('the hours of late fixes are noted with the fixes, those of others are not', async () => {
    const one = writer();
    await one.write(sampleDelivery('live', [sampleFix(START)]));
    const received_ms = START + 30 * HOUR_MS;
    const late = [START + HOUR_MS, START + HOUR_MS + 5_000, START + 3 * HOUR_MS];
    await one.write(
      sampleDelivery(
        'live',
        late.map((ts_ms) => sampleFix(ts_ms)),
        { received_ms },
      ),
    );
    expect(await all('live')).toEqual([
      { device: 'live', hour_ms: START + HOUR_MS, received_ms },
      { device: 'live', hour_ms: START + 3 * HOUR_MS, received_ms },
    ]);
    await one.write(sampleDelivery('live', [sampleFix(START + HOUR_MS)], { received_ms: received_ms + 9_000 }));
    expect((await all('live')).map((each) => each.received_ms)).toEqual([received_ms, received_ms]);
  });

  test('an hour that gets more while it is looked at is not forgotten', async () => {
    const one = writer();
    const received_ms = START + 40 * HOUR_MS;
    await one.write(sampleDelivery('more', [sampleFix(START)], { received_ms }));
    const seen = await all('more');
    await one.write(sampleDelivery('more', [sampleFix(START + 1_000)], { received_ms: received_ms + 1 }));
    await forgetLateArrivals(store().db, seen);
    const left = await all('more');
    expect(left).toEqual([{ device: 'more', hour_ms: START, received_ms: received_ms + 1 }]);
    await forgetLateArrivals(store().db, left);
    expect(await all('more')).toEqual([]);
  });

  test('a device in the midst of its backlog is waited for, though not for ever', async () => {
    const one = writer();
    const received_ms = START + 50 * HOUR_MS;
    await one.write(sampleDelivery('busy', [sampleFix(START)], { received_ms }));
    await one.write(sampleDelivery('busy', [sampleFix(START + HOUR_MS)], { received_ms: received_ms + 60_000 }));
    const of = async (quiet_ms: number, patience_ms: number) =>
      (await quietLateArrivals(store().db, quiet_ms, patience_ms, 100)).filter(({ device }) => device === 'busy')
        .length;
    expect(await of(received_ms + 30_000, 0)).toBe(0);
    expect(await of(received_ms + 60_001, 0)).toBe(2);
    expect(await of(received_ms + 30_000, received_ms + 1)).toBe(2);
  });

  test('what came too late displaces nothing that counts', async () => {
    const [a, b] = [sampleFix(START, 'a'), sampleFix(START, 'b')];
    const [smaller, larger] = a.digest < b.digest ? [a, b] : [b, a];
    const next = sampleFix(START + 60_000);
    const one = writer();
    await one.write(sampleDelivery('rivals', [larger]));
    await one.write(sampleDelivery('rivals', [smaller, next], { received_ms: START + 30 * HOUR_MS }));
    const spans = [{ device: 'rivals', from_ms: 0, to_ms: FOREVER }];
    const read = async (choice: Choice) => {
      const { counting, withLate } = await chooseFixes(store().db, spans, START, FOREVER, choice);
      return [counting, withLate].map((fixes) => fixes.map(({ digest }) => digest));
    };
    const byRule: Choice = (ts_ms, received_ms) => (received_ms - ts_ms > LATE_MS ? 'late' : 'counts');
    expect(await read(byRule)).toEqual([[larger.digest], [smaller.digest, next.digest]]);
    expect(await read((ts_ms, received_ms) => (byRule(ts_ms, received_ms) === 'late' ? 'later' : 'counts'))).toEqual([
      [larger.digest],
      [larger.digest],
    ]);
    expect(await read(() => 'counts')).toEqual([
      [smaller.digest, next.digest],
      [smaller.digest, next.digest],
    ]);
  });

  test('pages end among the contents of an instant without losing what counts', async () => {
    const one = writer();
    const fixes = Array.from({ length: 7_999 }, (_, n) => sampleFix(START + n * 100));
    for (let at = 0; at < fixes.length; at += 1_000)
      await one.write(sampleDelivery('paged', fixes.slice(at, at + 1_000)));
    const edge_ms = START + 7_999 * 100;
    const contents = ['a', 'b', 'c']
      .map((note) => sampleFix(edge_ms, note))
      .sort((x, y) => (x.digest < y.digest ? -1 : 1));
    const received_ms = edge_ms + 30 * HOUR_MS;
    await one.write(sampleDelivery('paged', [contents[0]!, contents[1]!], { received_ms }));
    await one.write(sampleDelivery('paged', [contents[2]!], { received_ms: edge_ms + 1_000 }));
    const choice: Choice = (_, at_ms) => (at_ms >= received_ms ? 'late' : 'counts');
    const { counting } = await chooseFixes(
      store().db,
      [{ device: 'paged', from_ms: 0, to_ms: FOREVER }],
      START,
      FOREVER,
      choice,
    );
    expect(counting).toHaveLength(8_000);
    expect(counting.at(-1)!.digest).toBe(contents[2]!.digest);
  });
});
