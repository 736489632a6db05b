import { Session } from 'node:inspector/promises';
import { decodeLimits, decodeNative } from '@sweepline/ingest';
import {
  candidatesOf,
  cellAt,
  cellsOf,
  countOf,
  dropColumns,
  MATCH_LIMITS,
  NO_CELL,
  radiusOf,
  startTrellis,
  stateOf,
  wayOf,
} from '@sweepline/tracker-core/pure';
import { lineString, nearestPointOnLine, point } from '@turf/turf';
import { BenchFleet, networkOf, timed } from './fleet.mjs';
import { figure, median, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 20_000;
const VEHICLES = 500;
/** Sampled allocations: one every so many bytes. */
const SAMPLING_BYTES = 8_192;
const TARGET_PER_S = 200_000;

/**
 * Fixes of a vehicle that wait for its turn. One: each vehicle reported once since its last turn, as a fleet does that is
 * far below what the service can take. Where fixes come as fast as they can be worked off, more of them wait, since the
 * service works off in one turn what a vehicle has; a message of a batch brings fifty at once.
 */
const WAITING = [1, 10, 50];

/** Match, cover, judge: from decoded fixes on, on one core; decoding and Turf beside it. */
export async function pipeline({ quick }) {
  const [rounds, fixesEach] = quick ? [3, 100] : [7, 200];
  const town = gridTown(EDGES);
  const network = networkOf(town);
  const fleet = new BenchFleet(town, network, VEHICLES);
  printTitle(`Pipeline: ${figure(town.streets.length, 0)} edges, ${VEHICLES} vehicles in turn`);
  for (let i = 0; i < 2; i++) fleet.work(fleet.record(fixesEach));

  // turn about, so that what else the machine does tells against all of them
  const rates = new Map(WAITING.map((waiting) => [waiting, { walls: [], cpus: [] }]));
  let [passages, incidents, fixes] = [0, 0, 0];
  for (let round = 0; round < rounds; round++)
    for (const [waiting, { walls, cpus }] of rates) {
      const recorded = fleet.record(fixesEach, waiting);
      const { result, wall_us, cpu_us } = timed(() => fleet.work(recorded, waiting));
      walls.push((recorded.length / wall_us) * 1e6);
      cpus.push((recorded.length / cpu_us) * 1e6);
      passages += result.passages;
      incidents += result.incidents;
      fixes += recorded.length;
    }
  const allocated = await allocatedBy(
    () => fleet.record(fixesEach),
    (recorded) => fleet.work(recorded),
  );
  const [single, batched] = decoding(town, fleet, quick);
  printTable(
    ['', 'fixes/s', 'slowest and quickest round', 'by processor time', 'target'],
    [
      ...[...rates].map(([waiting, { walls, cpus }]) => [
        `match → cover → judge, ${waiting} waiting`,
        figure(median(walls), 0),
        `${figure(Math.min(...walls), 0)}–${figure(Math.max(...walls), 0)}`,
        figure(median(cpus), 0),
        figure(TARGET_PER_S, 0),
      ]),
      ['decoding, single fixes', figure(single.wall, 0), '', figure(single.cpu, 0), ''],
      ['decoding, batches of 50', figure(batched.wall, 0), '', figure(batched.cpu, 0), ''],
    ],
  );
  printTable(
    ['of the measured rounds', ''],
    [
      ['fixes', figure(fixes, 0)],
      ['passages', figure(passages, 0)],
      ['incidents opened, changed or ended', figure(incidents, 0)],
      ['metres covered of the plans so far', figure(fleet.covered_m(), 0)],
      ['bytes allocated per fix', figure(allocated, 0)],
    ],
  );
  nearest(town, network, fleet, quick);
}

/** Bytes that `work` allocates per item of what `prepare` makes, by V8's sampling profiler: what was collected counts. */
async function allocatedBy(prepare, work) {
  const items = prepare();
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  work(items);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const sum = ({ selfSize, children }) => children.reduce((bytes, child) => bytes + sum(child), selfSize);
  return sum(profile.head) / items.length;
}

function decoding(town, fleet, quick) {
  const fixes = Array.from({ length: quick ? 20_000 : 50_000 }, (_, i) => fleet.vehicles[i % VEHICLES].drive.fix());
  const now_ms = fixes.reduce((latest, { ts }) => Math.max(latest, Date.parse(ts)), 0);
  const limits = decodeLimits();
  return [1, 50].map((batch) => {
    const payloads = [];
    for (let at = 0; at < fixes.length; at += batch)
      payloads.push(Buffer.from(JSON.stringify(batch === 1 ? fixes[at] : fixes.slice(at, at + batch))));
    const rates = Array.from({ length: 4 }, () => {
      const { result, wall_us, cpu_us } = timed(() =>
        payloads.reduce((sum, payload) => sum + decodeNative(payload, now_ms, limits).fixes.length, 0),
      );
      if (result !== fixes.length) throw new Error(`${fixes.length - result} fixes were refused`);
      return { wall: (fixes.length / wall_us) * 1e6, cpu: (fixes.length / cpu_us) * 1e6 };
    }).slice(1);
    return { wall: median(rates.map(({ wall }) => wall)), cpu: median(rates.map(({ cpu }) => cpu)) };
  });
}

/** The index's nearest streets against Turf's nearest point, over the streets the index found and over the whole town. */
function nearest({ streets }, network, fleet, quick) {
  const cells = cellsOf(network);
  const fixes = fleet.record(1).concat(fleet.record(1), fleet.record(1), fleet.record(1));
  const lines = streets.map((_, edge) => {
    const { coordinates } = network.edges[edge];
    const pairs = [];
    for (let i = 0; i < coordinates.length; i += 2) pairs.push([coordinates[i], coordinates[i + 1]]);
    return lineString(pairs);
  });
  const trellis = startTrellis();
  const columnOf = (fix) => {
    const cell = cellAt(cells, NO_CELL, fix.lon, fix.lat, radiusOf(fix, MATCH_LIMITS));
    return candidatesOf(trellis, network.graph, MATCH_LIMITS, cell, fix);
  };
  const near = fixes.map((fix) => {
    const column = columnOf(fix);
    const edges = new Set();
    for (let k = 1; k < countOf(trellis, column); k++)
      edges.add(network.graph.arcEdge[wayOf(trellis, stateOf(column, k)) >> 1]);
    dropColumns(trellis, 1);
    return [...edges].map((edge) => lines[edge]);
  });
  const turf = (fix, among) => {
    const place = point([fix.lon, fix.lat]);
    let best = Infinity;
    for (const line of among) best = Math.min(best, nearestPointOnLine(line, place).properties.dist);
    return best;
  };
  const perSecond = (count, search) => {
    search(0);
    const { cpu_us } = timed(() => {
      for (let i = 0; i < count; i++) search(i % fixes.length);
    });
    return (count / cpu_us) * 1e6;
  };
  const times = quick ? 10 : 40;
  const fresh = (i) => {
    columnOf(fixes[i]);
    dropColumns(trellis, 1);
  };
  perSecond(fixes.length, fresh);
  const index = perSecond(times * fixes.length, fresh);
  const sameCandidates = perSecond(times * 50, (i) => turf(fixes[i], near[i]));
  const wholeTown = perSecond(quick ? 3 : 10, (i) => turf(fixes[i], lines));
  const mean = near.reduce((sum, { length }) => sum + length, 0) / near.length;
  printTable(
    ['nearest streets of a fix, by processor time', 'fixes/s', 'the index is so many times quicker'],
    [
      ['index and projection, all candidates', figure(index, 0), ''],
      [`Turf over the same ${figure(mean, 1)} candidates`, figure(sameCandidates, 0), figure(index / sameCandidates)],
      ['Turf over the whole town', figure(wholeTown), figure(index / wholeTown, 0)],
    ],
  );
}
