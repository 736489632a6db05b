import { Device } from './sensors/device.ts';
import type { DriverEvent, Fix, Sent } from './sensors/sent.ts';
import type { Body } from './drive/body.ts';
import { Driver, type Way } from './drive/driver.ts';
import { troublesOf, type Effect } from './faults/effects.ts';
import { strikes, type Fault } from './faults/fault.ts';
import { FAULT_RULES } from './faults/rules.ts';
import type { FleetPlan, PlannedVehicle } from './plan/plan.ts';
import type { Random } from './random/random.ts';
import { MoveRecorder, type Move } from './truth/moves.ts';
import { RunRecorder, type Run } from './truth/runs.ts';

/** All that one vehicle did and sent in the scenario. */
export interface Trip {
  readonly vehicle: PlannedVehicle;
  readonly fixes: readonly Sent<Fix>[];
  readonly events: readonly Sent<DriverEvent>[];
  readonly runs: readonly Run[];
  readonly moves: readonly Move[];
  /** Its drives between works. */
  readonly ways: readonly Way[];
  readonly effects: readonly Effect[];
  /** When its engine was off. */
  readonly parked: readonly Period[];
}

export interface Period {
  readonly from_s: number;
  readonly to_s: number;
}

/**
 * Drives one vehicle through the scenario: pure, the same for the same seed whatever the other vehicles do.
 * @param seen where it truly was, after each second
 */
export function tripOf(
  plan: FleetPlan,
  vehicle: PlannedVehicle,
  faults: readonly Fault[],
  seed: Random,
  seen?: (body: Readonly<Body>) => void,
): Trip {
  const own = faults.filter((fault) => fault.vehicle === vehicle.number);
  const random = seed.fork(`trip/${vehicle.number}`);
  const device = new Device(vehicle, plan.graph.town.plane, random.fork('device'));
  const recorder = new RunRecorder(vehicle, plan.graph.town.edges, plan.drivesOn);
  const ways: Way[] = [];
  const mover = new MoveRecorder(vehicle);
  const events: Sent<DriverEvent>[] = [];
  const parked: { from_s: number; to_s: number }[] = [];
  const troubles = troublesOf(own, vehicle);
  const driver = new Driver(plan, vehicle, troubles, random.fork('driver'), {
    second: (body) => {
      device.second(body);
      seen?.(body);
      if (body.engine) return;
      const last = parked.at(-1);
      if (last?.to_s === body.t_s - 1) last.to_s = body.t_s;
      else parked.push({ from_s: body.t_s - 1, to_s: body.t_s });
    },
    stride: (stride) => {
      recorder.stride(stride);
      mover.stride(stride);
    },
    went: (way) => ways.push(way),
    said: (kind, note, body) => {
      const [lon, lat] = plan.graph.town.plane.toLonLat(body);
      const what = {
        ts_ms: body.t_s * 1000,
        kind,
        ...(note === undefined ? {} : { note }),
        lat: Number(lat.toFixed(6)),
        lon: Number(lon.toFixed(6)),
      };
      events.push({ at_ms: what.ts_ms + 900, what });
    },
  });
  driver.drive(plan.assignments.filter((assignment) => assignment.vehicle === vehicle));
  recorder.flush();
  let fixes: readonly Sent<Fix>[] = device.sent;
  const effects = [...troubles.effects()];
  for (const fault of own) {
    const rule = FAULT_RULES[fault.kind];
    if (rule.fixes === undefined) continue;
    const struck = fixes.filter(({ what }) => strikes(fault, what.ts_ms));
    fixes = rule.fixes(fixes, fault, vehicle, random.fork(`fault/${own.indexOf(fault)}`));
    const drove = effects.some((effect) => effect.fault === fault);
    if (struck.length > 0 && !drove && rule.errand === undefined)
      effects.push({ fault, from_s: fault.from_s, to_s: fault.to_s, legs: [] });
  }
  return {
    vehicle,
    fixes: [...fixes].sort((a, b) => a.at_ms - b.at_ms || a.what.ts_ms - b.what.ts_ms),
    events,
    runs: recorder.runs,
    moves: mover.moves,
    ways,
    effects,
    parked,
  };
}
