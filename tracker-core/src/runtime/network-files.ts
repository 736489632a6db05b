import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which import a snapshot is of: the version counts within one database, the tag follows from the streets. */
export interface NetworkName {
  readonly municipality: string;
  readonly version: number;
  readonly tag: string;
}

/**
 * The networks' snapshots as files of the data folder, so that a start reads a million edges in seconds. The database has
 * the same: a file that is missing is made again.
 */
export class NetworkFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The kept snapshot; null where there is none. */
  async read(name: NetworkName): Promise<Uint8Array | null> {
    try {
      return await readFile(join(this.folder, fileOf(name)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Keeps the snapshot as a whole, in the place of the municipality's former one. */
  async keep(name: NetworkName, snapshot: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const own = fileOf(name);
    const half = join(this.folder, `${own}.${process.pid}`);
    await writeFile(half, snapshot, { mode: 0o600 });
    await rename(half, join(this.folder, own));
    for (const file of await readdir(this.folder)) {
      if (file !== own && file.startsWith(prefixOf(name))) await rm(join(this.folder, file), { force: true });
    }
  }
}

/** No part holds an `@`. */
const prefixOf = ({ municipality }: NetworkName): string => `${encodeURIComponent(municipality)}@`;
const fileOf = (name: NetworkName): string => `${prefixOf(name)}${name.version}-${name.tag}.network`;
