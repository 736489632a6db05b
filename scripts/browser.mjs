// The browser tests against the whole: service, simulated fleet with three hours behind it, Chromium.
//   node scripts/browser.mjs                  run them, and print what each everyday task took
//   node scripts/browser.mjs week fleet       those of dashboard/e2e/{week,fleet}.test.mjs only
//   node scripts/browser.mjs --screenshot     and take the README's picture, docs/live.png
//   node scripts/browser.mjs --pictures       no test: a picture of every page, dialog and empty state into pictures/
//   node scripts/browser.mjs --pictures wide-dark-ru fleet   those of a set, and of the views that begin so
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLEET_PATIENCE_MS = 180_000;

if (!existsSync(CHROMIUM)) {
  process.stdout.write(`browser tests skipped: ${CHROMIUM} is absent\n`);
  process.exit(0);
}

const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-browser-'));
const password = randomBytes(12).toString('hex');
const children = [];
let stopped = false;

function start(args, environment, stdio) {
  if (stopped) throw new Error('stopped');
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment }, stdio });
  children.push(child);
  return child;
}

async function end() {
  for (const child of children.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(dataDir, { recursive: true, force: true });
}

// Whoever stops the tests stops what they started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => {
    stopped = true;
    void end().then(() => process.exit(1));
  });

function ready(service) {
  return new Promise((resolve, reject) => {
    createInterface({ input: service.stdout }).on('line', (line) => {
      const found = /^ready http=(\S+) mqtt=(\S+)$/.exec(line);
      if (found) resolve({ http: found[1], mqtt: found[2] });
    });
    service.once('exit', (code) => reject(new Error(`the service ended with ${code} before it was ready`)));
  });
}

/** Resolves once the fleet's hours are in, so that there is something to decide. */
async function underWay(http) {
  const answer = await fetch(`${http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password }),
  });
  const { token } = await answer.json();
  const headers = { authorization: `Bearer ${token}` };
  for (const until = Date.now() + FLEET_PATIENCE_MS; Date.now() < until; await pause(1_000)) {
    const { items } = await (await fetch(`${http}/api/v1/incidents?state=open&kind=will-miss`, { headers })).json();
    if (items.some(({ to }) => to === null)) return;
  }
  throw new Error(`no route was about to be missed within ${FLEET_PATIENCE_MS / 1000} s`);
}

/** What each everyday task took, as a table. */
function printTasks(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  process.stdout.write(`\n${'task'.padEnd(width)}  clicks  keys  seconds\n`);
  for (const { name, clicks, keys, seconds } of rows)
    process.stdout.write(
      `${name.padEnd(width)}  ${String(clicks).padStart(6)}  ${String(keys).padStart(4)}  ${seconds.toFixed(1).padStart(7)}\n`,
    );
}

/** The names of all browser tests. */
function everyTest() {
  const end = '.test.mjs';
  return readdirSync(join(root, 'dashboard', 'e2e'))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort();
}

let status = 1;
try {
  await ensureBuild();
  const service = start(
    ['tracker-core/dist/main.js'],
    {
      DATA_DIR: dataDir,
      HTTP_PORT: '0',
      MQTT_PORT: '0',
      ADMIN_PASSWORD: password,
      LOG_LEVEL: 'warn',
      // Last month's drives of the claims are sent only now, and count.
      ACCEPT_BACKLOG_DAYS: '70',
      LATE_EVIDENCE_HOURS: '1700',
    },
    ['ignore', 'pipe', 'inherit'],
  );
  const { http, mqtt } = await ready(service);
  const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  /** Pictures in English only are of a town that speaks it. */
  const sets = named.filter((word) => /-(ru|en)$/.test(word));
  const speech = sets.length > 0 && sets.every((set) => set.endsWith('-en')) ? ['--locale', 'en'] : [];
  start(
    ['simulator/dist/simulate.js', '--scenario', 'demo', '--backlog', '3h', ...speech, '--http', http, '--mqtt', mqtt],
    { SWEEPLINE_PASSWORD: password },
    ['ignore', 'ignore', 'inherit'],
  );
  await underWay(http);
  const picture = process.argv.includes('--screenshot') ? { SCREENSHOT: join(root, 'docs', 'live.png') } : {};
  const tasks = join(dataDir, 'tasks.jsonl');
  const names = named.length === 0 ? everyTest() : named;
  const { socketFolder } = await import('../tracker-core/dist/store/embedded/socket.js');
  const run = async (args) => {
    const child = start(
      args,
      {
        SWEEPLINE_URL: http,
        SWEEPLINE_MQTT: mqtt,
        ADMIN_PASSWORD: password,
        SWEEPLINE_DATABASE: await socketFolder(join(dataDir, 'database')),
        SWEEPLINE_TASKS: tasks,
        PICTURES: join(root, 'pictures'),
        ...picture,
      },
      'inherit',
    );
    return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  };
  status = 0;
  if (process.argv.includes('--pictures')) status = await run(['dashboard/e2e/pictures.mjs', ...named]);
  else
    for (const name of names) {
      const file = `dashboard/e2e/${name}.test.mjs`;
      if ((await run(['--test', file])) === 0) continue;
      // Maps are drawn in software on whatever machine this is: a file that fails has a second try, and says so.
      process.stdout.write(`\n${file} failed: once more\n`);
      if ((await run(['--test', file])) === 0) continue;
      process.stdout.write(`\nFAILED ${file}\n`);
      status = 1;
    }
  if (existsSync(tasks)) printTasks(readFileSync(tasks, 'utf8').trim().split('\n').map(JSON.parse));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
} finally {
  await end();
}
process.exit(status);
