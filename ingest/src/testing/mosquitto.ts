import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
const PLUGIN = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib']
  .map((folder) => join(folder, 'mosquitto_dynamic_security.so'))
  .find(existsSync);
const DEPLOYED = join(import.meta.dirname, '../../../deploy/mosquitto');

export const hasMosquitto = BINARY !== undefined && PLUGIN !== undefined;

export const ADMIN = { username: 'sweepline', password: 'the service account' };

/** A real Mosquitto with the configuration that ships, on a free port and in a folder of its own. */
export class Mosquitto {
  readonly #autosave_changes: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sweepline-mosquitto-'));
  #port = 0;
  #child: ChildProcess | null = null;

  /** @param autosave_changes other than shipped, where a test is about the client's speed and not the disk's. */
  constructor(autosave_changes = 1) {
    this.#autosave_changes = autosave_changes;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const accounts = join(this.#folder, 'dynamic-security.json');
    execFileSync(join(DEPLOYED, 'init-dynamic-security.sh'), [accounts], {
      env: { ...process.env, MQTT_ADMIN: ADMIN.username, MQTT_ADMIN_PASSWORD: ADMIN.password },
    });
    const file = join(this.#folder, 'mosquitto.conf');
    writeFileSync(file, this.#configuration());
    this.#child = spawn(BINARY as string, ['-c', file], { stdio: 'ignore' });
    await answering(this.#port);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As shipped, but for paths, the listener, and the user it runs as. */
  #configuration(): string {
    const shipped = readFileSync(join(DEPLOYED, 'mosquitto.conf'), 'utf8')
      .replace(/^plugin .*$/m, `plugin ${PLUGIN}`)
      .replace(/^autosave_interval 1$/m, `autosave_interval ${this.#autosave_changes}`)
      .replaceAll('/mosquitto/data', this.#folder)
      .replace(/^listener 1883$/m, `listener ${this.#port} 127.0.0.1`)
      .replace(/^listener 8883\n(?:cafile|certfile|keyfile|tls_version|.*\n)*?(?=\n)/m, '');
    return `${shipped}\n${process.getuid?.() === 0 ? 'user root\n' : ''}`;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answering(port: number): Promise<void> {
  const open = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    if (await open()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('mosquitto does not answer');
}
