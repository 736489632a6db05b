import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from './open.ts';
import { quiet } from './testing/quiet.ts';
import { postgresBinaries, startTemporaryPostgres, type TemporaryPostgres } from './testing/temporary-postgres.ts';

/** Without what differs between versions of pg_dump: comments, settings, its guard lines. */
function essence(dump: string): string {
  const lines = dump.split('\n').filter((line) => !/^(--|SET |SELECT pg_catalog|\\(un)?restrict)/.test(line));
  return `${lines
    .join('\n')
    .replace(/\n{2,}/g, '\n\n')
    .trim()}\n`;
}

describe.skipIf(postgresBinaries() === null)('the schema (skipped where Debian has no PostgreSQL installed)', () => {
  let server: TemporaryPostgres;
  beforeAll(async () => {
    server = await startTemporaryPostgres();
  }, 60_000);
  afterAll(() => server?.stop());

  test('is the one checked in for review; `vitest run src/store/schema -u` writes it', async () => {
    const url = await server.database('schema');
    const store = await openStore({ databaseUrl: url, dataDir: '', log: quiet });
    await store.close();
    const flags = ['--schema-only', '--no-owner', '--no-privileges', '--exclude-table=migration', url];
    const dump = execFileSync(join(postgresBinaries()!, 'pg_dump'), flags, { encoding: 'utf8' });
    await expect(essence(dump)).toMatchFileSnapshot('../migrations/schema.sql');
  });
});
