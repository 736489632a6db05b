import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A service of its own with nothing in it: `{ http, password, end }`. */
export function startEmpty() {
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-first-'));
  const password = randomBytes(12).toString('hex');
  const child = spawn(process.execPath, ['tracker-core/dist/main.js'], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HTTP_PORT: '0',
      MQTT_PORT: '0',
      ADMIN_PASSWORD: password,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^ready http=(\S+)/.exec(line);
      if (!found) return;
      const end = async () => {
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await gone;
        rmSync(dataDir, { recursive: true, force: true });
      };
      resolve({ http: found[1], password, end });
    });
  });
}
