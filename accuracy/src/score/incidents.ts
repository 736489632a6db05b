import type { IncidentKind } from '@sweepline/contract';
import { RULES, type IncidentFact } from '@sweepline/tracker-core/pure';
import { FAULT_RULES, type FleetPlan, type Trip, type TruthLine } from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';
import { liftedFor } from './delays.ts';
import { dueAt } from './faults.ts';
import type { FalseIncident } from './figures.ts';

/** An incident of a fault begins no sooner and no later than this around it. */
const BEFORE_S = 180;
const AFTER_S = 900;
/** The way off the route and its incident begin about together. */
const WAY_S = 60;
/** What is measured is never exactly as long: a tenth less truly driven with the gear up is enough. */
const MEASURED = 0.9;
/** From this interval on a device is one of the faults, `sampling`, from its first fix on. */
const SPARSE_S = 120;
/** What a fault does to the end of the shift shows at any time after it. */
const LASTING = new Set<IncidentKind>(['missed', 'will-miss']);

/** The incidents that stand for nothing: no fault of that vehicle may cause them, and nothing of the kind truly happened. */
export function falseIncidents(
  incidents: readonly IncidentFact[],
  plan: FleetPlan,
  trips: readonly Trip[],
  truth: readonly TruthLine[],
): FalseIncident[] {
  const shares = trueShares(plan, truth);
  return incidents
    .filter(
      (one) =>
        !isOfFault(one, trips) &&
        !isTrue(one, shares) &&
        !isLate(one, plan, truth) &&
        !isDetour(one, trips) &&
        !isLifted(one, plan, trips, truth),
    )
    .map(({ kind, vehicle, assignment, from_ms, lon, lat }) => ({
      kind,
      vehicle,
      assignment,
      from_s: (from_ms - START_MS) / 1000,
      lon,
      lat,
    }));
}

function isOfFault({ kind, vehicle, from_ms }: IncidentFact, trips: readonly Trip[]): boolean {
  const from_s = (from_ms - START_MS) / 1000;
  return trips
    .filter((trip) => trip.vehicle.id === vehicle)
    .some(
      (trip) =>
        (trip.vehicle.interval_s >= SPARSE_S && FAULT_RULES.sampling.mayCause?.includes(kind)) ||
        trip.effects.some((effect) => {
          const rule = FAULT_RULES[effect.fault.kind];
          const may =
            rule.mayCause?.includes(kind) ||
            rule.expects(effect.to_s - effect.from_s, effect.fault, trip.vehicle) === kind;
          const late = LASTING.has(kind) || from_s <= effect.to_s + AFTER_S;
          // A wrong clock dates its incidents by what it shows.
          const shown_s = effect.fault.kind.startsWith('clock') ? Math.abs(effect.fault.value ?? 0) : 0;
          return may && from_s >= effect.from_s - BEFORE_S - shown_s && late;
        }),
    );
}

/** A route that truly was not done is rightly missed, and rightly foreseen to be. */
function isTrue({ kind, assignment }: IncidentFact, shares: ReadonlyMap<string, number>): boolean {
  return LASTING.has(kind) && (shares.get(assignment ?? '') ?? 1) < RULES.routeDoneShare;
}

/** In a large town the way out can be longer than the time there is: then it truly was late, or never came. */
function isLate({ kind, assignment }: IncidentFact, plan: FleetPlan, truth: readonly TruthLine[]): boolean {
  if (kind !== 'late-start' && kind !== 'no-show') return false;
  const from_s = plan.assignments.find(({ id }) => id === assignment)?.from_s;
  if (from_s === undefined) return false;
  const first_s = truth.reduce(
    (first, one) => (one.assignment === assignment ? Math.min(first, one.at_s) : first),
    Infinity,
  );
  return first_s - from_s >= (kind === 'late-start' ? RULES.lateStart_ms : RULES.noShow_ms) / 1_000;
}

/** The quickest way may be longer than the rules allow beside the shortest: then it truly is off the route. */
function isDetour({ kind, vehicle, from_ms }: IncidentFact, trips: readonly Trip[]): boolean {
  if (kind !== 'off-route') return false;
  const at_s = (from_ms - START_MS) / 1000;
  return trips
    .filter((trip) => trip.vehicle.id === vehicle)
    .flatMap(({ ways }) => ways)
    .some(
      ({ from_s, to_s, way_m, shortest_m }) =>
        at_s >= from_s - WAY_S && at_s <= to_s + WAY_S && way_m > RULES.offRouteDetour * shortest_m,
    );
}

/** The gear truly was up at a working speed on legs still due, for about as far as the rules ask, though no fault made it so. */
function isLifted(
  { kind, vehicle, from_ms, to_ms }: IncidentFact,
  plan: FleetPlan,
  trips: readonly Trip[],
  truth: readonly TruthLine[],
): boolean {
  if (kind !== 'gear-off-on-route') return false;
  const [from_s, to_s] = [(from_ms - START_MS) / 1000 - WAY_S, ((to_ms ?? Infinity) - START_MS) / 1000 + WAY_S];
  const own = plan.assignments.filter((assignment) => assignment.vehicle.id === vehicle);
  const lifted_m = RULES.gearOffOn_m * MEASURED;
  return trips
    .filter((trip) => trip.vehicle.id === vehicle)
    .some(({ moves }) =>
      own.some(
        (assignment) =>
          liftedFor(
            moves,
            from_s,
            to_s,
            ({ doing, edge, from_s: at_s }) => doing === 'lifted' && dueAt({ plan, truth }, assignment, edge, at_s),
            { on_m: lifted_m, sure_m: lifted_m },
          ) !== null,
      ),
    );
}

/** Which share of its metres each assignment truly served. */
export function trueShares(plan: FleetPlan, truth: readonly TruthLine[]): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const { assignment, from_m, to_m } of truth)
    served.set(assignment, (served.get(assignment) ?? 0) + to_m - from_m);
  return new Map(
    plan.assignments.map(({ id, route }) => {
      const planned_m = route.legs.reduce((sum, leg) => sum + (leg.to_m - leg.from_m) * leg.passes, 0);
      return [id, (served.get(id) ?? 0) / planned_m];
    }),
  );
}
