import type { CoverageAnswer, UncoveredReason } from '@sweepline/contract';
import {
  timeAt,
  type Effect,
  type FleetPlan,
  type Kerb,
  type PlannedLeg,
  type PlannedVehicle,
  type Run,
  type Trip,
  type TruthLine,
} from '@sweepline/simulator/pure';
import { RULES } from '@sweepline/tracker-core/pure';
import { commonOf, lengthOf, unionOf, withoutOf, type Interval } from './intervals.ts';
import { nearerToAnother } from './kerb-place.ts';

/** A fault that cost less than this cannot be told from the noise. */
const LEAST_M = 10;
/** Found: so much of what it cost is answered with the reason. */
const SHARE = 0.8;

export interface LostEvidence {
  readonly plan: FleetPlan;
  readonly trips: readonly Trip[];
  readonly truth: readonly TruthLine[];
  readonly coverage: readonly CoverageAnswer[];
}

/** A leg left out may have been passed over on the way, at whatever speed: that is a reason too. */
const ALSO: Partial<Record<UncoveredReason, readonly UncoveredReason[]>> = { 'not-reached': ['gear-off'] };

/**
 * Whether the metres that the fault truly cost are answered uncovered for its reason; null where it cost none, or where its
 * reason cannot be seen: on one-ways a place three metres to the left or right is within what receivers err by, and whoever
 * worked the other kerb may have worked this one. A kerb worked again within two minutes has had one pass by the rules: it is
 * none too many; and where a kerb is nearer to another street's line than to its own, that street was worked as far as anybody
 * can tell. Within a leg the place where the loss begins or ends is told no better than by the way between two reports.
 */
export function findLostMetres(
  evidence: LostEvidence,
  effect: Effect,
  reason: UncoveredReason,
  { work_kmh, interval_s }: Pick<PlannedVehicle, 'work_kmh' | 'interval_s'>,
): boolean | null {
  const { plan, truth, coverage } = evidence;
  const doubt_m = (work_kmh / 3.6) * interval_s;
  const accepted = [reason, ...(ALSO[reason] ?? [])];
  let [lost_m, found_m] = [0, 0];
  for (const assignment of plan.assignments) {
    for (const leg of new Set(effect.legs)) {
      if (!assignment.route.legs.includes(leg)) continue;
      const edge = plan.graph.town.edges[leg.edge]!;
      if (reason === 'wrong-side' && edge.oneway !== 'no') continue;
      const answer = coverage.find((one) => one.assignment === assignment.id);
      for (let pass = 1; pass <= leg.passes; pass++) {
        const isHere = (one: { edge: string; side: string; pass: number }): boolean =>
          one.edge === edge.id && one.side === leg.side && one.pass === pass;
        const served = truth.filter((line) => line.assignment === assignment.id && isHere(line));
        const whole: Interval[] = [[leg.from_m, leg.to_m]];
        let lost = withoutOf(whole, unionOf(served.map(({ from_m, to_m }): Interval => [from_m, to_m])));
        if (reason === 'wrong-side') lost = commonOf(lost, toldAcross(evidence, leg));
        else if (edge.oneway !== 'no') lost = withoutOf(lost, unionOf(workedAcross(evidence, leg).map(rangeOf)));
        lost = certainOf(lost, leg, doubt_m);
        const said = (answer?.legs.filter(isHere) ?? [])
          .flatMap(({ pieces }) => pieces)
          .filter((piece) => piece.state === 'uncovered' && accepted.includes(piece.reason!))
          .map(({ from_m, to_m }): Interval => [from_m, to_m]);
        lost_m += lengthOf(lost);
        found_m += lengthOf(commonOf(lost, unionOf(said)));
      }
    }
  }
  return lost_m < LEAST_M ? null : found_m >= SHARE * lost_m;
}

/** The same without so many metres at each end that lies within the leg. */
const certainOf = (lost: readonly Interval[], leg: PlannedLeg, doubt_m: number): Interval[] =>
  unionOf(lost)
    .map(([from_m, to_m]): Interval => [
      from_m > leg.from_m ? from_m + doubt_m : from_m,
      to_m < leg.to_m ? to_m - doubt_m : to_m,
    ])
    .filter(([from_m, to_m]) => to_m > from_m);

const across = ({ side }: PlannedLeg): Kerb => (side === 'left' ? 'right' : 'left');

/** Every drive that truly worked the other kerb. */
const workedAcross = ({ trips }: Pick<LostEvidence, 'trips'>, leg: PlannedLeg): Run[] =>
  trips.flatMap(({ runs }) => runs).filter((run) => run.edge === leg.edge && run.side === across(leg));

/** Where the other kerb truly had more passes than all plans asked for: not every drive is one. */
function surplusAcross({ plan, trips }: LostEvidence, leg: PlannedLeg): Interval[] {
  const other = across(leg);
  const drives = workedAcross({ trips }, leg).toSorted((a, b) => a.from_s - b.from_s);
  const asked = plan.routes
    .flatMap(({ legs }) => legs)
    .filter((one) => one.edge === leg.edge && one.side === other)
    .flatMap((one) => Array.from({ length: one.passes }, (): Interval => [one.from_m, one.to_m]));
  const isOver = (at_m: number, [from_m, to_m]: Interval): boolean => from_m <= at_m && to_m > at_m;
  const cuts = new Set([leg.from_m, leg.to_m, ...drives.flatMap(rangeOf), ...asked.flat()]);
  // turning back, the time since the last pass grows along the way
  for (let at_m = Math.ceil(leg.from_m); at_m < leg.to_m; at_m++) cuts.add(at_m);
  const ends = [...cuts].sort((a, b) => a - b);
  return ends
    .slice(1)
    .map((to_m, i): Interval => [ends[i]!, to_m])
    .filter(([from_m, to_m]) => {
      const middle_m = (from_m + to_m) / 2;
      const passes = passesOf(
        drives.filter((drive) => isOver(middle_m, rangeOf(drive))),
        middle_m,
      );
      return passes > asked.filter((one) => isOver(middle_m, one)).length;
    });
}

/** The same without what could as well be another street. */
const toldAcross = (evidence: LostEvidence, leg: PlannedLeg): Interval[] => {
  const { edges } = evidence.plan.graph.town;
  return withoutOf(surplusAcross(evidence, leg), unionOf(nearerToAnother(edges, edges[leg.edge]!, across(leg))));
};

const rangeOf = ({ from_m, to_m }: Run): Interval => [from_m, to_m];

/** How many of the drives over a place are passes of their own, by more than the times of fixes can be in doubt. */
function passesOf(drives: readonly Run[], at_m: number): number {
  const last_s = new Map<string, number>();
  return drives.filter((drive) => {
    const { id, interval_s } = drive.vehicle;
    const at_s = timeAt(drive, at_m);
    if (at_s - (last_s.get(id) ?? -Infinity) < RULES.newPass_ms / 1000 + interval_s) return false;
    last_s.set(id, at_s);
    return true;
  }).length;
}
