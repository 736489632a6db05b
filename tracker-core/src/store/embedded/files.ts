import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { forkEntry } from './entry.ts';

/**
 * Makes the files of a new database where there are none. They are made aside and moved: killed half-way there is no
 * database yet, instead of a broken one. A process of its own, so that the serving one has only what serving needs.
 */
export async function ensureFiles(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  const making = `${directory}.making`;
  await rm(making, { recursive: true, force: true });
  const maker = forkEntry(new URL('./make.ts', import.meta.url), [making]);
  await new Promise<void>((resolve, reject) => {
    maker.once('error', reject);
    maker.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the embedded database could not be made (${signal ?? code})`));
    });
  });
  await rename(making, directory);
}
