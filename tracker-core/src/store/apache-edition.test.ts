import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseKind } from './db.ts';
import { MODULES, openDatabase, type EmbeddedDatabase } from './embedded/database.ts';
import { serveClient } from './embedded/serve-client.ts';
import { listenAlone, socketFolder } from './embedded/socket.ts';
import { Turns } from './embedded/turns.ts';
import { runJobs } from './jobs/run-jobs.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';
import { readDailyWork } from './series/daily-work.ts';
import { FixWriter } from './series/fix-writer.ts';
import { quiet } from './testing/quiet.ts';
import { sampleDelivery, sampleFix } from './testing/sample-fixes.ts';
import { temporaryDataDir } from './testing/temporary-store.ts';

/** TimescaleDB without its TSL module refuses what the Apache edition lacks; a server of that edition is not packaged by Debian. */
const APACHE: DatabaseKind = {
  kind: 'timescale-apache',
  postgresVersion: '17',
  timescaleVersion: '2',
  hypertables: true,
  compression: false,
  continuousAggregates: false,
  runsJobs: false,
  lacks: [],
};

let dataDir: string;
let database: EmbeddedDatabase;
let server: Server;
let pool: ReturnType<typeof openPool>;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  database = await openDatabase(join(dataDir, 'database'), MODULES.slice(0, 1));
  const turns = new Turns();
  server = createServer((socket) => serveClient(socket, database.run, turns));
  const socketDir = await socketFolder(dataDir);
  await listenAlone(server, socketDir);
  pool = openPool({ socketDir }, 2, quiet);
}, 60_000);

afterAll(async () => {
  await pool.close();
  await new Promise((resolve) => server.close(resolve));
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('what the edition lacks is not asked of it', { timeout: 60_000 }, async () => {
  const { db } = pool;
  const applied = await migrate(db, APACHE);
  expect(applied).toContain('0003_partitions.timescale');
  expect(applied.filter((id) => /\.(tsl|plain)$/.test(id))).toEqual([]);
  await expect(migrate(db, { ...APACHE, compression: true, continuousAggregates: true })).rejects.toThrow(
    'not supported under the current',
  );

  const now_ms = Date.parse('2026-11-21T12:00:00Z');
  const old = sampleFix(now_ms - 4 * 365 * 86_400_000);
  await new FixWriter(db, quiet).write(sampleDelivery('d', [old, sampleFix(now_ms)]));
  expect(await runJobs({ db, kind: APACHE }, now_ms)).toMatchObject({ compressed: 0, dropped: { fix: 1 } });
  expect(await db.query('select device from fix')).toEqual([{ device: 'd' }]);
  expect(await readDailyWork(db, 'town', '2026-11-01', '2026-12-01')).toEqual([]);
});
