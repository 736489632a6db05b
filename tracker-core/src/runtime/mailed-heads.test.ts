import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAIN, fixesName, readFixLine, type PackedChain, type PackedFix } from '../claims/pack/content.ts';
import { packed, sampleKey, sampleParts, sourceOf, type SampleParts } from '../claims/testing/sample-pack.ts';
import { headsIn } from '../claims/verify/read-heads.ts';
import { verifyPack } from '../claims/verify/verify-pack.ts';
import { putContractor } from '../store/objects/contractors.ts';
import { putDevice } from '../store/objects/devices.ts';
import { putMunicipality } from '../store/objects/municipalities.ts';
import { putUser } from '../store/objects/users.ts';
import { putVehicle } from '../store/objects/vehicles.ts';
import { FixWriter } from '../store/series/fix-writer.ts';
import { quiet } from '../store/testing/quiet.ts';
import { sampleDelivery } from '../store/testing/sample-fixes.ts';
import { openTemporaryStore, type TemporaryStore } from '../store/testing/temporary-store.ts';
import { closeChainDays } from './chain-days.ts';
import { Directory } from './directory.ts';
import { Mailing } from './mail/mailing.ts';
import { readLetter, startMailServer, type MailServer } from './mail/testing/mail-server.ts';
import { smtpTransport } from './mail/transport.ts';

const NEXT_WEEK_MS = Date.parse('2026-10-12T00:00:00Z');
const key = sampleKey();

let store: TemporaryStore;
let server: MailServer;
let parts: SampleParts;
beforeAll(async () => {
  [store, server, parts] = await Promise.all([openTemporaryStore(), startMailServer(), sampleParts()]);
  const { db } = store;
  await putMunicipality(db, { id: 'm1', name: 'M', timezone: 'Europe/Chisinau', locale: 'ru', drivesOn: 'right' });
  await putContractor(db, { id: 'k1', name: 'Contractor 1', municipality: 'm1' });
  const vehicle = { plate: 'A 1', municipality: 'm1', contractor: 'k1', operations: ['sweep' as const] };
  await putVehicle(db, { id: 'v1', ...vehicle, gearSensors: ['brush'] });
  await putDevice(db, { id: 'd1', municipality: 'm1', interval_s: 5, vehicle: 'v1', since_ms: null }, 0);
  for (const locale of ['ru', 'en'] as const) {
    const user = { login: `own-${locale}`, name: locale, municipalities: ['m1'], contractor: 'k1', locale };
    await putUser(db, { ...user, role: 'contractor', email: `own-${locale}@example.org` }, 'no hash of a password');
  }
}, 60_000);
afterAll(async () => {
  await server?.close();
  await store?.remove();
});

const fixesOf = ({ files }: SampleParts): PackedFix[] =>
  files
    .get(fixesName('d1'))!
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => readFixLine(line)!);

/** Stores the fixes of the pack as they were received. */
async function receive(): Promise<void> {
  const writer = new FixWriter(store.db, quiet);
  for (const { received_ms, body } of fixesOf(parts)) {
    const { ts, lat, lon } = JSON.parse(body) as { ts: string; lat: number; lon: number };
    const digest = createHash('sha256').update(body).digest('hex');
    const fix = { ts_ms: Date.parse(ts), lat, lon, body, digest, fieldErrors: [] };
    await writer.write(sampleDelivery('d1', [fix], { received_ms, sender: { municipality: 'm1', device: 'd1' } }));
  }
}

test('the heads that a contractor was sent by e-mail are what its claim’s pack is checked against', async () => {
  await receive();
  const { db } = store;
  const now = () => NEXT_WEEK_MS;
  expect(await closeChainDays({ db, directory: await Directory.load(db), now })).toBe(2);
  const transport = smtpTransport(server.url, 'Sweepline <sweepline@example.org>');
  await new Mailing({ db, transport, origin: null, now, log: quiet as never }).round();
  expect(server.letters).toHaveLength(2);

  const pack = await packed(parts.files, key);
  for (const letter of server.letters.map((raw) => readLetter(raw).text)) {
    const heads = headsIn(letter);
    expect(heads).toEqual(parts.heads);
    // As it looks when it was answered to.
    expect(headsIn(letter.replaceAll(/^/gm, '> '))).toEqual(heads);
    const { faults, outcomes } = verifyPack(sourceOf(pack), { key: key.publicKey, heads });
    expect(faults).toEqual([]);
    expect(outcomes.find(({ check }) => check === 'heads')).toMatchObject({ looked: 2, gap: null });
  }

  // Whoever has database and key can make another chain, and not the letter.
  const files = new Map(parts.files);
  const chain = JSON.parse(files.get(CHAIN)!.toString()) as PackedChain;
  Object.assign(chain.devices[0]!.days[1]!, { head: 'f'.repeat(64) });
  files.set(CHAIN, Buffer.from(JSON.stringify(chain)));
  const heads = headsIn(readLetter(server.letters[0]!).text);
  const { faults } = verifyPack(sourceOf(await packed(files, key)), { key: key.publicKey, heads });
  expect(faults.map(({ check, where }) => `${check} ${where}`)).toContain('heads d1 2026-10-06');
}, 60_000);

test('a text without heads is no list of heads', () => {
  for (const text of ['', 'Keep this letter.', '{"items":[]}', '[{"day":1}]'])
    expect(() => headsIn(text)).toThrow('heads');
});
