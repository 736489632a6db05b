import { startDevices } from './devices/start.mjs';
import { watch } from './live.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { databaseOf, residentMegabytes } from './service/usage.mjs';
import { figure, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 5_000;
const DEVICES = 500;
const INTERVAL_S = 5;
const SAMPLE_MS = 1_000;
/** Share of the time after which caches and heaps have their size: the slope is taken over the rest. */
const WARM_UP_SHARE = 1 / 3;
const TARGET_MB = 800;

/** The service's memory and its embedded database's while a fleet reports at its usual rate. */
export async function memory({ minutes, profile }) {
  printTitle(`Memory: ${DEVICES} vehicles, a fix every ${INTERVAL_S} s, for ${figure(minutes)} minutes`);
  const service = await startService({ profile });
  try {
    const town = gridTown(EDGES);
    const start_ms = Date.now();
    const hours = 2 + Math.ceil(minutes / 60);
    const devices = await makeFleet(service, town, DEVICES, { start_ms, interval_s: INTERVAL_S, hours });
    const { seen, close } = await watch(service);
    const order = { url: service.mqtt, municipality: MUNICIPALITY, devices, edges: EDGES };
    const { started, done } = startDevices({
      work: 'live',
      ...order,
      interval_s: INTERVAL_S,
      rate: DEVICES / INTERVAL_S,
      seconds: minutes * 60,
    });
    await started;
    const samples = [];
    const begin = performance.now();
    const database = databaseOf(service.pid);
    const timer = setInterval(() => {
      seen.length = 0;
      const at_min = (performance.now() - begin) / 60_000;
      samples.push({ at_min, service: residentMegabytes(service.pid), database: residentMegabytes(database) });
    }, SAMPLE_MS);
    const { sent } = await done;
    clearInterval(timer);
    close();
    const together = samples.map(({ at_min, ...sample }) => ({ at_min, value: sample.service + sample.database }));
    const rowOf = (name, values) => {
      const late = values.filter(({ at_min }) => at_min >= minutes * WARM_UP_SHARE);
      const peak = values.reduce((most, { value }) => Math.max(most, value), 0);
      return [
        name,
        figure(values.at(0).value, 0),
        figure(values.at(-1).value, 0),
        figure(peak, 0),
        figure(slope(late)),
      ];
    };
    const only = (name) => samples.map(({ at_min, ...sample }) => ({ at_min, value: sample[name] }));
    printTable(
      ['resident MB', 'at the start', 'at the end', 'peak', 'slope MB/min', 'target'],
      [
        [...rowOf('service', only('service')), ''],
        [...rowOf('embedded database', only('database')), ''],
        [...rowOf('together', together), `peak ${TARGET_MB}, flat`],
      ],
    );
    console.log(`  ${figure(sent, 0)} fixes; slope by least squares over the last two thirds of the time\n`);
  } finally {
    await service.stop();
  }
}

function slope(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ at_min }) => at_min), mean(({ value }) => value)];
  const over = points.reduce((sum, { at_min, value }) => sum + (at_min - x) * (value - y), 0);
  return over / points.reduce((sum, { at_min }) => sum + (at_min - x) ** 2, 0);
}
