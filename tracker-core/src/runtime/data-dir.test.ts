import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepPassword, lockDataDir } from './data-dir.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sweepline-dir-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('lockDataDir', () => {
  it('refuses a folder that a living process holds, and names it', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const stat = readFileSync(`/proc/${other.pid}/stat`, 'utf8');
    writeFileSync(join(dir, 'lock'), `${other.pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`);
    await expect(lockDataDir(dir, 0)).rejects.toThrow(String(other.pid));
    const gone = new Promise((done) => other.on('exit', done));
    other.kill('SIGKILL');
    await gone;
    await expect(lockDataDir(dir)).resolves.toBeTypeOf('function');
  });

  it('takes over the lock of a number that another process got meanwhile', async () => {
    writeFileSync(join(dir, 'lock'), `${process.ppid} 1`);
    await expect(lockDataDir(dir)).resolves.toBeTypeOf('function');
  });

  it('can be taken again after its release', async () => {
    (await lockDataDir(dir))();
    await expect(lockDataDir(dir)).resolves.toBeTypeOf('function');
  });
});

describe('keepPassword', () => {
  it('lets nobody but the owner read it', () => {
    const file = join(dir, 'admin-password');
    keepPassword(file, 'a-generated-one');
    expect(readFileSync(file, 'utf8')).toBe('a-generated-one\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
