import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../pool.ts';
import { quiet } from '../testing/quiet.ts';
import { startEmbedded, type EmbeddedServer } from './start.ts';

let directory: string;
let server: EmbeddedServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sweepline-embedded-'));
  server = await startEmbedded(directory, quiet);
}, 60_000);

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

test('connections take turns; a transaction keeps its turn and is rolled back when its client leaves', async () => {
  const { db, close } = openPool({ socketDir: server.socketDir }, 4, quiet);
  await db.query('create table note (id int primary key)');
  const order: string[] = [];
  await Promise.all([
    db.transaction(async (within) => {
      await within.query('insert into note values (1)');
      order.push('first half');
      await within.query('insert into note values ($1)', [2]);
      order.push('second half');
    }),
    db.query('select count(*)::int as rows from note').then((rows) => order.push(JSON.stringify(rows))),
  ]);
  expect(order.indexOf('second half') - order.indexOf('first half')).toBe(1);
  await expect(
    db.transaction(async (within) => {
      await within.query('insert into note values (3)');
      await within.query('insert into note values (3)');
    }),
  ).rejects.toThrow('duplicate key');
  expect(await db.query('select id from note order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  await close();
});
