import type { CoverageAnswer } from '@sweepline/contract';
import type { IncidentFact, VehicleFacts } from '@sweepline/tracker-core/pure';
import {
  faultsOf,
  inTown,
  planFleet,
  randomOf,
  tripOf,
  truthOf,
  type FleetPlan,
  type Run,
  type Trip,
  type TruthLine,
} from '@sweepline/simulator/pure';
import type { Case } from './scenarios.ts';
import { runLive, type LiveRun } from './service/live.ts';
import { resultOf } from './service/result.ts';
import type { World } from './world.ts';

/** Where a vehicle truly was at the end of a second since the scenario's start; metres of the town's plane. */
export interface Stand {
  readonly t_s: number;
  readonly x: number;
  readonly y: number;
}

/** One scenario played out: what truly happened, and what the product makes of it. */
export interface Play {
  readonly plan: FleetPlan;
  readonly trips: readonly Trip[];
  readonly runs: readonly Run[];
  readonly truth: readonly TruthLine[];
  readonly live: LiveRun;
  readonly coverage: readonly CoverageAnswer[];
  readonly incidents: readonly IncidentFact[];
  readonly facts: ReadonlyMap<string, VehicleFacts>;
}

/** @param seen every second of every vehicle's true drive */
export function playOut(
  { town, graph, network }: World,
  { name, scenario: asked }: Case,
  seed: string,
  seen?: (vehicle: string, stand: Stand) => void,
): Play {
  const scenario = inTown(asked, graph);
  const random = randomOf(`${seed}/${town}/${name}`);
  const plan = planFleet(graph, scenario, random, 'truth');
  const faults = faultsOf(scenario);
  const trips = plan.vehicles.map((vehicle) =>
    tripOf(plan, vehicle, faults, random, seen && (({ t_s, x, y }) => seen(vehicle.id, { t_s, x, y }))),
  );
  const runs = trips.flatMap((trip) => trip.runs);
  const truth = truthOf(plan, runs);
  const live = runLive(network, plan, scenario, trips);
  return { plan, trips, runs, truth, live, ...resultOf(network, plan.drivesOn, live) };
}
