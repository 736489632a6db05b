import { fixOf, recomputeVehicle, RULES } from '@sweepline/tracker-core/pure';
import { Drive } from './drives.mjs';
import { networkOf, timed } from './fleet.mjs';
import { startDevices } from './devices/start.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { cpuSeconds, databaseOf } from './service/usage.mjs';
import { figure, median, printTable, printTitle, quantile } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 20_000;
const HOUR_MS = 3_600_000;
const SHIFT_H = 10;
const ROUNDS = 7;
const TARGET = { computing_ms: 200, withReading_ms: 1_500 };
/** A batch's shifts follow one another, each vehicle has so many. */
const BATCH = { interval_s: 15, shift_h: 2, each: 10 };

const instant = (ms) => new Date(ms).toISOString();

/** One long shift, and a thousand of them, from empty state and the stored fixes. */
export async function recompute({ quick, profile }) {
  await longShift(profile);
  await batch(quick ? 10 : 100, profile);
}

/** Ten hours at a fix a second: its stages alone, and through the service with reading from the embedded database. */
async function longShift(profile) {
  const fixes = SHIFT_H * 3_600;
  printTitle(
    `Recomputing a shift of ${SHIFT_H} hours at a fix a second, ${figure(fixes, 0)} fixes, ${figure(EDGES, 0)} edges`,
  );
  const town = gridTown(EDGES);
  const start_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (SHIFT_H + 1) * HOUR_MS;
  const computing = stagesAlone(town, start_ms, fixes);
  const service = await startService({ profile });
  try {
    const devices = await makeFleet(service, town, 1, { start_ms, interval_s: 1, hours: SHIFT_H });
    await flood(service, devices, { start_ms, interval_s: 1, batch: 500, most: fixes });
    const path = '/assignments/a0';
    const { covered_m, digest, quality } = await service.api.get(`${path}/coverage`);
    if (quality.fixes !== fixes) throw new Error(`${quality.fixes} fixes of ${fixes} count`);
    const cpu = () => cpuSeconds(service.pid) + cpuSeconds(databaseOf(service.pid));
    const took = [];
    const before_s = cpu();
    for (let i = 0; i < ROUNDS; i++) {
      const begin = performance.now();
      const again = await service.api.post(`${path}/recompute`);
      took.push(performance.now() - begin);
      if (again.digest !== digest) throw new Error('another digest');
    }
    const each_ms = ((cpu() - before_s) * 1_000) / ROUNDS;
    const row = (what, values, target) => [
      what,
      figure(median(values), 0),
      figure(Math.min(...values), 0),
      figure(quantile(values, 1), 0),
      target === undefined ? '' : figure(target, 0),
    ];
    printTable(
      ['', 'median ms', 'quickest', 'slowest', 'target'],
      [
        row(
          'computing: match → cover → judge',
          computing.map(({ stages }) => stages),
          TARGET.computing_ms,
        ),
        row(
          'the same by processor time',
          computing.map(({ stages_cpu }) => stages_cpu),
          TARGET.computing_ms,
        ),
        row(
          'parsing the stored bodies',
          computing.map(({ parsing }) => parsing),
        ),
        row('POST recompute, read from the embedded database', took, TARGET.withReading_ms),
        row('the same by processor time, service and database', [each_ms], TARGET.withReading_ms),
      ],
    );
    console.log(`  covered ${figure(covered_m, 0)} m\n`);
  } finally {
    await service.stop();
  }
}

function stagesAlone(town, start_ms, count) {
  const network = networkOf(town);
  const drive = new Drive(town, { seed: 0, start_ms, interval_s: 1 });
  const no = new Map(network.edges.map(({ id }, edge) => [id, edge]));
  const legs = drive.legs().map(({ edge, side, passes }) => {
    const at = no.get(edge);
    return { edge: at, side, passes, from_cm: 0, to_cm: network.edges[at].length_cm };
  });
  const plan = {
    assignment: 'a0',
    vehicle: 'v0',
    contractor: 'c',
    route: 'r0',
    routeVersion: 1,
    operation: 'sweep',
    from_ms: start_ms,
    to_ms: start_ms + SHIFT_H * HOUR_MS,
    legs,
    excuses: [],
    required_share: RULES.routeDoneShare,
    othersMayCover: true,
  };
  const setting = {
    vehicle: 'v0',
    contractor: 'c',
    operations: ['sweep'],
    gearWired: 1,
    serves: 'kerb',
    drivesOn: 'right',
    interval_s: 1,
  };
  const bodies = Array.from({ length: count }, () => JSON.stringify(drive.fix()));
  const parse = () => bodies.map((body, n) => fixOf(body, start_ms + n * 1_000, start_ms + n * 1_000));
  const compute = (fixes) => recomputeVehicle({ setting, network }, fixes, [plan]).passages.length;
  const round = () => {
    const parsed = timed(parse);
    const computed = timed(() => compute(parsed.result));
    return { parsing: parsed.wall_us / 1_000, stages: computed.wall_us / 1_000, stages_cpu: computed.cpu_us / 1_000 };
  };
  for (let i = 0; i < 3; i++) round();
  return Array.from({ length: ROUNDS }, round);
}

/** Shifts of a whole fleet as one batch behind the live work. */
async function batch(vehicles, profile) {
  const { interval_s, shift_h, each } = BATCH;
  const shifts = vehicles * each;
  printTitle(`Recomputing ${figure(shifts, 0)} shifts of ${shift_h} hours at a fix each ${interval_s} s as a batch`);
  const town = gridTown(EDGES);
  const hours = shift_h * each;
  const start_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (hours + 1) * HOUR_MS;
  const service = await startService({ profile });
  try {
    const devices = await makeFleet(service, town, vehicles, { start_ms, interval_s, hours: 1 });
    for (const { seed } of devices) {
      for (let n = 0; n < each; n++) {
        const from_ms = start_ms + n * shift_h * HOUR_MS;
        const id = n === 0 ? `a${seed}` : `a${seed}-${n}`;
        const window = { from: instant(from_ms), to: instant(from_ms + shift_h * HOUR_MS) };
        await service.api.put(`/assignments/${id}`, { route: `r${seed}`, vehicle: `v${seed}`, ...window });
      }
    }
    await flood(service, devices, { start_ms, interval_s, batch: 200, most: (hours * 3_600) / interval_s });
    const path = `/municipalities/${MUNICIPALITY}/recompute`;
    const begin = performance.now();
    const body = { from: instant(start_ms), to: instant(start_ms + hours * HOUR_MS) };
    const { id } = await service.api.post(path, body);
    const waits = [];
    for (;;) {
      const asked = performance.now();
      const job = await service.api.get(`${path}/${id}`);
      waits.push(performance.now() - asked);
      if (job.state === 'done') {
        const took_s = (performance.now() - begin) / 1_000;
        printTable(
          ['shifts', 'failed', 'fixes gone through', 'seconds', 'shifts/s', 'fixes/s', 'GET meanwhile p50 ms', 'p99'],
          [
            [
              figure(job.done, 0),
              figure(job.failed, 0),
              figure(job.fixes, 0),
              figure(took_s, 1),
              figure(job.done / took_s, 1),
              figure(job.fixes / took_s, 0),
              figure(quantile(waits, 0.5), 0),
              figure(quantile(waits, 0.99), 0),
            ],
          ],
        );
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await service.stop();
  }
}

/** All fixes of all devices, committed and gone through the pipeline. */
export async function flood(service, devices, { start_ms, interval_s, batch, most }) {
  const { started, done } = startDevices({
    work: 'flood',
    url: service.mqtt,
    municipality: MUNICIPALITY,
    devices,
    edges: EDGES,
    start_ms,
    interval_s,
    batch,
    inFlight: 1,
    seconds: 600,
    most,
  });
  await started;
  await done;
  const second = `from=${encodeURIComponent(instant(start_ms))}&to=${encodeURIComponent(instant(start_ms + 1_000))}`;
  await service.api.get(`/vehicles/v0/track?${second}`);
}
