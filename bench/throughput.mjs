import { startDevices } from './devices/start.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startPostgres } from './service/postgres.mjs';
import { startService } from './service/start.mjs';
import { cpuSeconds, databaseOf } from './service/usage.mjs';
import { figure, printTable, printTitle, quantile } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 2_000;
const DEVICES = 100;
const INTERVAL_S = 5;
const HOUR_MS = 3_600_000;
/** What is left of the shift. */
const LEFT_H = 4;
const LOADS = [
  { name: 'single fixes', batch: 1, inFlight: 1, perDevice_s: 100, embedded: 2_500 },
  { name: 'batches of 50', batch: 50, inFlight: 1, perDevice_s: 300, embedded: 8_000 },
];

/** Over MQTT with QoS 1 into the database and on into the facts: devices, service and database on this one machine. */
export async function throughput({ quick, profile }) {
  const seconds = quick ? 4 : 15;
  printTitle(
    `End to end over MQTT, QoS 1, acknowledged after the commit: ${DEVICES} devices, one message of each under way, ${seconds} s`,
  );
  const rows = await against({ name: 'embedded', targetFactor: 1 }, seconds, profile);
  const postgres = await startPostgres();
  if (postgres !== null) {
    try {
      rows.push(...(await against({ name: 'PostgreSQL', ...postgres, targetFactor: 2 }, seconds, profile)));
    } finally {
      await postgres.stop();
    }
  }
  printTable(
    [
      'database',
      'load',
      'messages/s',
      'fixes/s',
      'target',
      'ack p50 ms',
      'p99 ms',
      'all facts after s',
      'µs/fix: service',
      'database',
      'devices',
    ],
    rows,
  );
  if (postgres === null) console.log('  PostgreSQL: not measured, none is installed under /usr/lib/postgresql\n');
}

async function against(database, seconds, profile) {
  const service = await startService({ databaseUrl: database.url, profile });
  try {
    const town = gridTown(EDGES);
    // Backlog of a long shift that is still under way; each load has its own stretch of time.
    const now_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const stretch_h = 10;
    const first_ms = now_ms - LOADS.length * stretch_h * HOUR_MS;
    const devices = await makeFleet(service, town, DEVICES, {
      start_ms: first_ms,
      interval_s: INTERVAL_S,
      hours: LOADS.length * stretch_h + LEFT_H,
    });
    const database_s = () =>
      database.pid === undefined ? cpuSeconds(databaseOf(service.pid)) : cpuSeconds(database.pid, true);
    const rows = [];
    for (const [no, load] of LOADS.entries()) {
      const { batch, inFlight } = load;
      const start_ms = first_ms + no * stretch_h * HOUR_MS;
      const order = { url: service.mqtt, municipality: MUNICIPALITY, devices, edges: EDGES, start_ms };
      const most = Math.min((stretch_h * 3_600) / INTERVAL_S, load.perDevice_s * seconds);
      const { started, done } = startDevices({
        work: 'flood',
        ...order,
        interval_s: INTERVAL_S,
        batch,
        inFlight,
        seconds,
        most,
      });
      await started;
      const before = { service: cpuSeconds(service.pid), database: database_s() };
      const { messages, fixes, took_s, latencies, cpu_s } = await done;
      const behind_s = await settled(service, start_ms);
      const cost = (after, begin) => figure(((after - begin) * 1e6) / fixes, 0);
      rows.push([
        database.name,
        load.name,
        figure(messages / took_s, 0),
        figure(fixes / took_s, 0),
        figure(load.embedded * database.targetFactor, 0),
        figure(quantile(latencies, 0.5), 1),
        figure(quantile(latencies, 0.99), 1),
        figure(took_s + behind_s, 1),
        cost(cpuSeconds(service.pid), before.service),
        cost(database_s(), before.database),
        figure((cpu_s * 1e6) / fixes, 0),
      ]);
    }
    return rows;
  } finally {
    await service.stop();
  }
}

/** Seconds until every acknowledged fix has become facts: a GET waits for them. */
async function settled({ api }, start_ms) {
  const begin = performance.now();
  const instant = (ms) => encodeURIComponent(new Date(ms).toISOString());
  await api.get(`/vehicles/v0/track?from=${instant(start_ms)}&to=${instant(start_ms + 1_000)}`);
  return (performance.now() - begin) / 1_000;
}
