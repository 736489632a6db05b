import { Worker, type WorkerOptions } from 'node:worker_threads';

/** From the sources (tests) the entry is TypeScript, which the supported Node versions do not run by themselves. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const LOADER = new URL('../../store/testing/typescript-loader.mjs', import.meta.url);
const ENTRY = new URL(FROM_SOURCE ? './import-worker.ts' : './import-worker.js', import.meta.url);

/** A thread that waits for one network to import. */
export function startImportThread(options: WorkerOptions): Worker {
  if (!FROM_SOURCE) return new Worker(ENTRY, options);
  const code = `const { register } = require('node:module'); register(${JSON.stringify(LOADER.href)});
    import(${JSON.stringify(ENTRY.href)}).catch((error) => setImmediate(() => { throw error; }));`;
  return new Worker(code, { ...options, eval: true, execArgv: ['--conditions=source'] });
}
