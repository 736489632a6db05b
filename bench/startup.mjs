import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNetwork } from '@sweepline/tracker-core/pure';
import { networkOf, timed } from './fleet.mjs';
import { makeFleet } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { cpuSeconds, databaseOf, peakMegabytes } from './service/usage.mjs';
import { figure, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 1_000_000;
const FEW_EDGES = 1_000;
const TARGET_S = 10;
const TARGET_MB = 1_500;

/**
 * The service's start with a big network: the snapshot takes the place of a small town's, for what is measured is the
 * start, not an import.
 */
export async function startup({ quick }) {
  const edges = quick ? EDGES / 10 : EDGES;
  printTitle(`Start with ${figure(edges, 0)} edges`);
  const dataDir = mkdtempSync(join(tmpdir(), 'sweepline-bench-'));
  try {
    const folder = join(dataDir, 'networks');
    const first = await startService({ dataDir });
    const setting = { start_ms: Date.now(), interval_s: 5, hours: 2 };
    await makeFleet(first, gridTown(FEW_EDGES), 1, setting);
    await first.stop();
    const [file] = readdirSync(folder);
    const without = await measuredStart(dataDir);
    const made = makeSnapshot(edges, join(folder, file));
    const big = await measuredStart(dataDir);
    printTable(
      ['', 'seconds', 'by processor time', 'peak MB of the service', 'of the database', 'target'],
      [
        ['noding and indexing', figure(made.built_s), figure(made.builtCpu_s), figure(made.peak_MB, 0), '', ''],
        [`snapshot of ${figure(made.bytes / 1e6, 0)} MB`, figure(made.written_s), '', '', '', ''],
        [`start with ${figure(FEW_EDGES, 0)} edges`, ...cells(without), ''],
        [`start with ${figure(edges, 0)} edges`, ...cells(big), `${TARGET_S} s, ${TARGET_MB} MB`],
      ],
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const cells = ({ seconds, cpu_s, service_MB, database_MB }) => [
  figure(seconds),
  figure(cpu_s),
  figure(service_MB, 0),
  figure(database_MB, 0),
];

async function measuredStart(dataDir) {
  const begin = performance.now();
  const service = await startService({ dataDir });
  const seconds = (performance.now() - begin) / 1_000;
  try {
    return {
      seconds,
      cpu_s: cpuSeconds(service.pid, true),
      service_MB: peakMegabytes(service.pid),
      database_MB: peakMegabytes(databaseOf(service.pid)),
    };
  } finally {
    await service.stop();
  }
}

/** Memory is this process's own, with the made-up town in it. */
function makeSnapshot(edges, file) {
  const town = gridTown(edges);
  const { result: network, wall_us, cpu_us } = timed(() => networkOf(town));
  const begin = performance.now();
  const snapshot = encodeNetwork(network);
  writeFileSync(file, snapshot);
  return {
    built_s: wall_us / 1e6,
    builtCpu_s: cpu_us / 1e6,
    written_s: (performance.now() - begin) / 1_000,
    bytes: snapshot.length,
    peak_MB: peakMegabytes(process.pid),
  };
}
