import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSigned, keyIdOf } from '../claims/pack/signature.ts';
import type { Db } from '../store/db.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { Signing } from './signing.ts';

const FIRST_MS = Date.parse('2026-11-20T06:00:00Z');
const text = Buffer.from('what is signed');

let store: TemporaryStore;
let folder: string;
let now_ms = FIRST_MS;
const open = () => Signing.open(store.db, join(folder, 'keys'), () => now_ms);
beforeAll(async () => {
  store = await openTemporaryStore();
  folder = mkdtempSync(join(tmpdir(), 'sweepline-keys-'));
}, 60_000);
afterAll(async () => {
  await store?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('the key is made at the first start, read by its owner alone, and the same at the next start', async () => {
  const first = await open();
  const file = join(folder, 'keys', 'signing.pem');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY');
  now_ms += 1_000;
  const again = await open();
  expect(again.keyId).toBe(first.keyId);
  const [key, ...others] = await again.keys();
  expect(others).toEqual([]);
  expect(key).toMatchObject({ id: first.keyId, algorithm: 'Ed25519', from: '2026-11-20T06:00:00.000Z', to: null });
  const raw = Buffer.from(key!.publicKey, 'base64url');
  expect(keyIdOf(raw)).toBe(key!.id);
  expect(isSigned(text, again.signer().sign(text), raw)).toBe(true);
  expect(isSigned(Buffer.from('another text'), again.signer().sign(text), raw)).toBe(false);
});

test('another key signs after a rotation; the one of before stays known with the time in which it signed', async () => {
  const signing = await open();
  const before = signing.keyId;
  const signature = signing.signer().sign(text);
  now_ms += 1_000;
  const keys = await signing.rotate();
  const was = keys.find(({ id }) => id === before)!;
  expect(keys.map(({ id, to }) => [id, to])).toEqual([
    [signing.keyId, null],
    [before, new Date(now_ms).toISOString()],
  ]);
  expect(isSigned(text, signature, Buffer.from(was.publicKey, 'base64url'))).toBe(true);
  expect(isSigned(text, signing.signer().sign(text), Buffer.from(was.publicKey, 'base64url'))).toBe(false);
  expect((await open()).keyId).toBe(signing.keyId);
});

test('nothing is signed by a key that could not be told', async () => {
  let away = false;
  const db: Db = Object.assign(Object.create(store.db) as Db, {
    query: (...args: Parameters<Db['query']>) =>
      away ? Promise.reject(new Error('the database is away')) : store.db.query(...args),
  });
  const signing = await Signing.open(db, join(folder, 'keys'), () => now_ms);
  away = true;
  now_ms += 1_000;
  await expect(signing.rotate()).rejects.toThrow('away');
  away = false;
  expect((await signing.keys()).map(({ id }) => id)).toContain(signing.signer().key);
  expect((await (await open()).keys()).map(({ id }) => id)).toContain((await open()).keyId);
});

test('a lost key is followed by a new one; a file that holds no such key stops the start', async () => {
  const before = (await open()).keyId;
  rmSync(join(folder, 'keys'), { recursive: true });
  now_ms += 1_000;
  const signing = await open();
  expect(signing.keyId).not.toBe(before);
  expect((await signing.keys()).filter(({ to }) => to === null).map(({ id }) => id)).toEqual([signing.keyId]);
  writeFileSync(join(folder, 'keys', 'signing.pem'), 'nothing');
  await expect(open()).rejects.toThrow('DECODER');
});
