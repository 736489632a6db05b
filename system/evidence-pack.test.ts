import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addDays,
  localOf,
  type ChainHead,
  type Claim,
  type ClaimLine,
  type CoverageAnswer,
  type PageOf,
  type SigningKey,
} from '@sweepline/contract';
import type { Api } from './api.ts';
import { namedStreets } from './claim-town.ts';
import { connectOf } from './device.ts';
import { fileOf } from './files.ts';
import {
  collection,
  drive,
  makeStreetTown,
  municipalityBody,
  plan,
  routeBody,
  streets,
  vehicleBody,
  type SentFix,
  type Town,
} from './main-street.ts';
import { expectRefused } from './refusal.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const begin_ms = Date.now() - 200 * MINUTE_MS;
/** The town's zone is UTC. */
const date = localOf('UTC', begin_ms).date;
const period = { from: addDays(date, -1), to: addDays(date, 2) };
const COMMAND = join(import.meta.dirname, '../tracker-core/dist/verify-claim.js');

let service: ServiceProcess;
let town: Town;
let auditor: Api;
let contractor: Api;
let claim: Claim;
let folder: string;

/** Sends in small messages, and goes on after the service was killed in the middle, as a device does. */
async function sendOverDeath(fixes: readonly SentFix[]): Promise<void> {
  const device = await connectOf(service, town);
  // What is under way when the service dies is never answered.
  void device.send(fixes, 2).catch(() => undefined);
  await until(
    'some fixes',
    () => service.api.get<{ fixes: unknown[] }>(trackPath),
    ({ fixes: stored }) => stored.length >= 4,
  );
  await service.stop('SIGKILL');
  await device.end();
  await service.restart();
  const again = await connectOf(service, town);
  await again.send(fixes, 7);
  await again.end();
}
const trackPath = `/vehicles/town-v0/track?from=${encodeURIComponent(new Date(begin_ms).toISOString())}&to=${encodeURIComponent(new Date(begin_ms + 60 * MINUTE_MS).toISOString())}`;

const contract = () => ({
  ...{ municipality: 'town', contractor: town.contractor, number: '118/25', operations: ['plough'] },
  ...{ from: addDays(date, -200), to: addDays(date, 200), currency: 'MDL', price: 1_000_000_00 },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweepline-packs-'));
  service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1' });
  const { api } = service;
  town = await makeStreetTown(api, 'town', 2);
  await api.put('/municipalities/town/network', namedStreets(), 'application/geo+json');
  await sendOverDeath(drive(begin_ms + 5 * MINUTE_MS, 0, 700));
  auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
  contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], town.contractor);
  const other = await connectOf(service, town, 1);
  await other.send(drive(begin_ms + 20 * MINUTE_MS, 600, 900), 20);
  await other.end();
  await plan(api, town, 'a', { from_ms: begin_ms, to_ms: begin_ms + 60 * MINUTE_MS });
  await plan(api, town, 'b', { from_ms: begin_ms + 70 * MINUTE_MS, to_ms: begin_ms + 90 * MINUTE_MS });
  await auditor.put('/contracts/k-1', contract());
  await auditor.post('/contracts/k-1/terms', {
    ...{ from: addDays(date, -200), prices: [{ operation: 'plough', perMetre: '1.85' }] },
    ...{ completion: { leg: '95', route: '90' }, gps: { grade: 'C' }, overlap: 'greatest' },
    deadlines: { answerDays: 5, decisionDays: 10 },
    rules: [
      {
        ...{ id: 'missed', kind: 'penalty', clause: '6.2', on: { fact: 'undone', per: 'leg' } },
        charge: { sum: 'fixed', amount: 50_000 },
      },
    ],
  });
  for (const id of ['a', 'b'])
    await until(
      'the seal',
      () => api.get<CoverageAnswer>(`/assignments/${id}/coverage`),
      ({ status }) => status === 'sealed',
      100_000,
    );
  const { id } = await auditor.post<Claim>('/contracts/k-1/claims', period);
  claim = await until(
    'the draft',
    () => auditor.get<Claim>(`/claims/${id}`),
    ({ state }) => state === 'draft',
    60_000,
  );
}, 200_000);
afterAll(async () => {
  await service?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const packOf = (by: Api, query = '') => fileOf(service, by, `/claims/${claim.id}/pack${query}`);

/** What the command says of a pack, and its exit code. */
function verified(bytes: Uint8Array, ...options: string[]): Promise<{ code: number; said: string }> {
  const file = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.zip`);
  writeFileSync(file, bytes);
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, file, ...options], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

test('the signing key lies apart, read by its owner alone; everybody may read the public one', async () => {
  expect(statSync(join(service.dataDir, 'keys', 'signing.pem')).mode & 0o777).toBe(0o600);
  const { items } = (await (await fetch(`${service.http}/api/v1/keys`)).json()) as { items: SigningKey[] };
  expect(items).toMatchObject([{ algorithm: 'Ed25519', to: null }]);
});

test('a draft’s pack says that it is a draft, and is for who drafts it', async () => {
  const draft = await packOf(auditor);
  expect([draft.status, draft.type]).toEqual([200, 'application/zip']);
  expect(draft.disposition).toContain('filename="draft-');
  expect(await verified(draft.bytes)).toMatchObject({ code: 0, said: expect.stringContaining('a draft, not a claim') });
  expect((await packOf(contractor)).status).toBe(404);
  expect((await packOf(auditor, '?locale=de')).status).toBe(400);
});

test('an issued claim’s pack is the same bytes each time, and everything in it follows from the raw fixes', async () => {
  claim = await auditor.post<Claim>(`/claims/${claim.id}/issue`, {});
  const pack = await packOf(contractor, '?locale=en');
  expect(pack.status).toBe(200);
  expect((await packOf(auditor, '?locale=en')).sha256).toBe(pack.sha256);
  const alone = await verified(pack.bytes);
  expect(alone).toMatchObject({ code: 0 });
  expect(alone.said).toContain('give --key');
  expect(alone.said).toContain('give --heads');

  const { items } = await service.api.get<{ items: SigningKey[] }>('/keys');
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify({ items }));
  for (const key of [keys, items[0]!.publicKey]) {
    const { code, said } = await verified(pack.bytes, '--key', key);
    expect([code, said]).toEqual([0, expect.not.stringContaining('give --key')]);
  }
  const foreign = Buffer.alloc(32, 7).toString('base64url');
  expect(await verified(pack.bytes, '--key', foreign)).toMatchObject({ code: 1 });

  for (let at = 0; at < pack.bytes.length; at += Math.ceil(pack.bytes.length / 12)) {
    const changed = Buffer.from(pack.bytes);
    changed[at]! ^= 0x20;
    expect(await verified(changed, '--key', keys)).toMatchObject({
      code: 1,
      said: expect.stringContaining('NOT EQUAL'),
    });
  }
});

test('whatever is renamed afterwards, its documents and its pack keep their bytes', async () => {
  const paths = ['pack?locale=en', 'document?locale=ru', 'document?format=xlsx&locale=en'];
  const all = () => Promise.all(paths.map((path) => fileOf(service, auditor, `/claims/${claim.id}/${path}`)));
  const before = await all();
  expect(before.map(({ status }) => status)).toEqual([200, 200, 200]);
  const { api } = service;
  await api.put('/municipalities/town', municipalityBody('New town'));
  await api.put(`/contractors/${town.contractor}`, { name: 'Quite another name', municipality: 'town' });
  for (const id of town.vehicles)
    await api.put(`/vehicles/${id}`, { ...vehicleBody('town', town.contractor), plate: 'Z 9' });
  for (const id of ['a', 'b']) await api.put(`/routes/${id}-route`, { ...routeBody('town'), name: 'New round' });
  const { features } = streets() as { features: { properties: object }[] };
  const named = features.map((one) => ({ ...one, properties: { ...one.properties, name: 'New street' } }));
  await api.put('/municipalities/town/network', collection(named), 'application/geo+json');
  await auditor.put('/contracts/k-1', { ...contract(), number: 'X-1', title: 'Another title' });
  expect((await contractor.get<Claim>(`/claims/${claim.id}`)).contractorName).toBe(claim.contractorName);
  for (const [i, { sha256 }] of (await all()).entries())
    expect([paths[i], sha256]).toEqual([paths[i], before[i]!.sha256]);
  // A new draft speaks of them as they are now.
  const { id } = await auditor.post<Claim>(`/claims/${claim.id}/revise`);
  const revised = await until(
    'the revision',
    () => auditor.get<Claim>(`/claims/${id}`),
    ({ state }) => state !== 'drafting',
    60_000,
  );
  expect(revised).toMatchObject({ state: 'draft', contractorName: 'Quite another name', contractNumber: 'X-1' });
  await auditor.post(`/claims/${id}/stop`);
});

test('heads of closed days are for the contractor and its municipality; today’s is not closed', async () => {
  const path = `/contractors/${town.contractor}/chain-heads?from=${addDays(date, -40)}&to=${addDays(date, 2)}`;
  const { items } = await contractor.get<PageOf<ChainHead>>(path);
  expect(items.every(({ day }) => day < new Date().toISOString().slice(0, 10))).toBe(true);
  const stranger = await userOf(service, 'stranger', 'auditor', []);
  expectRefused(await stranger.request('GET', path), 'not-found');
  expectRefused(await contractor.request('GET', path.replace('from=', 'from=x')), 'bad-request');
});

test('another key signs after a rotation, and what was signed before is still told apart', async () => {
  const before = await packOf(auditor, '?locale=en');
  const { items } = await service.api.post<{ items: SigningKey[] }>('/keys/rotate', {});
  expect(items).toHaveLength(2);
  const after = await packOf(auditor, '?locale=en');
  expect(await verified(after.bytes, '--key', items[0]!.publicKey)).toMatchObject({ code: 0 });
  expect(await verified(before.bytes, '--key', items[1]!.publicKey)).toMatchObject({ code: 0 });
  expect(await verified(before.bytes, '--key', items[0]!.publicKey)).toMatchObject({ code: 1 });
  expectRefused(await auditor.request('POST', '/keys/rotate', {}), 'forbidden');
});

test('what was objected to and decided stands in the pack, and the rest still follows from the fixes', async () => {
  const { items } = await contractor.get<PageOf<ClaimLine>>(`/claims/${claim.id}/lines?kind=non-payment&limit=1000`);
  const objected = items.find(({ metres }) => metres !== null && metres > 50)!;
  const all = await contractor.get<PageOf<ClaimLine>>(`/claims/${claim.id}/lines?limit=1000`);
  await contractor.post(`/claims/${claim.id}/answer`, {
    lines: all.items.map(({ no }) =>
      no === objected.no ? { no, answer: 'object', metres: 50, reason: 'a parked lorry' } : { no, answer: 'accept' },
    ),
    send: true,
  });
  await auditor.post(`/claims/${claim.id}/decide`, {
    lines: [{ no: objected.no, decision: 'reduce', excused_m: 50, reason: 'the photo shows it' }],
    send: true,
  });
  const { bytes } = await packOf(contractor, '?locale=ru');
  const { code, said } = await verified(bytes);
  expect([code, said]).toEqual([0, expect.stringContaining('decided')]);
});
