import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEPLOYED = join(import.meta.dirname, '../deploy');
const BINARY = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
const PLUGIN = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib']
  .map((folder) => join(folder, 'mosquitto_dynamic_security.so'))
  .find(existsSync);
const STARTS_WITHIN_MS = 10_000;

export const hasMosquitto = BINARY !== undefined && PLUGIN !== undefined;

export interface Installation {
  /** What `deploy/prepare.sh` wrote for the service's container, by name. */
  readonly serviceSettings: Readonly<Record<string, string>>;
  /** The authority that devices check the broker's certificate against. */
  readonly caFile: string;
  /** For the service, as in `MQTT_URL`, and for devices. */
  readonly plainPort: number;
  readonly tlsPort: number;
  stop(): Promise<void>;
}

/** Mosquitto as `docker-compose.yml` starts it: prepared by the same scripts, configured by the same file. */
export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'sweepline-installation-'));
  execFileSync(join(DEPLOYED, 'prepare.sh'), [folder], { stdio: 'ignore' });
  execFileSync(join(DEPLOYED, 'mosquitto/init-dynamic-security.sh'), [join(folder, 'dynamic-security.json')], {
    env: { ...process.env, ...settingsIn(join(folder, 'broker.env')) },
  });
  const [plainPort, tlsPort] = [await freePort(), await freePort()];
  const configuration = join(folder, 'mosquitto.conf');
  writeFileSync(configuration, configurationIn(folder, plainPort, tlsPort));
  const child = spawn(BINARY as string, ['-c', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  await answering(child, tlsPort);
  return {
    serviceSettings: settingsIn(join(folder, 'service.env')),
    caFile: join(folder, 'tls/ca.crt'),
    plainPort,
    tlsPort,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As shipped but for paths, ports, and the user it runs as. */
function configurationIn(folder: string, plainPort: number, tlsPort: number): string {
  const shipped = readFileSync(join(DEPLOYED, 'mosquitto/mosquitto.conf'), 'utf8')
    .replace(/^plugin .*$/m, `plugin ${PLUGIN}`)
    .replaceAll('/mosquitto/data', folder)
    .replaceAll('/mosquitto/certs', join(folder, 'tls'))
    .replace(/^listener 1883$/m, `listener ${plainPort} 127.0.0.1`)
    .replace(/^listener 8883$/m, `listener ${tlsPort} 127.0.0.1`);
  return `${shipped}\n${process.getuid?.() === 0 ? 'user root\n' : ''}`;
}

const settingsIn = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const until = Date.now() + STARTS_WITHIN_MS; Date.now() < until && child.exitCode === null;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`mosquitto does not answer\n${said}`);
}
