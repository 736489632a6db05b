import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Which process holds a folder: its number and, where the system tells, when it began (numbers are used again). */
function identityOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    // Field 22 of /proc/PID/stat is the start time; the second field, in brackets, may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}

/**
 * Makes the folder and locks it against a second instance; a dead holder's lock is taken over. Returns the release.
 * @throws Error naming the live holder.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, identityOf(process.pid) ?? '');
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
    }
    const holder = readFileSync(file, 'utf8');
    const pid = Number.parseInt(holder, 10);
    if (pid > 0 && pid !== process.pid && identityOf(pid) === holder) {
      throw new Error(`${dataDir} is in use by process ${pid}; stop it, or set DATA_DIR to another folder`);
    }
    rmSync(file, { force: true });
  }
}

/** Keeps a generated password where only the installation's owner reads it. */
export const keepPassword = (file: string, password: string): void =>
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
