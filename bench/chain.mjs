import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkOf, NO_LINK } from '../tracker-core/dist/claims/chain/link.js';
import { ensureFiles } from '../tracker-core/dist/store/embedded/files.js';
import { openStore } from '../tracker-core/dist/store/open.js';
import { headsOf, chainRows } from '../tracker-core/dist/store/series/chain.js';
import { instant, numberColumn, textColumn, texts } from '../tracker-core/dist/store/series/columns.js';
import { insertFixes } from '../tracker-core/dist/store/series/insert-fixes.js';
import { startPostgres } from './service/postgres.mjs';
import { figure, median, printTable, printTitle } from './table.mjs';

const DEVICES = 100;
const HOUR_MS = 3_600_000;
const LOADS = [
  { name: 'one fix, one device', devices: 1, each: 1, writes: 400 },
  { name: '1 fix each of 100', devices: DEVICES, each: 1, writes: 120 },
  { name: '40 fixes each of 100', devices: DEVICES, each: 40, writes: 12 },
];

/** What the same write costs without a chain: the fixes alone, in the statement as it was before there was one. */
const WITHOUT = `
insert into fix (device, municipality, ts, received_at, lat, lon, digest, body, field_errors)
select device, municipality, ${instant('ts')}, ${instant('received')}, lat, lon, decode(digest, 'hex'), body,
  case when errors <> '' then string_to_array(errors, ',') end
from unnest(${texts(1)}, ${texts(2)}, $3::float8[], $4::float8[], $5::float8[], $6::float8[], ${texts(7)}, ${texts(8)}, ${texts(9)})
  as row (device, municipality, ts, received, lat, lon, digest, body, errors)
on conflict do nothing`;

const insertAlone = (db, rows) =>
  db.query(WITHOUT, [
    textColumn(rows.map((row) => row.delivery.sender.device)),
    textColumn(rows.map((row) => row.delivery.sender.municipality)),
    numberColumn(rows.map((row) => row.fix.ts_ms)),
    numberColumn(rows.map((row) => row.delivery.received_ms)),
    numberColumn(rows.map((row) => row.fix.lat)),
    numberColumn(rows.map((row) => row.fix.lon)),
    textColumn(rows.map((row) => row.fix.digest)),
    textColumn(rows.map((row) => row.fix.body)),
    textColumn(rows.map((row) => row.fix.fieldErrors.join(','))),
  ]);

/** What the hash chain of fixes costs: turn about with the same writes without it, in the same database. */
export async function chain({ quick }) {
  printTitle('Hash chain of fixes: what a write costs with and without it, turn about, milliseconds in the median');
  const rows = [];
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-bench-chain-'));
  try {
    await ensureFiles(join(dataDir, 'database'));
    rows.push(...(await against('embedded', { databaseUrl: null, dataDir }, quick)));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const postgres = await startPostgres();
  if (postgres !== null) {
    try {
      rows.push(...(await against('PostgreSQL', { databaseUrl: postgres.url, dataDir: '' }, quick)));
    } finally {
      await postgres.stop();
    }
  }
  printTable(['database', 'a write of', 'writes', 'without ms', 'with ms', 'more µs/fix', 'more %'], rows);
  printHashing();
}

async function against(name, setting, quick) {
  const quiet = { info() {}, warn() {}, error() {} };
  const store = await openStore({ ...setting, log: quiet });
  const rows = [];
  try {
    let next_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 48 * HOUR_MS;
    for (const { name: load, devices, each, writes } of LOADS) {
      const took = { without: [], with: [] };
      const names = (kind) => Array.from({ length: devices }, (_, at) => `${kind}-${load.replaceAll(' ', '')}-${at}`);
      const heads = await headsOf(store.db, names('with'));
      const count = quick ? Math.ceil(writes / 4) : writes;
      for (let at = 0; at < 2 * count; at++) {
        const chained = at % 2 === 1;
        if (!chained) next_ms += each * 1_000;
        const fixes = rowsOf(names(chained ? 'with' : 'without'), each, next_ms);
        const begin = performance.now();
        if (chained) await insertFixes(store.db, chainRows(fixes, heads));
        else await insertAlone(store.db, fixes);
        took[chained ? 'with' : 'without'].push(performance.now() - begin);
      }
      const [without, within] = [median(took.without), median(took.with)];
      const perFix = ((within - without) * 1_000) / (devices * each);
      const more = (100 * (within - without)) / without;
      rows.push([name, load, count, figure(without, 2), figure(within, 2), figure(perFix, 1), figure(more, 0)]);
    }
  } finally {
    await store.close();
  }
  return rows;
}

function rowsOf(devices, each, from_ms) {
  return devices.flatMap((device) => {
    const delivery = { sender: { municipality: 'town', device }, received_ms: from_ms + each * 1_000 };
    return Array.from({ length: each }, (_, at) => {
      const fix = fixAt(from_ms + at * 1_000);
      return { fix, delivery };
    });
  });
}

function fixAt(ts_ms) {
  const [lat, lon] = [57.69512 + (ts_ms % 1e6) * 1e-8, 11.93841];
  const gear = { brush: true, plough: false, spreader: false, vacuum: true, water: false };
  const body = JSON.stringify({
    ...{ accuracy_m: 4.5, altitude_m: 14, gear, hdop: 0.9, heading_deg: 181, ignition: true, lat, lon },
    ...{ odometer_km: 12345.6, satellites: 11, seq: 1234, speed_kmh: 7.2, ts: new Date(ts_ms).toISOString() },
  });
  return { ts_ms, lat, lon, body, digest: createHash('sha256').update(body).digest('hex'), fieldErrors: [] };
}

function printHashing() {
  const { body } = fixAt(Date.now());
  const links = 200_000;
  let head = NO_LINK;
  const begin = performance.now();
  for (let at = 0; at < links; at++) head = linkOf(head, 1_795_132_800_000 + at, body);
  const took_ms = performance.now() - begin;
  console.log(`  a link of ${body.length} characters: ${figure((took_ms * 1_000) / links, 2)} µs in the service\n`);
}
