import type { IncidentFact, Network, PlannedAssignment } from '@sweepline/tracker-core/pure';
import type { FleetPlan, Scenario, Trip } from '@sweepline/simulator/pure';
import { plannedOf, settingOf, START_MS, yardsOf } from '../plans.ts';
import { LiveAssignment } from './assignment.ts';
import { messagesOf } from './intake.ts';
import { LiveVehicle } from './vehicle.ts';

/** How often the clock is looked at: the service does it each second, which finds the same up to this much sooner. */
const TICK_MS = 5_000;
/** The service goes on so long after the scenario, for what is judged at windows' ends. */
const AFTER_MS = 20 * 60_000;

/** An incident as the service told it, with the clock's time at which it did. */
export interface Told {
  readonly told_ms: number;
  readonly incident: IncidentFact;
}

export interface LiveRun {
  readonly vehicles: readonly LiveVehicle[];
  readonly assignments: readonly PlannedAssignment[];
  /** In the order in which they were told. */
  readonly told: readonly Told[];
}

/** When the fleet's first second is, and what of its plan is excused. */
export interface Setting {
  readonly start_ms?: number;
  readonly excuses?: PlannedAssignment['excuses'];
}

/** Runs the product's stages over all that the fleet sends, in the order and at the times of arrival. */
export function runLive(
  network: Network,
  plan: FleetPlan,
  scenario: Scenario,
  trips: readonly Trip[],
  { start_ms = START_MS, excuses = [] }: Setting = {},
): LiveRun {
  const told: Told[] = [];
  let now_ms = start_ms;
  const tell = (incident: IncidentFact): void => void told.push({ told_ms: now_ms, incident });
  const areas = yardsOf(plan, scenario);
  const assignments = plan.assignments.map((assignment) => ({
    ...plannedOf(network, plan, assignment, start_ms),
    excuses,
  }));
  const vehicles = trips.map(({ vehicle }) => {
    const setting = settingOf(vehicle, plan.drivesOn);
    const own = assignments.filter((assignment) => assignment.vehicle === vehicle.id);
    return new LiveVehicle({ setting, network, areas, assignments: own }, tell);
  });
  const running = assignments.map((assignment) => new LiveAssignment(assignment, network, plan.drivesOn));
  const inbox = trips
    .flatMap((trip, i) => messagesOf(trip, start_ms).map((message) => ({ message, vehicle: vehicles[i]! })))
    .sort((a, b) => a.message.at_ms - b.message.at_ms);
  let next = 0;
  const end_ms = start_ms + plan.length_s * 1000 + AFTER_MS;
  const times = new Map<string, number>();
  const catchUp = (): void => {
    const anew = vehicles.some(({ fresh }) => fresh === null);
    for (const live of running) live.take(vehicles, anew);
    for (const vehicle of vehicles) vehicle.fresh = [];
    for (const live of running) {
      const vehicle = vehicles.find(({ parts }) => parts.setting.vehicle === live.plan.vehicle)!;
      for (const incident of live.judge(vehicle, times.get(live.plan.vehicle) ?? now_ms)) tell(incident);
    }
  };
  for (let tick_ms = start_ms + TICK_MS; tick_ms <= end_ms; tick_ms += TICK_MS) {
    for (; next < inbox.length && inbox[next]!.message.at_ms <= tick_ms; next++) {
      const { message, vehicle } = inbox[next]!;
      now_ms = message.at_ms;
      vehicle.take(message);
    }
    now_ms = tick_ms;
    for (const vehicle of vehicles) times.set(vehicle.parts.setting.vehicle, vehicle.tick(tick_ms));
    catchUp();
  }
  for (const vehicle of vehicles) vehicle.finish();
  catchUp();
  return { vehicles, assignments, told };
}
