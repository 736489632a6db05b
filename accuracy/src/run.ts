import { playOut } from './play.ts';
import { START_MS } from './plans.ts';
import type { Case } from './scenarios.ts';
import { scoreCoverage } from './score/coverage.ts';
import { scoreFaults } from './score/faults.ts';
import type { Figures, LegError } from './score/figures.ts';
import { falseIncidents } from './score/incidents.ts';
import { scoreSides } from './score/sides.ts';
import type { World } from './world.ts';

export interface Run {
  readonly figures: Figures;
  readonly worst: readonly LegError[];
}

/** One scenario in one town with one seed: driven, sent, run through the product, and held against the truth. */
export function runCase(world: World, of: Case, seed: string): Run {
  const { plan, trips, runs, truth, live, coverage, incidents } = playOut(world, of, seed);
  const { worst, ...lengths } = scoreCoverage(coverage, truth);
  const sides = scoreSides(coverage, runs, (edge) => world.graph.town.edges[edge]!.id, START_MS);
  const found = scoreFaults({ plan, trips, truth, coverage, incidents, told: live.told });
  const vehicle_h = plan.assignments.reduce((sum, { from_s, to_s }) => sum + (to_s - from_s) / 3_600, 0);
  const unexplained = falseIncidents(incidents, plan, trips, truth);
  return { figures: { ...lengths, ...sides, faults: found, falseIncidents: unexplained, vehicle_h }, worst };
}
