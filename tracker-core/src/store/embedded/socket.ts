import { createHash } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** `pg` appends this to the folder it is given as its host. */
const SOCKET_NAME = '.s.PGSQL.5432';

/** sun_path of unix(7) takes 108 bytes with its end; other systems a few less. */
const LONGEST_PATH_BYTES = 100;

const OWNER_ONLY = 0o700;
const POLL_MS = 100;
const PATIENCE_MS = 15_000;

/** Folder of the database's socket, one per data folder and readable by its owner only. */
export async function socketFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const real = await realpath(dataDir);
  const beside = join(real, 'run');
  const digest = createHash('sha256').update(real).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `sweepline-${userInfo().uid}-${digest}`);
  const folder = Buffer.byteLength(join(beside, SOCKET_NAME)) <= LONGEST_PATH_BYTES ? beside : short;
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  return folder;
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Whether a process still listens there; a killed one leaves its file behind. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });

/**
 * Listens in `folder`. The socket is also the lock of the database's files: whoever listens owns them, so a process that
 * is still ending is waited for. @throws where it does not end.
 */
export async function listenAlone(server: Server, folder: string, patience_ms = PATIENCE_MS): Promise<void> {
  const path = join(folder, SOCKET_NAME);
  const givesUp_ms = Date.now() + patience_ms;
  for (;;) {
    try {
      return await listen(server, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
    if (!(await answers(path))) await rm(path, { force: true });
    else if (Date.now() < givesUp_ms) await pause(POLL_MS);
    else throw new Error(`another process has the database of ${dirname(folder)} open`);
  }
}
