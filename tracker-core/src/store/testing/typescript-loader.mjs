import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Lets a child process run TypeScript sources in tests, where nothing is built. What was compiled once is kept by its
// content: loading the compiler takes longer than the process under test.
if (isMainThread) register(import.meta.url);

const kept = join(tmpdir(), `sweepline-compiled-${userInfo().uid}`);

async function compile(source) {
  const { default: ts } = await import('typescript');
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  return ts.transpileModule(source, { compilerOptions: options }).outputText;
}

async function compiled(source) {
  const path = join(kept, `${createHash('sha256').update(source).digest('hex')}.js`);
  const before = await readFile(path, 'utf8').catch(() => null);
  if (before !== null) return before;
  const made = await compile(source);
  await mkdir(kept, { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}`;
  await writeFile(own, made);
  await rename(own, path);
  return made;
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: await compiled(await readFile(fileURLToPath(url), 'utf8')) };
}
