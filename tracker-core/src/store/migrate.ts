import { readdir, readFile } from 'node:fs/promises';
import type { DatabaseKind, Db } from './db.ts';

/** `src/migrations`, seen from `src/store` and from `dist/store` alike: the SQL files are not copied by the compiler. */
const MIGRATIONS = new URL('../../src/migrations/', import.meta.url);

/**
 * `NNNN_name.sql` runs on every kind of database; `NNNN_name.plain.sql` where there are no hypertables,
 * `NNNN_name.timescale.sql` where there are, `NNNN_name.tsl.sql` where there are also compression and continuous
 * aggregates. Each file is its own migration, so a server that gains an edition gets what it lacked at the next start.
 */
const FILE = /^(\d{4})_[a-z0-9-]+(?:\.(plain|timescale|tsl))?\.sql$/;

const CLASHES = '23505';

const RECORD =
  'create table if not exists migration (id text primary key, applied_at timestamptz not null default now())';

interface Migration {
  readonly id: string;
  readonly number: number;
  readonly fits: (kind: DatabaseKind) => boolean;
}

const FITS: Record<string, Migration['fits']> = {
  all: () => true,
  plain: (kind) => !kind.hypertables,
  timescale: (kind) => kind.hypertables,
  tsl: (kind) => kind.compression && kind.continuousAggregates,
};

async function known(directory: URL): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const match = FILE.exec(name);
    if (match === null) continue;
    migrations.push({ id: name.slice(0, -'.sql'.length), number: Number(match[1]), fits: FITS[match[2] ?? 'all']! });
  }
  return migrations;
}

/**
 * Brings the schema forward; answers the ids that were applied. One transaction a file with its id inserted first, so that
 * of two services starting at once one waits and then finds it done.
 * @throws where the database was made by a newer version of the service.
 */
export async function migrate(db: Db, kind: DatabaseKind, directory: URL = MIGRATIONS): Promise<string[]> {
  await db.query(RECORD).catch(async (error: Error) => {
    // `if not exists` does not hold against a rival in the same moment; which error it makes is a matter of luck.
    const [{ made }] = (await db.query(`select to_regclass('migration') is not null as made`)) as [{ made: boolean }];
    if (!made) throw error;
  });
  const applied = new Set((await db.query<{ id: string }>('select id from migration')).map((row) => row.id));
  const migrations = await known(directory);
  const newest = migrations.at(-1)?.number ?? 0;
  const newer = [...applied].filter((id) => Number(id.slice(0, 4)) > newest);
  if (newer.length > 0) {
    throw new Error(
      `the database has migrations this version does not know: ${newer.sort().join(', ')}; start a newer version`,
    );
  }
  const done: string[] = [];
  for (const { id, fits } of migrations) {
    if (applied.has(id) || !fits(kind)) continue;
    const sql = await readFile(new URL(`${id}.sql`, directory), 'utf8');
    if (await apply(db, id, sql)) done.push(id);
  }
  return done;
}

async function apply(db: Db, id: string, sql: string): Promise<boolean> {
  try {
    await db.transaction(async (within) => {
      await within.query('insert into migration (id) values ($1)', [id]);
      await within.query(sql);
    });
    return true;
  } catch (cause) {
    const [rival] = await db.query('select 1 from migration where id = $1', [id]);
    if (rival !== undefined && (cause as { code?: string }).code === CLASHES) return false;
    throw new Error(`migration ${id} failed: ${(cause as Error).message}`, { cause });
  }
}
