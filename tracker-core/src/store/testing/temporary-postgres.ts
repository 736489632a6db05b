import { execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const DEBIAN = '/usr/lib/postgresql';

/** The newest of Debian's PostgreSQL installations, or null. */
export function postgresBinaries(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const bin = join(DEBIAN, version, 'bin');
    if (existsSync(join(bin, 'initdb'))) return bin;
  }
  return null;
}

/** PostgreSQL refuses to run as root; then the user `postgres` of Debian's package runs it. */
function whoRuns(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TemporaryPostgres {
  readonly url: string;
  /** A new empty database in the cluster. */
  database(name: string): Promise<string>;
  /** Ends the server, sessions and all; `up` starts it on the same data. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** A cluster of its own in a temporary directory. Call only where `postgresBinaries()` is not null. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const bin = postgresBinaries();
  if (bin === null) throw new Error('no PostgreSQL under /usr/lib/postgresql');
  const who = whoRuns();
  const directory = await mkdtemp(join(tmpdir(), 'sweepline-pg-'));
  await chmod(directory, 0o755);
  if (who.uid !== undefined) await chown(directory, who.uid, who.gid!);
  const data = join(directory, 'data');
  const cwd = directory;
  await execute(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...who,
    cwd,
  });
  const port = await freePort();
  const flags = [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    directory,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
  ];
  const start = async (): Promise<() => Promise<void>> => {
    const server = spawn(join(bin, 'postgres'), flags, { ...who, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      let said = '';
      server.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('ready to accept connections')) resolve();
      });
      server.once('exit', () => reject(new Error(`postgres did not start: ${said}`)));
    });
    return () => {
      server.kill('SIGINT');
      return ended;
    };
  };
  let end = await start();
  const urlOf = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;
  return {
    url: urlOf('postgres'),
    database: async (name) => {
      await execute(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', name], { cwd });
      return urlOf(name);
    },
    down: () => end(),
    up: async () => void (end = await start()),
    stop: async () => {
      await end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
