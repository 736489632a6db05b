import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Api } from './api.ts';

const MAIN = join(import.meta.dirname, '../tracker-core/dist/main.js');
const READY = /^ready http=(\S+) mqtt=(\S+)$/;
const ADMIN_PASSWORD = 'a password of this test alone';
/** What is kept of the log, to be shown where a start fails. */
const LOG_CHARACTERS = 20_000;

export interface ServiceProcess {
  readonly http: string;
  readonly mqtt: string;
  readonly dataDir: string;
  /** Signed in as the administrator, also after a restart. */
  readonly api: Api;
  readonly pid: number;
  /** The end of what it wrote on standard error. */
  log(): string;
  /** Sends the signal (default SIGTERM) and resolves with the exit code once the process is gone; null after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Starts it again, after `stop` or a death, on the same ports and data; `changed` settings hold for this start. */
  restart(changed?: Readonly<Record<string, string>>): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

/** Starts the built service as a process of its own, on free ports and a fresh data folder; resolves when it is ready. */
export async function startServiceProcess(settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-system-'));
  let running = await start({ HTTP_PORT: '0', MQTT_PORT: '0', ...settings, DATA_DIR: dataDir });
  const { http, mqtt } = running;
  const api = await Api.signIn(http, 'admin', ADMIN_PASSWORD);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    running.child.kill(signal);
    return running.gone;
  };
  return {
    http,
    mqtt,
    dataDir,
    api,
    get pid() {
      return running.child.pid!;
    },
    log: () => running.log(),
    stop,
    restart: async (changed = {}) => {
      await running.gone;
      const ports = { HTTP_PORT: new URL(http).port, MQTT_PORT: new URL(mqtt).port };
      running = await start({ ...ports, ...settings, ...changed, DATA_DIR: dataDir });
      await api.signInAgain();
    },
    remove: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly http: string;
  readonly mqtt: string;
  readonly gone: Promise<number | null>;
  log(): string;
}

function start(settings: Readonly<Record<string, string>>): Promise<Running> {
  // Nothing of this shell's own settings may reach it.
  const env = { PATH: process.env['PATH'] ?? '', ADMIN_PASSWORD, ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-LOG_CHARACTERS)));
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = READY.exec(line);
      if (ready) resolve({ child, http: ready[1]!, mqtt: ready[2]!, gone, log: () => said });
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code} before it was ready\n${said}`)));
  });
}
