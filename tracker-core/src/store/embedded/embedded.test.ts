import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../open.ts';
import { FixWriter } from '../series/fix-writer.ts';
import { readFixes } from '../series/read-fixes.ts';
import { chainAgain, upTo } from '../testing/chain-again.ts';
import { quiet } from '../testing/quiet.ts';
import { sampleDelivery, sampleFix } from '../testing/sample-fixes.ts';
import { openTemporaryStore, temporaryDataDir, type TemporaryStore } from '../testing/temporary-store.ts';
import { listenAlone, socketFolder } from './socket.ts';

const START = Date.parse('2026-11-20T06:00:00Z');

describe('the embedded database', { timeout: 60_000 }, () => {
  let store: TemporaryStore;
  beforeAll(async () => {
    store = await openTemporaryStore();
    await store.db.query('create table note (id int primary key)');
  }, 60_000);
  afterAll(() => store?.remove());

  const notes = async () =>
    (await store.db.query<{ id: number }>('select id from note order by id')).map((row) => row.id);

  test('a transaction keeps its turn; one that fails leaves nothing', async () => {
    const order: string[] = [];
    await Promise.all([
      store.db.transaction(async (within) => {
        await within.query('insert into note values (1)');
        order.push('first half');
        await within.query('insert into note values ($1)', [2]);
        order.push('second half');
      }),
      notes().then((ids) => order.push(JSON.stringify(ids))),
    ]);
    expect(order.indexOf('second half') - order.indexOf('first half')).toBe(1);
    const twice = store.db.transaction(async (within) => {
      await within.query('insert into note values (3)');
      await within.query('insert into note values ($1)', [3]);
    });
    await expect(twice).rejects.toThrow('duplicate key');
    expect(await notes()).toEqual([1, 2]);
  });

  test('a statement that fails leaves its connection usable', async () => {
    await expect(store.db.query('select $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' });
    await expect(store.db.query('no such statement')).rejects.toMatchObject({ code: '42601' });
    expect(await store.db.query('select 7 as seven')).toEqual([{ seven: 7 }]);
  });

  test('keeps no more buffers than a small machine can spare', async () => {
    expect(await store.db.query('show shared_buffers')).toEqual([{ shared_buffers: '32MB' }]);
  });

  test('carries values of many megabytes both ways', async () => {
    const sent = Buffer.alloc(24 * 1024 * 1024, 'kerb');
    const [row] = await store.db.query<{ got: Buffer }>('select $1::bytea as got', [sent]);
    expect(row!.got.equals(sent)).toBe(true);
  });

  test('answers batches of every length', async () => {
    // Each length puts the end of another message where a piece of the engine's input ends.
    const lengths = Array.from({ length: 160 }, (_, at) => 8_192 - at);
    for (const length of lengths) {
      const comment = `/*${' '.repeat(length)}*/`;
      const rows = await store.db.query('select length($1)::int as length', ['k'.repeat(length)]);
      expect(rows).toEqual([{ length }]);
      expect(await store.db.query(`select $1::int as length ${comment}`, [length])).toEqual([{ length }]);
    }
  });

  test('a client that leaves inside a transaction is rolled back, and the next has its turn', async () => {
    const client = new Client({ host: await socketFolder(store.dataDir), user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('insert into note values (99)');
    const next = notes();
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect(await next).not.toContain(99);
  });

  test('a second process does not open the same files', async () => {
    const folder = await socketFolder(store.dataDir);
    await expect(listenAlone(createServer(), folder, 0)).rejects.toThrow('another process has the database');
  });

  test('killed alone it is started again; what waited meanwhile is stored once', async () => {
    const writer = new FixWriter(store.db, quiet);
    await writer.write(sampleDelivery('survivor', [sampleFix(START)]));
    process.kill(store.embeddedPid()!, 'SIGKILL');
    const later = Array.from({ length: 20 }, (_, at) => sampleFix(START + at * 1_000));
    await Promise.all(later.map((fix) => writer.write(sampleDelivery('survivor', [fix]))));
    const read = await readFixes(store.db, [{ device: 'survivor', from_ms: 0, to_ms: Infinity }], START, START + 1e9);
    expect(read.map((fix) => fix.digest)).toEqual(later.map((fix) => fix.digest));
    expect(await store.db.query('select count(*)::int as rows from fix')).toEqual([{ rows: 20 }]);
    expect(store.trouble()).toBeNull();
    const { again, nos, kept } = await chainAgain(store.db, 'survivor');
    expect([nos, again]).toEqual([upTo(20), kept]);
  });
});

const WRITER = fileURLToPath(new URL('../testing/write-until-killed.ts', import.meta.url));
const LOADER = new URL('../testing/typescript-loader.mjs', import.meta.url).href;

describe.each(['the service alone', 'the service and its database'])('killed with signal 9: %s', (victims) => {
  test(
    'every acknowledged fix is there exactly once, and the database’s process is gone',
    { timeout: 120_000 },
    async () => {
      const dataDir = await temporaryDataDir();
      const acknowledged = new Set<string>();
      const service = fork(WRITER, [dataDir, String(START)], { execArgv: ['--import', LOADER] });
      let database = 0;
      await new Promise<void>((resolve, reject) => {
        service.once('exit', () => reject(new Error('the service ended by itself')));
        service.on('message', (message: { database: number } | { device: string; ts_ms: number }) => {
          if ('database' in message) database = message.database;
          else acknowledged.add(`${message.device} ${message.ts_ms}`);
          if (acknowledged.size === 400) resolve();
        });
      });
      service.removeAllListeners('exit');
      service.kill('SIGKILL');
      if (victims !== 'the service alone') process.kill(database, 'SIGKILL');
      await once(service, 'exit');

      // Opening waits for the process before to end: there is never a second one.
      const store = await openStore({ databaseUrl: null, dataDir, log: quiet });
      const rows = await store.db.query<{ key: string }>(
        `select device || ' ' || round(date_part('epoch', ts) * 1000) as key from fix`,
      );
      const stored = new Set(rows.map((row) => row.key));
      expect(stored.size).toBe(rows.length);
      expect([...acknowledged].filter((key) => !stored.has(key))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThanOrEqual(400);

      // The chain went as far as the fixes did, and goes on from there.
      const writer = new FixWriter(store.db, quiet);
      for (const device of ['a', 'b', 'c', 'd']) {
        await writer.write(sampleDelivery(device, [sampleFix(START - 1_000), sampleFix(START)]));
        const { again, nos, kept } = await chainAgain(store.db, device);
        expect(nos).toEqual(upTo(nos.length));
        expect(again).toEqual(kept);
      }
      expect(await store.db.query('select count(*)::int as rows from fix')).toEqual([{ rows: stored.size + 4 }]);
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  );
});
