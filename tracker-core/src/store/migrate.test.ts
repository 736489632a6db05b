import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectKind } from './kind.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';
import { postgresBinaries, startTemporaryPostgres, type TemporaryPostgres } from './testing/temporary-postgres.ts';
import { quiet } from './testing/quiet.ts';

describe.skipIf(postgresBinaries() === null)(
  'migrations on a plain PostgreSQL (skipped where Debian has none installed)',
  () => {
    let server: TemporaryPostgres;
    let directory: string;

    beforeAll(async () => {
      server = await startTemporaryPostgres();
      directory = await mkdtemp(join(tmpdir(), 'sweepline-migrations-'));
      await writeFile(
        join(directory, '0001_street.sql'),
        'create table street (id int primary key); insert into street values (7);',
      );
      await writeFile(join(directory, '0002_lamp.plain.sql'), 'create table lamp (id int)');
      await writeFile(join(directory, '0002_lamp.timescale.sql'), 'create table wrong (id int)');
    }, 60_000);

    afterAll(async () => {
      await server?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    const files = (): URL => pathToFileURL(`${directory}/`);

    async function open(name: string) {
      const pool = openPool({ url: await server.database(name) }, 3, quiet);
      return { ...pool, kind: await detectKind(pool.db, false) };
    }

    test('each file that fits runs once', async () => {
      const { db, kind, close } = await open('once');
      expect(await migrate(db, kind, files())).toEqual(['0001_street', '0002_lamp.plain']);
      expect(await migrate(db, kind, files())).toEqual([]);
      expect(await db.query('select id from street')).toEqual([{ id: 7 }]);
      await close();
    });

    test('two services starting at once apply each file once', async () => {
      const { db, kind, close } = await open('rivals');
      const both = await Promise.all([migrate(db, kind, files()), migrate(db, kind, files())]);
      expect(both.flat().sort()).toEqual(['0001_street', '0002_lamp.plain']);
      expect(await db.query('select id from street')).toEqual([{ id: 7 }]);
      await close();
    });

    test('a file that fails leaves nothing behind', async () => {
      const broken = await mkdtemp(join(tmpdir(), 'sweepline-broken-'));
      await writeFile(join(broken, '0001_half.sql'), 'create table half (id int); select 1 / 0;');
      const { db, kind, close } = await open('broken');
      await expect(migrate(db, kind, pathToFileURL(`${broken}/`))).rejects.toThrow(
        'migration 0001_half failed: division by zero',
      );
      expect(await db.query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
      expect(await db.query('select id from migration')).toEqual([]);
      await close();
      await rm(broken, { recursive: true });
    });

    test('a database of a newer version is refused', async () => {
      const { db, kind, close } = await open('newer');
      await migrate(db, kind, files());
      await db.query(`insert into migration (id) values ('0042_later')`);
      await expect(migrate(db, kind, files())).rejects.toThrow('0042_later');
      await close();
    });
  },
);
