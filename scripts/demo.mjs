// `npm run demo`: the service with a town, users, plans and a simulated fleet. Needs nothing but Node and npm.
//   npm run demo                    goes on with what lies in data/demo, or begins there
//   npm run demo -- --fresh         throws data/demo away first
//   npm run demo -- --locale en     names in English (when it begins)
// State, passwords and the fleet's own mark lie in DATA_DIR (default data/demo). Ctrl-C ends service and fleet.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const STOP_WITHIN_MS = 10_000;
const READY = /^ready http=(\S+) mqtt=(\S+)$/;

const { values: options } = parseArgs({
  options: { fresh: { type: 'boolean' }, locale: { type: 'string', default: 'ru' } },
});
const dataDir = resolve(root, process.env.DATA_DIR ?? 'data/demo');
const files = {
  mark: join(dataDir, 'fleet.json'),
  passwords: join(dataDir, 'passwords.txt'),
  admin: join(dataDir, 'admin-password'),
};
const children = [];
let ending = false;

const say = (text) => process.stderr.write(`${text}\n`);
const shown = (path) => relative(process.cwd(), path) || '.';

function gone(child) {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', done));
}

/** Ends the fleet, then the service; each gets ten seconds. */
async function end(status) {
  if (ending) return;
  ending = true;
  for (const child of [...children].reverse()) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await gone(child);
    clearTimeout(timer);
  }
  process.exit(status);
}

/** Own process groups: Ctrl-C reaches this process alone, which ends the others in order. */
function start(args, environment, stdio) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio,
    detached: true,
  });
  children.push(child);
  return child;
}

function install() {
  if (existsSync(join(root, 'node_modules', '.package-lock.json'))) return Promise.resolve();
  say('installing packages …');
  return new Promise((done, fail) => {
    const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    npm.on('error', fail);
    npm.on('exit', (code) => (code === 0 ? done() : fail(new Error(`npm ci ended with ${code}`))));
  });
}

/** Only a folder that a demo has made is thrown away, and only while no service works in it. */
async function clear() {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  if (!existsSync(files.passwords))
    throw new Error(`${shown(dataDir)} does not look like a demo's data: nothing was removed`);
  const { lockDataDir } = await import('../tracker-core/dist/runtime/data-dir.js');
  await lockDataDir(dataDir);
  rmSync(dataDir, { recursive: true });
}

/** Starts the service; resolves with its addresses once it has said `ready`. What has ended is sealed soon: it can be claimed. */
function startService() {
  const environment = { SEAL_GRACE_MINUTES: '10', ...process.env, DATA_DIR: dataDir };
  const service = start(['--max-semi-space-size=32', join('scripts', 'start.mjs')], environment, [
    'ignore',
    'pipe',
    'inherit',
  ]);
  return new Promise((done, fail) => {
    createInterface({ input: service.stdout }).on('line', (line) => {
      const ready = READY.exec(line);
      if (ready === null) process.stdout.write(`${line}\n`);
      else done({ http: ready[1], mqtt: ready[2], line });
    });
    service.on('exit', (code) => {
      fail(new Error(`the service ended with ${code} before it was ready`));
      if (!ending) say('the service has ended');
      void end(1);
    });
  });
}

/** Starts the fleet; resolves once its town, users and plans are in the service. */
function startFleet({ http, mqtt }) {
  // The passwords are the last thing that setting up leaves.
  const known = existsSync(files.passwords);
  const password = process.env.ADMIN_PASSWORD ? { SWEEPLINE_PASSWORD: process.env.ADMIN_PASSWORD } : {};
  const fleet = start(
    [
      join('simulator', 'dist', 'simulate.js'),
      ...['--scenario', 'demo', '--backlog', '3h', '--repeat', '--resume', files.mark, '--locale', options.locale],
      ...['--http', http, '--mqtt', mqtt, '--password-file', files.admin, '--users', files.passwords],
      ...(known ? ['--join'] : []),
    ],
    password,
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  return new Promise((done, fail) => {
    fleet.on('message', (message) => {
      if (message === 'set-up') done();
    });
    fleet.on('exit', (code) => {
      fail(new Error(`the fleet ended with ${code}`));
      if (!ending) say(`the fleet has ended${code === 0 ? '' : `: ${code}`}`);
      void end(code ?? 1);
    });
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
try {
  await install();
  const { ensureBuild } = await import('./build.mjs');
  await ensureBuild();
  if (options.fresh) await clear();
  const service = await startService();
  await startFleet(service);
  process.stdout.write(`passwords of admin, operator, auditor and contractor: ${shown(files.passwords)}\n`);
  process.stdout.write(`map: ${service.http}/\n`);
  process.stdout.write(`${service.line}\n`);
} catch (error) {
  if (!ending) say(error.message);
  await end(1);
}
