import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenAlone, socketFolder } from './socket.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sweepline-socket-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('only its owner may enter the folder, and every way to it leads to the same one', async () => {
  const folder = await socketFolder(directory);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const link = `${directory}-link`;
  await symlink(directory, link);
  expect(await socketFolder(link)).toBe(folder);
  await rm(link);
});

test('a path too long for a socket is replaced by a short one', async () => {
  const deep = join(directory, 'd'.repeat(120));
  const folder = await socketFolder(deep);
  expect(folder.length).toBeLessThan(80);
  expect(await socketFolder(deep)).toBe(folder);
  await rm(folder, { recursive: true });
});

test('what a killed process left behind is taken over; a living one is not', async () => {
  const folder = await socketFolder(directory);
  await writeFile(join(folder, '.s.PGSQL.5432'), '');
  const server = createServer();
  await listenAlone(server, folder);
  await expect(listenAlone(createServer(), folder, 0)).rejects.toThrow('another process has the database');
  await new Promise((resolve) => server.close(resolve));
  const next = createServer();
  await listenAlone(next, folder);
  next.close();
});
