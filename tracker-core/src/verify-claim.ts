// Checks an evidence pack offline: npm run verify-claim -- FILE.zip [--key K] [--heads H]
//   --key K    the public key that signed: a file with it, or the key itself (base64url of 32 bytes, PEM, or the answer of /keys)
//   --heads H  a file with the published heads of the chains: the answer of /contractors/{id}/chain-heads, several of them,
//              or the text of the letters in which they were told
// Ends with 0 where everything is equal, 1 where not, 2 where the pack could not be looked at.
import { createPublicKey } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ChainHead, SigningKey } from '@sweepline/contract';
import { rawPublicKey } from './claims/pack/signature.ts';
import { headsIn } from './claims/verify/read-heads.ts';
import type { ByteSource } from './claims/verify/read-pack.ts';
import { verifyPack, type Verdict } from './claims/verify/verify-pack.ts';

const RAW_BYTES = 32;
const MOST_FAULTS = 100;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function fail(message: string): never {
  process.stderr.write(`${message}\nusage: npm run verify-claim -- FILE.zip [--key KEY|FILE] [--heads FILE]\n`);
  process.exit(2);
}

/** Keys that a text names, with ids where it has them. */
function keysIn(text: string): Buffer[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('-----BEGIN')) return [rawPublicKey(createPublicKey(trimmed))];
  if (trimmed.startsWith('{')) {
    const { items } = JSON.parse(trimmed) as { items: SigningKey[] };
    return items.map(({ publicKey }) => Buffer.from(publicKey, 'base64url'));
  }
  return [Buffer.from(trimmed, 'base64url')];
}

function readKeys(given: string): Buffer[] {
  const keys = keysIn(existsSync(given) ? readFileSync(given, 'utf8') : given);
  if (keys.length === 0 || keys.some((key) => key.length !== RAW_BYTES))
    fail(`expected an Ed25519 public key of ${RAW_BYTES} bytes in base64url, got ${given}`);
  return keys;
}

function readHeads(file: string): ChainHead[] {
  try {
    return headsIn(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`${file}: ${(error as Error).message}`);
  }
}

function openSource(file: string): ByteSource & { close(): void } {
  const fd = openSync(file, 'r');
  return {
    size: fstatSync(fd).size,
    read: (offset, length) => {
      const into = new Uint8Array(length);
      return into.subarray(0, readSync(fd, into, 0, length, offset));
    },
    close: () => closeSync(fd),
  };
}

function report({ manifest, outcomes, faults }: Verdict): void {
  if (manifest) {
    const draft = manifest.state === 'draft' ? ': a draft, not a claim' : '';
    say(`claim ${manifest.number}, revision ${manifest.revision}, ${manifest.state}${draft}`);
  }
  const failed = new Set(faults.map(({ check }) => check));
  for (const { check, looked, of, gap } of outcomes) {
    const word = failed.has(check) ? 'NOT EQUAL' : gap === null ? 'equal' : looked > 0 ? 'equal, but' : 'not checked';
    say(`${check.padEnd(10)} ${word.padEnd(11)} ${looked} ${of}${gap === null ? '' : `; ${gap}`}`);
  }
  for (const { check, where, message } of faults.slice(0, MOST_FAULTS)) say(`${check}: ${where}: ${message}`);
  if (faults.length > MOST_FAULTS) say(`and ${faults.length - MOST_FAULTS} more`);
  say(faults.length === 0 ? 'EQUAL' : 'NOT EQUAL');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, heads: { type: 'string' } },
});
const [file, ...rest] = positionals;
if (file === undefined || rest.length > 0) fail('expected one file');
if (!existsSync(file)) fail(`there is no ${file}`);
const keys = values.key === undefined ? [null] : readKeys(values.key);
const heads = values.heads === undefined ? null : readHeads(values.heads);
const source = openSource(file);
try {
  // Of several published keys the one that signed.
  let verdict = verifyPack(source, { key: keys[0]!, heads });
  const byAnother = ({ faults }: Verdict): boolean => faults.some(({ check }) => check === 'signature');
  for (const key of keys.slice(1)) {
    if (!byAnother(verdict)) break;
    const other = verifyPack(source, { key, heads });
    if (!byAnother(other)) verdict = other;
  }
  report(verdict);
  process.exitCode = verdict.faults.length === 0 ? 0 : 1;
} finally {
  source.close();
}
