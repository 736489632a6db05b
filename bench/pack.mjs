import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixesName, fixLine } from '../tracker-core/dist/claims/pack/content.js';
import { signatureOf } from '../tracker-core/dist/claims/pack/signature.js';
import { writePack } from '../tracker-core/dist/claims/pack/write-pack.js';
import { ensureFiles } from '../tracker-core/dist/store/embedded/files.js';
import { openStore } from '../tracker-core/dist/store/open.js';
import { FixWriter } from '../tracker-core/dist/store/series/fix-writer.js';
import { readStored } from '../tracker-core/dist/store/series/read-chain.js';
import { startPostgres } from './service/postgres.mjs';
import { figure, printTable, printTitle } from './table.mjs';

const INTERVAL_MS = 5_000;
const HOURS_A_DAY = 8;
const DAY_MS = 86_400_000;
const PER_DAY = (HOURS_A_DAY * 3_600_000) / INTERVAL_MS;
/** A month of 200 vehicles at 5 s. */
const MONTH_FIXES = 35e6;
const BATCH = 400;

/**
 * Raw fixes out of the database into a signed pack, a page at a time: rate and memory over two sizes. A whole month goes into a
 * PostgreSQL server, of so many vehicles.
 */
export async function pack({ quick, full, vehicles = full ? 200 : 10 }) {
  const days = full ? [3, 30] : quick ? [1, 2] : [2, 7];
  const devices = vehicles;
  const server = full ? await startPostgres() : null;
  printTitle(
    `Evidence pack: the raw fixes of ${devices} vehicles at 5 s, ${HOURS_A_DAY} h a day, streamed out of ${server === null ? 'the embedded database' : 'a PostgreSQL server'}`,
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-bench-pack-'));
  const rows = [];
  try {
    if (server === null) await ensureFiles(join(dataDir, 'database'));
    const log = { info() {}, warn() {}, error() {} };
    const store = await openStore({ databaseUrl: server?.url ?? null, dataDir, log });
    try {
      const begin_ms = Math.floor(Date.now() / DAY_MS) * DAY_MS - (days.at(-1) + 1) * DAY_MS;
      await fill(new FixWriter(store.db, console), begin_ms, days.at(-1), devices);
      for (const count of days) rows.push(await measure(store.db, begin_ms, count, devices));
    } finally {
      await store.close();
    }
  } finally {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  printTable(
    ['days', 'fixes', 'ZIP MB', 'bytes/fix', 'took s', 'fixes/s', 'most memory MB', 'above the start MB'],
    rows,
  );
  const [, fixes, megabytes, , took_s] = rows.at(-1).map((cell) => Number(String(cell).replaceAll(',', '')));
  const times = MONTH_FIXES / fixes;
  console.log(
    `  carried forward to ${MONTH_FIXES / 1e6} M fixes: ${figure((took_s * times) / 60, 0)} min, ${figure((megabytes * times) / 1_000, 1)} GB\n`,
  );
}

async function fill(writer, begin_ms, days, devices) {
  const writes = [];
  for (let device = 0; device < devices; device++) {
    for (let day = 0; day < days; day++) {
      for (let at = 0; at < PER_DAY; at += BATCH) {
        const from_ms = begin_ms + day * DAY_MS + at * INTERVAL_MS;
        const fixes = Array.from({ length: Math.min(BATCH, PER_DAY - at) }, (_, n) =>
          fixAt(device, from_ms + n * INTERVAL_MS),
        );
        const sender = { municipality: 'town', device: `d${device}` };
        const received_ms = fixes.at(-1).ts_ms + 1_000;
        writes.push(writer.write({ sender, received_ms, fixes, refusals: [], event: null }));
        if (writes.length >= 50) await Promise.all(writes.splice(0));
      }
    }
  }
  await Promise.all(writes);
}

/** A fix that shrinks as a real one does: place, speed and heading change with each. */
function fixAt(device, ts_ms) {
  const noise = (n) => {
    let mixed = Math.imul(ts_ms / 1_000 + device * 977, 0x9e37_79b1) ^ Math.imul(n, 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
  const lat = Number((57.7 + 0.05 * Math.sin(ts_ms / 3e6 + device) + noise(3) * 1e-5).toFixed(7));
  const lon = Number((11.9 + 0.05 * Math.cos(ts_ms / 3e6 + device) + noise(7) * 1e-5).toFixed(7));
  const gear = { brush: true, plough: false, spreader: false, vacuum: true, water: false };
  const body = JSON.stringify({
    ...{ accuracy_m: Number((3 + noise(11) * 4).toFixed(1)), gear, heading_deg: Math.floor(noise(13) * 360), lat, lon },
    ...{ satellites: 9 + Math.floor(noise(17) * 4), speed_kmh: Number((noise(19) * 12).toFixed(1)) },
    ts: new Date(ts_ms).toISOString(),
  });
  return { ts_ms, lat, lon, body, digest: createHash('sha256').update(body).digest('hex'), fieldErrors: [] };
}

async function measure(db, begin_ms, days, devices) {
  const { privateKey } = generateKeyPairSync('ed25519');
  let fixes = 0;
  async function* files() {
    for (let device = 0; device < devices; device++) {
      const pieces = (async function* () {
        for await (const page of readStored(db, `d${device}`, begin_ms, begin_ms + days * DAY_MS - 1)) {
          fixes += page.length;
          yield Buffer.from(page.map(({ no, received_ms, body }) => fixLine(no, received_ms, body)).join(''));
        }
      })();
      yield { name: fixesName(`d${device}`), pieces };
    }
  }
  const head = { format: 'sweepline-claim-pack-1', claim: 'c', number: '1', revision: 1, state: 'issued', key: 'k' };
  globalThis.gc?.();
  const start = process.memoryUsage().rss;
  let most = start;
  let bytes = 0;
  const begin = performance.now();
  const sign = (manifest) => signatureOf(manifest, privateKey);
  for await (const piece of writePack({ ...head, date: '2026-11-01T00:00:00.000Z', sign }, files())) {
    bytes += piece.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  const took_s = (performance.now() - begin) / 1_000;
  return [
    days,
    figure(fixes, 0),
    figure(bytes / 1e6, 1),
    figure(bytes / fixes, 0),
    figure(took_s, 1),
    figure(fixes / took_s, 0),
    figure(most / 1e6, 0),
    figure((most - start) / 1e6, 0),
  ];
}
