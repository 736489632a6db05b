import { faultsOf, inTown, planFleet, randomOf, tripOf, truthOf } from '@sweepline/simulator/pure';
import { START_MS } from './plans.ts';
import type { Case } from './scenarios.ts';
import { scoreCoverage } from './score/coverage.ts';
import { scoreFaults } from './score/faults.ts';
import type { Figures, LegError } from './score/figures.ts';
import { falseIncidents } from './score/incidents.ts';
import { scoreSides } from './score/sides.ts';
import { runLive } from './service/live.ts';
import { resultOf } from './service/result.ts';
import type { World } from './world.ts';

export interface Run {
  readonly figures: Figures;
  readonly worst: readonly LegError[];
}

/** One scenario in one town with one seed: driven, sent, run through the product, and held against the truth. */
export function runCase({ town, graph, network }: World, { name, scenario: asked }: Case, seed: string): Run {
  const scenario = inTown(asked, graph);
  const random = randomOf(`${seed}/${town}/${name}`);
  const plan = planFleet(graph, scenario, random, 'truth');
  const faults = faultsOf(scenario);
  const trips = plan.vehicles.map((vehicle) => tripOf(plan, vehicle, faults, random));
  const runs = trips.flatMap((trip) => trip.runs);
  const truth = truthOf(plan, runs);
  const live = runLive(network, plan, scenario, trips);
  const { coverage, incidents } = resultOf(network, plan.drivesOn, live);
  const { worst, ...lengths } = scoreCoverage(coverage, truth);
  const sides = scoreSides(coverage, runs, (edge) => graph.town.edges[edge]!.id, START_MS);
  const found = scoreFaults({ plan, trips, truth, coverage, incidents, told: live.told });
  const vehicle_h = plan.assignments.reduce((sum, { from_s, to_s }) => sum + (to_s - from_s) / 3_600, 0);
  const unexplained = falseIncidents(incidents, plan, trips, truth);
  return { figures: { ...lengths, ...sides, faults: found, falseIncidents: unexplained, vehicle_h }, worst };
}
