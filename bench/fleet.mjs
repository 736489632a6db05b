import {
  AHEAD,
  buildNetwork,
  fixOf,
  lineLength,
  readAhead,
  RULES,
  startVehicle,
  step,
} from '@sweepline/tracker-core/pure';
import { Drive } from './drives.mjs';
import { latOf, lonOf } from './town.mjs';

/** 2026-03-02T06:00Z */
const MORNING_MS = Date.UTC(2026, 2, 2, 6);
const DAY_MS = 86_400_000;
/** Bits of brush and vacuum in the order of the contract's gears. */
const BRUSH_WIRED = 1;

export function networkOf({ streets }) {
  const edges = streets.map(({ id, name, oneway, line }) => {
    const coordinates = Float64Array.from(line.flatMap(([east_m, north_m]) => [lonOf(east_m), latOf(north_m)]));
    return {
      id,
      name,
      class: 'residential',
      oneway: oneway ? 'forward' : 'no',
      layer: 0,
      length_cm: Math.round(lineLength(coordinates) * 100),
      coordinates,
    };
  });
  return buildNetwork(edges).network;
}

/** A fleet under way in a town, each vehicle with its assignment of the day. */
export class BenchFleet {
  constructor(town, network, vehicles) {
    this.vehicles = Array.from({ length: vehicles }, (_, no) => {
      const drive = new Drive(town, { seed: no, start_ms: MORNING_MS + (no % 900) * 1_000 });
      const vehicle = `v${no}`;
      const setting = {
        vehicle,
        contractor: 'c',
        operations: ['sweep'],
        gearWired: BRUSH_WIRED,
        serves: 'kerb',
        drivesOn: 'right',
        interval_s: drive.interval_s,
      };
      const plan = planOf(vehicle, drive, network);
      return { drive, state: startVehicle(setting, network), assignments: [plan] };
    });
  }

  /** The next fixes of all vehicles, in turns: so many of each as `waiting` in its queue, `fixesEach` is a multiple of that. */
  record(fixesEach, waiting = 1) {
    const recorded = [];
    for (let i = 0; i < fixesEach; i += waiting)
      for (const { drive } of this.vehicles)
        for (let k = 0; k < waiting; k++) {
          const body = drive.fix();
          recorded.push(fixOf(body, Date.parse(body.ts) + 1_000));
        }
    return recorded;
  }

  /**
   * Sends what was recorded through the pipeline as the service does: in a turn all that waits for a vehicle, and the
   * memory of the next vehicles read ahead. With one waiting no vehicle finds its own state still in the cache.
   */
  work(recorded, waiting = 1) {
    const { vehicles } = this;
    const found = { passages: 0, incidents: 0 };
    for (let at = 0, turn = 0; at < recorded.length; at += waiting, turn++) {
      const no = turn % vehicles.length;
      if (no % AHEAD === 0) readAhead(vehicles.slice(no, no + AHEAD).map(({ state }) => state));
      const { state, assignments } = vehicles[no];
      for (let i = at; i < at + waiting; i++) {
        const facts = step(state, recorded[i], assignments);
        found.passages += facts.passages.length;
        found.incidents += facts.incidents.length;
      }
    }
    return found;
  }

  /** Metres that the vehicles' own assignments were credited with. */
  covered_m() {
    let sum_cm = 0;
    for (const { state } of this.vehicles) for (const { ledger } of state.scene.duties) sum_cm += ledger.covered_cm;
    return sum_cm / 100;
  }
}

function planOf(vehicle, drive, network) {
  return {
    assignment: `a-${vehicle}`,
    vehicle,
    contractor: 'c',
    route: `r-${vehicle}`,
    routeVersion: 1,
    operation: 'sweep',
    from_ms: MORNING_MS,
    to_ms: MORNING_MS + DAY_MS,
    legs: drive.legs().map(({ edge: id, side, passes }) => {
      const edge = network.edgeNo(id);
      return { edge, side, passes, from_cm: 0, to_cm: network.edges[edge].length_cm };
    }),
    excuses: [],
    required_share: RULES.routeDoneShare,
    othersMayCover: true,
  };
}

/** Wall and processor time of some work, per unit. */
export function timed(work) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const result = work();
  const wall_us = (performance.now() - begin) * 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wall_us, cpu_us: user + system };
}
