import type { FleetPlan, PlannedAssignment, PlannedLeg } from '../plan/plan.ts';
import { timeAt, type Run } from './runs.ts';

/** A planned metre truly served, as the truth file has it; `at_s` counts from the scenario's start. */
export interface TruthLine {
  readonly assignment: string;
  readonly edge: string;
  readonly side: 'left' | 'right';
  readonly pass: number;
  readonly from_m: number;
  readonly to_m: number;
  readonly at_s: number;
}

/** A new pass of the same vehicle over the same metre needs this long since its last. */
const PASS_SPACING_S = 120;

interface Stretch {
  from_m: number;
  to_m: number;
  passes: number;
  last: Run | null;
}

const centimetres = (metres: number): number => Math.round(metres * 100) / 100;

/** Cuts the stretch at a place inside it. */
function cutAt(stretches: Stretch[], at_m: number): void {
  const i = stretches.findIndex(({ from_m, to_m }) => from_m < at_m && at_m < to_m);
  const whole = stretches[i];
  if (whole === undefined) return;
  stretches.splice(i, 1, { ...whole, to_m: at_m }, { ...whole, from_m: at_m });
}

/** The vehicle was there less than two minutes before: its drive goes on. */
const spacingAt = (last: Run, run: Run, at_m: number): number => timeAt(run, at_m) - timeAt(last, at_m);

function isSamePass({ last, from_m, to_m }: Stretch, run: Run): boolean {
  if (last?.vehicle.number !== run.vehicle.number) return false;
  return spacingAt(last, run, (from_m + to_m) / 2) < PASS_SPACING_S;
}

/** Turning back, the time since the last pass grows along the way: from some place on it is another. */
function cutWhereSpacingEnds(stretches: Stretch[], { last, from_m, to_m }: Stretch, run: Run): void {
  if (last?.vehicle.number !== run.vehicle.number || from_m < run.from_m - 1e-6 || to_m > run.to_m + 1e-6) return;
  for (let at_m = from_m; at_m < to_m; at_m++) {
    const [here_s, next_s] = [spacingAt(last, run, at_m), spacingAt(last, run, at_m + 1)];
    if (here_s < PASS_SPACING_S === next_s < PASS_SPACING_S) continue;
    cutAt(stretches, at_m + (PASS_SPACING_S - here_s) / (next_s - here_s));
  }
}

function passesOf(assignment: PlannedAssignment, leg: PlannedLeg, edgeId: string, runs: readonly Run[]): TruthLine[] {
  const stretches: Stretch[] = [{ from_m: leg.from_m, to_m: leg.to_m, passes: 0, last: null }];
  const lines: TruthLine[] = [];
  for (const run of runs) {
    const [low, high] = [Math.max(run.from_m, leg.from_m), Math.min(run.to_m, leg.to_m)];
    if (high - low < 0.01) continue;
    cutAt(stretches, low);
    cutAt(stretches, high);
    for (const stretch of [...stretches]) cutWhereSpacingEnds(stretches, stretch, run);
    for (const stretch of stretches) {
      if (stretch.from_m < low - 1e-6 || stretch.to_m > high + 1e-6 || stretch.passes >= leg.passes) continue;
      if (isSamePass(stretch, run)) continue;
      stretch.passes += 1;
      stretch.last = run;
      const before = lines.at(-1);
      const place = { from_m: centimetres(stretch.from_m), to_m: centimetres(stretch.to_m) };
      if (
        before !== undefined &&
        before.at_s === run.to_s &&
        before.pass === stretch.passes &&
        before.to_m === place.from_m
      ) {
        lines[lines.length - 1] = { ...before, to_m: place.to_m };
      } else
        lines.push({
          assignment: assignment.id,
          edge: edgeId,
          side: leg.side,
          pass: stretch.passes,
          ...place,
          at_s: run.to_s,
        });
    }
  }
  return lines;
}

/**
 * What of the plan was truly served, from true positions and the plan alone. Any vehicle of the same contractor and
 * operation may serve a leg inside its assignment's window.
 */
export function truthOf(plan: FleetPlan, runs: readonly Run[]): TruthLine[] {
  const byPlace = new Map<string, Run[]>();
  for (const run of [...runs].sort((a, b) => a.from_s - b.from_s)) {
    const key = `${run.edge}/${run.side}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), run]);
  }
  return plan.assignments.flatMap((assignment) =>
    assignment.route.legs.flatMap((leg) => {
      const here = (byPlace.get(`${leg.edge}/${leg.side}`) ?? []).filter(
        (run) =>
          run.vehicle.contractor === assignment.vehicle.contractor &&
          run.vehicle.operation === assignment.route.operation &&
          run.to_s > assignment.from_s &&
          run.from_s < assignment.to_s,
      );
      return passesOf(assignment, leg, plan.graph.town.edges[leg.edge]!.id, here);
    }),
  );
}
