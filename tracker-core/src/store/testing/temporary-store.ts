import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../open.ts';
import { quiet } from './quiet.ts';

export interface TemporaryStore extends Store {
  readonly dataDir: string;
  /** Closes and opens the same files again. */
  reopen(): Promise<TemporaryStore>;
  /** Closes and deletes. */
  remove(): Promise<void>;
}

/** A migrated embedded database in a temporary folder; takes three seconds or so. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  return openIn(await mkdtemp(join(tmpdir(), 'sweepline-store-')));
}

async function openIn(dataDir: string): Promise<TemporaryStore> {
  const store = await openStore({ databaseUrl: null, dataDir, log: quiet });
  return {
    ...store,
    dataDir,
    reopen: async () => {
      await store.close();
      return openIn(dataDir);
    },
    remove: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
