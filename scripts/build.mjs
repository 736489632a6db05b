// Builds every package, and only when the sources differ from those of the last build.
//   node scripts/build.mjs            build where needed
//   node scripts/build.mjs --force    build in any case
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', 'build-stamp');

/** What goes into a build: the packages' sources and whatever steers their compilers. */
const INPUTS = [
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  ...['contract', 'ingest', 'tracker-core', 'simulator'].flatMap((name) => [`${name}/src`, `${name}/tsconfig.json`]),
  'dashboard/src',
  'dashboard/public',
  'dashboard/index.html',
  'dashboard/vite.config.ts',
];

function filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(below);
    return entry.name.endsWith('.test.ts') ? [] : [below];
  });
}

function stampOfSources() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap(filesBelow).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function lastStamp() {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return null;
  }
}

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed\n${output}`)),
    );
  });
}

/** Resolves once a build of the present sources lies in each package's `dist`. Says on standard error what it does. */
export async function ensureBuild({ force = false } = {}) {
  const stamp = stampOfSources();
  if (!force && lastStamp() === stamp) return;
  const begin = Date.now();
  process.stderr.write('building …\n');
  const bin = (name) => join(root, 'node_modules', '.bin', name);
  await Promise.all([
    run(bin('tsc'), ['-b', 'tsconfig.json'], root),
    run(bin('vite'), ['build', '--logLevel', 'warn'], join(root, 'dashboard')),
  ]);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  process.stderr.write(`built in ${Math.round((Date.now() - begin) / 1000)} s\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureBuild({ force: process.argv.includes('--force') }).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
