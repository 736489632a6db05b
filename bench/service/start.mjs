import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../tracker-core/dist/main.js', import.meta.url));
/** Of the administrator `admin`. */
export const PASSWORD = 'bench-0123456789';
const READY_WITHIN_MS = 120_000;

/**
 * Starts the built service on free ports, with an empty data folder where none is given.
 * @param {{databaseUrl?: string, profile?: string, dataDir?: string}} options `profile`: folder for its CPU profile
 */
export async function startService({ databaseUrl, profile, dataDir: given } = {}) {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'sweepline-bench-'));
  const env = {
    ...process.env,
    HTTP_PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'error',
  };
  if (databaseUrl !== undefined) env.DATABASE_URL = databaseUrl;
  else delete env.DATABASE_URL;
  delete env.MQTT_URL;
  // As `npm start` has it.
  const flags = process.execArgv.filter((flag) => flag.startsWith('--max-semi-space-size'));
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = spawn(process.execPath, [...flags, ...profiling, MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const orphaned = () => child.kill();
  process.once('exit', orphaned);
  const stop = async () => {
    child.kill();
    await gone;
    process.off('exit', orphaned);
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { http, mqtt } = await ready(child);
    return { http, mqtt, pid: child.pid, api: await signIn(http), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error('the service was not ready in time')), READY_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}\n${said}`)));
    child.stdout.on('data', (chunk) => {
      if (said !== null) said += chunk;
      const found = /ready http=(\S+) mqtt=(\S+)/.exec(said ?? '');
      if (found === null) return;
      said = null;
      clearTimeout(late);
      resolve({ http: found[1], mqtt: found[2] });
    });
  });
}

async function signIn(http) {
  const call = async (method, path, body, token, type = 'application/json') => {
    const headers = { ...(body && { 'content-type': type }), ...(token && { authorization: `Bearer ${token}` }) };
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${http}/api/v1${path}`, request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text === '' ? null : JSON.parse(text);
  };
  const { token } = await call('POST', '/session', { login: 'admin', password: PASSWORD });
  return {
    token,
    get: (path) => call('GET', path, undefined, token),
    post: (path, body = {}) => call('POST', path, body, token),
    put: (path, body, type) => call('PUT', path, body, token, type),
  };
}
