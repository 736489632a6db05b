import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Which process holds a folder: its number and, where the system tells, when it began (numbers are used again). */
function identityOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    // Of /proc/PID/stat: field 3 is the state, 22 the start time; the second, in brackets, may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Killed, but not yet collected by its parent.
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${pid} ${fields[19]}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux' ? null : `${pid}`;
  }
}

/** A holder that was just killed may take a moment to be gone. */
const PATIENCE_MS = 3_000;
const LOOK_AGAIN_MS = 100;

/**
 * Makes the folder and locks it against a second instance; a dead holder's lock is taken over. Answers the release.
 * @throws Error naming the live holder.
 */
export async function lockDataDir(dataDir: string, patience_ms = PATIENCE_MS): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  for (let waited_ms = 0; !take(file);) {
    const holder = readHolder(file);
    const pid = Number.parseInt(holder, 10);
    if (!(pid > 0) || pid === process.pid || identityOf(pid) !== holder) {
      rmSync(file, { force: true });
      continue;
    }
    if (waited_ms >= patience_ms) {
      throw new Error(`${dataDir} is in use by process ${pid}; stop it, or set DATA_DIR to another folder`);
    }
    await setTimeout(LOOK_AGAIN_MS);
    waited_ms += LOOK_AGAIN_MS;
  }
  return () => rmSync(file, { force: true });
}

/** Makes the lock file as a whole with its holder in it; false where there is one. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identityOf(process.pid) ?? '', { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Keeps a generated password where only the installation's owner reads it. */
export const keepPassword = (file: string, password: string): void =>
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
