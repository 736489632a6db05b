import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEFORE_ALL, extend, type ChainEnd } from '../../claims/chain/extend.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { onEveryKind } from '../testing/every-kind.ts';
import { quiet } from '../testing/quiet.ts';
import { chainAgain, inOrderOfChain, upTo } from '../testing/chain-again.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { headsOf } from './chain.ts';
import { closeDays, endDays, publishedHeads } from './chain-days.ts';
import { FixWriter } from './fix-writer.ts';

const START = Date.parse('2026-11-20T06:00:00Z');
const DAY_MS = 86_400_000;

onEveryKind('the chain of fixes', (store) => {
  const writer = () => new FixWriter(store().db, quiet);
  const fixesFrom = (start_ms: number, count: number) =>
    Array.from({ length: count }, (_, at) => sampleFix(start_ms + at * 1_000));
  const day = (device: string) =>
    store().db.query(
      `select day::text, no, fixes, encode(head, 'hex') as head from chain_day where device = $1 order by day`,
      [device],
    );

  const stored = (device: string) => inOrderOfChain(store().db, device);
  const kept = async (device: string): Promise<ChainEnd> => (await headsOf(store().db, [device])).get(device)!.end;
  async function expectWhole(device: string, count: number): Promise<void> {
    const { again, nos, kept } = await chainAgain(store().db, device);
    expect(nos).toEqual(upTo(count));
    expect(kept).toEqual(again);
  }

  test('goes on over deliveries, and over a writer that begins anew', async () => {
    await Promise.all([0, 1, 2].map((at) => writer().write(sampleDelivery(`p${at}`, fixesFrom(START, 3)))));
    await writer().write(sampleDelivery('p0', fixesFrom(START + 10_000, 2)));
    await expectWhole('p0', 5);
    await expectWhole('p1', 3);
  });

  test('what comes twice, loses or wins: each content has one place, in the order of storing', async () => {
    let run = 0;
    const contents = fc.record({ second: fc.integer({ min: 0, max: 6 }), note: fc.constantFrom('', 'x', 'y') });
    const messages = fc.array(fc.array(contents, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(messages, fc.boolean(), async (batches, together) => {
        const device = `chained-${store().kind.kind}-${(run += 1)}`;
        const writers = [writer(), writer()];
        const distinct = new Set<string>();
        const writes: Promise<unknown>[] = [];
        for (const [at, batch] of batches.entries()) {
          const fixes = batch.map(({ second, note }) => sampleFix(START + second * 1_000, note));
          for (const { digest } of fixes) distinct.add(digest);
          // Two writers that know nothing of each other: what one has learned of the heads is soon out of date.
          const write = writers[at % 2]!.write(sampleDelivery(device, fixes));
          if (together) writes.push(write);
          else await write;
        }
        await Promise.all(writes);
        await expectWhole(device, distinct.size);
      }),
      { numRuns: 30 },
    );
  });

  test('two writers at once make one chain', async () => {
    const writers = [writer(), writer(), writer()];
    const written = writers.flatMap((one, of) =>
      Array.from({ length: 20 }, (_, at) =>
        one.write(sampleDelivery('fought-for', [sampleFix(START + at * 3_000 + of)])),
      ),
    );
    await Promise.all(written);
    await expectWhole('fought-for', 60);
  });

  test('a deletion, a change and an insertion in the database show', async () => {
    const { db } = store();
    for (const [device, sql] of [
      ['deleted', `delete from fix where device = $1 and chain_no = 3`],
      ['received', `update fix set received_at = received_at + interval '1 s' where device = $1 and chain_no = 3`],
      ['changed', `update fix set body = replace(body, '7.2', '7.3') where device = $1 and chain_no = 3`],
      [
        'inserted',
        `insert into fix (device, municipality, ts, received_at, lat, lon, digest, body, chain_no)
        select device, municipality, ts + interval '1 ms', received_at, lat, lon, digest, body, chain_no from fix where device = $1 and chain_no = 3`,
      ],
    ] as const) {
      await writer().write(sampleDelivery(device, fixesFrom(START, 5)));
      await expectWhole(device, 5);
      await db.query(sql, [device]);
      const { again, kept } = await chainAgain(db, device);
      expect(again.head).not.toEqual(kept.head);
    }
  });

  test('stands at the end of each day on which something was received', async () => {
    const one = writer();
    await one.write(sampleDelivery('daily', fixesFrom(START, 4)));
    const first = await kept('daily');
    await one.write(sampleDelivery('daily', fixesFrom(START + DAY_MS, 2)));
    const hex = ({ head }: ChainEnd) => Buffer.from(head).toString('hex');
    expect(await day('daily')).toEqual([{ day: '2026-11-20', no: 4, fixes: 4, head: hex(first) }]);
    const second = await kept('daily');
    await endDays(store().db, '2026-11-25', 1);
    await endDays(store().db, '2026-11-25', 1);
    // Received, by a clock that was put back, on a day that is closed: it belongs to the next one.
    await one.write(sampleDelivery('daily', fixesFrom(START + 2 * DAY_MS, 1)));
    expect(await day('daily')).toEqual([
      { day: '2026-11-20', no: 4, fixes: 4, head: hex(first) },
      { day: '2026-11-21', no: 6, fixes: 2, head: hex(second) },
    ]);
    expect(await kept('daily')).toMatchObject({ day: '2026-11-25', no: 7, fixes: 1 });
    const { again, kept: now } = await chainAgain(store().db, 'daily');
    expect(hex(now)).toBe(hex(again));
  });

  test('closed days are published to the contractors of the day, in order, page by page', async () => {
    const { db } = store();
    const one = writer();
    for (const device of ['pub-a', 'pub-b'])
      for (const at of [0, 1]) await one.write(sampleDelivery(device, fixesFrom(START + at * DAY_MS, 2)));
    const open = (await endDays(db, '2026-11-22', 1_000)).filter(({ device }) => device.startsWith('pub-'));
    expect(open.map(({ device, day }) => `${device} ${day}`)).toEqual([
      'pub-a 2026-11-20',
      'pub-b 2026-11-20',
      'pub-a 2026-11-21',
      'pub-b 2026-11-21',
    ]);
    await closeDays(
      db,
      open.map((each) => ({ ...each, contractors: each.device === 'pub-a' ? ['north', 'south'] : [] })),
    );
    expect((await endDays(db, '2026-11-22', 1_000)).filter(({ device }) => device.startsWith('pub-'))).toEqual([]);
    const read = (contractor: string, from: string, after: string | null = null, limit = 10) =>
      publishedHeads(db, contractor, from, '2026-12-01', { after, limit });
    const { items: all } = await read('north', '2026-11-20');
    expect(all.map(({ device, day, count, fixes }) => [device, day, count, fixes])).toEqual([
      ['pub-a', '2026-11-20', 2, 2],
      ['pub-a', '2026-11-21', 4, 2],
    ]);
    expect(all[1]!.head).toBe(Buffer.from((await kept('pub-a')).head).toString('hex'));
    const first = await read('north', '2026-11-20', null, 1);
    expect(first.items).toEqual([all[0]]);
    expect(await read('south', '2026-11-20', first.next, 1)).toEqual({ items: [all[1]], next: null });
    expect((await read('nobody', '2026-11-20')).items).toEqual([]);
    expect((await read('north', '2026-11-21')).items).toEqual([all[1]]);
  });

  test('outlives the fixes, and survives compression', async () => {
    const { db } = store();
    const one = writer();
    const now_ms = START;
    for (const age_d of [4 * 365, 20]) await one.write(sampleDelivery('aged', fixesFrom(START - age_d * DAY_MS, 300)));
    const before = await chainAgain(db, 'aged');
    await runJobs(store(), now_ms);
    const left = await stored('aged');
    expect(left.map(({ no }) => no)).toEqual(Array.from({ length: 300 }, (_, at) => 301 + at));
    const [first] = await day('aged');
    expect(first).toMatchObject({ no: 300, fixes: 300 });
    const since = { ...BEFORE_ALL, no: 300, head: Buffer.from((first as { head: string }).head, 'hex') };
    expect(left.reduce<ChainEnd>(extend, since).head).toEqual(before.again.head);
    // Into the compressed partition.
    await writer().write(
      sampleDelivery('aged', [sampleFix(START - 20 * DAY_MS + 500), sampleFix(START - 20 * DAY_MS)]),
    );
    expect(await kept('aged')).toMatchObject({ no: 601 });
    expect((await stored('aged')).map(({ no }) => no).slice(-2)).toEqual([600, 601]);
  });
});
