import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** From the sources (tests) the entries are TypeScript, which the supported Node versions do not run by themselves. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const LOADER = new URL('../testing/typescript-loader.mjs', import.meta.url);

/** Starts an entry, named as its source is, in a process of its own. */
export function forkEntry(source: URL, parameters: readonly string[]): ChildProcess {
  const entry = FROM_SOURCE ? source.href : source.href.replace(/\.ts$/, '.js');
  const execArgv = FROM_SOURCE ? ['--import', LOADER.href] : [];
  return fork(fileURLToPath(entry), parameters, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
