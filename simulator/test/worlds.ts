import { planFleet } from '../src/plan/fleet.ts';
import type { FleetPlan } from '../src/plan/plan.ts';
import { tripOf, type Trip } from '../src/fleet.ts';
import type { Fault } from '../src/faults/fault.ts';
import { randomOf } from '../src/random/random.ts';
import { faultOf, loadScenario, loadTown } from '../src/scenario/load.ts';
import type { Scenario } from '../src/scenario/scenario.ts';

const town = loadTown(undefined);

export const scenarioOf = (name: string, changes: Partial<Scenario> = {}): Scenario => ({
  ...loadScenario(name, {}),
  ...changes,
});

export const planOf = (scenario: Scenario, seed = '1'): FleetPlan => planFleet(town, scenario, randomOf(seed), 'test');

/** A fault as the command line writes it, in seconds. */
export function fault(text: string): Fault {
  const { kind, vehicle, from_min, to_min, value } = faultOf(text);
  return { kind, vehicle, from_s: from_min * 60, to_s: to_min * 60, value: value ?? null };
}

const quiet = planOf(scenarioOf('quiet'));

/** The first vehicle of the quiet town, a sweeper, with these faults. */
export const tripWith = (...faults: string[]): Trip =>
  tripOf(quiet, quiet.vehicles[0]!, faults.map(fault), randomOf('1'));

export { quiet };
