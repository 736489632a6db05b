import { Worker, type WorkerOptions } from 'node:worker_threads';

/** From the sources (tests) the entry is TypeScript, which the supported Node versions do not run by themselves. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const LOADER = new URL('../../store/testing/typescript-loader.mjs', import.meta.url);

/** A thread that waits for one network to import. */
export const startImportThread = (options: WorkerOptions): Worker => startThread('import-worker', options);

/** A thread with an entry of this folder. */
export function startThread(name: 'import-worker' | 'table-worker', options: WorkerOptions): Worker {
  const entry = new URL(`./${name}.${FROM_SOURCE ? 'ts' : 'js'}`, import.meta.url);
  if (!FROM_SOURCE) return new Worker(entry, options);
  const code = `const { register } = require('node:module'); register(${JSON.stringify(LOADER.href)});
    import(${JSON.stringify(entry.href)}).catch((error) => setImmediate(() => { throw error; }));`;
  return new Worker(code, { ...options, eval: true, execArgv: ['--conditions=source'] });
}
