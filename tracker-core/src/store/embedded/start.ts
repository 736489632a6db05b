import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { StoreLog } from '../log.ts';
import { forkEntry } from './entry.ts';
import { ensureFiles } from './files.ts';
import type { FromDatabase, ToDatabase } from './process-messages.ts';
import { socketFolder } from './socket.ts';

const CLOSES_WITHIN_MS = 6_000;
const RESTART_AFTER_MS = 500;

export interface EmbeddedServer {
  /** Folder of the socket that `pg` connects to. */
  readonly socketDir: string;
  readonly pid: () => number | undefined;
  /** Null while it runs, else in words. */
  readonly trouble: () => string | null;
  close(): Promise<void>;
}

function startProcess(directory: string, socketDir: string): { child: ChildProcess; ready: Promise<void> } {
  const child = forkEntry(new URL('./process.ts', import.meta.url), [directory, socketDir]);
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', (message: FromDatabase) => {
      if (message.type === 'ready') resolve();
      else reject(new Error(`the embedded database did not open: ${message.message}`));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the embedded database ended at its start (${signal ?? code})`)),
    );
  });
  return { child, ready };
}

/** Starts the database of `dataDir` in a process of its own, and again whenever that process ends unasked. */
export async function startEmbedded(dataDir: string, log: StoreLog): Promise<EmbeddedServer> {
  const socketDir = await socketFolder(dataDir);
  const directory = join(dataDir, 'database');
  let closing = false;
  let trouble: string | null = null;
  let child: ChildProcess;
  let again: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    const started = startProcess(directory, socketDir);
    child = started.child;
    await started.ready;
    trouble = null;
    child.once('exit', (code, signal) => {
      if (closing) return;
      trouble = `the embedded database ended (${signal ?? code})`;
      log.error({ code, signal }, 'the embedded database ended; starting it again');
      restart();
    });
  }

  function restart(): void {
    again = setTimeout(() => {
      run().catch((error: Error) => {
        trouble = error.message;
        log.error({ err: error }, 'the embedded database did not start again');
        if (!closing) restart();
      });
    }, RESTART_AFTER_MS);
  }

  await ensureFiles(directory);
  await run();
  return {
    socketDir,
    pid: () => child.pid,
    trouble: () => trouble,
    close: async () => {
      closing = true;
      clearTimeout(again);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.send({ type: 'close' } satisfies ToDatabase);
      const late = setTimeout(() => child.kill('SIGKILL'), CLOSES_WITHIN_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
