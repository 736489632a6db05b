import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NetworkFiles } from './network-files.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'networks-'))));
afterEach(() => rm(folder, { recursive: true }));

const name = (municipality: string, version: number, tag = 't') => ({ municipality, version, tag });

test('what was kept is read again, under its own name alone', async () => {
  const files = new NetworkFiles(join(folder, 'networks'));
  expect(await files.read(name('town', 1))).toBeNull();
  await files.keep(name('town', 1), Uint8Array.of(1, 2, 3));
  expect([...(await files.read(name('town', 1)))!]).toEqual([1, 2, 3]);
  expect(await files.read(name('town', 1, 'other'))).toBeNull();
  expect(await files.read(name('town', 2))).toBeNull();
});

test('a newer version takes the place of the former one, of its own municipality alone', async () => {
  const files = new NetworkFiles(folder);
  await files.keep(name('town', 1), Uint8Array.of(1));
  await files.keep(name('town/../b', 1), Uint8Array.of(2));
  await files.keep(name('town', 2), Uint8Array.of(3));
  expect((await readdir(folder)).length).toBe(2);
  expect(await files.read(name('town', 1))).toBeNull();
  expect([...(await files.read(name('town', 2)))!]).toEqual([3]);
  expect([...(await files.read(name('town/../b', 1)))!]).toEqual([2]);
});
