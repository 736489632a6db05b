import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** From the sources (tests) the entries are TypeScript, which the supported Node versions do not run by themselves. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const LOADER = new URL('../testing/typescript-loader.mjs', import.meta.url);

/**
 * Thresholds of glibc's allocator, held where they would else grow with each large piece that is freed: what compiling the
 * engine took goes back to the system then, about 120 MB. Other allocators do not read them.
 */
const RETURNS_MEMORY = { MALLOC_TRIM_THRESHOLD_: '65536', MALLOC_MMAP_THRESHOLD_: '32768' };

/** Starts an entry, named as its source is, in a process of its own. */
export function forkEntry(source: URL, parameters: readonly string[]): ChildProcess {
  const entry = FROM_SOURCE ? source.href : source.href.replace(/\.ts$/, '.js');
  const execArgv = FROM_SOURCE ? ['--import', LOADER.href] : [];
  const env = { ...RETURNS_MEMORY, ...process.env };
  return fork(fileURLToPath(entry), parameters, { execArgv, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
