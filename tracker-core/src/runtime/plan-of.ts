import { centimetresOf, type Assignment, type Route, type Vehicle } from '@sweepline/contract';
import type { StreetNetwork } from '../network/network.ts';
import type { Excuse, PlannedAssignment, PlannedLeg } from '../pipeline/plan.ts';
import { RULES } from '../pipeline/rules.ts';
import type { StoredExcuse } from '../store/objects/excuses.ts';

/** The plan of an assignment against the present network. Legs of edges that are no longer in it are left out and named. */
export function planOf(
  assignment: Assignment,
  route: Route,
  vehicle: Vehicle,
  excuses: readonly StoredExcuse[],
  network: StreetNetwork,
): { plan: PlannedAssignment; unknown: readonly string[] } {
  const legs: PlannedLeg[] = [];
  const unknown: string[] = [];
  for (const { edge: id, side, passes, from_m, to_m } of assignment.legs ?? route.legs) {
    const edge = network.edgeNo(id);
    if (edge === undefined) unknown.push(id);
    else legs.push({ edge, side, passes, from_cm: centimetresOf(from_m), to_cm: centimetresOf(to_m) });
  }
  const accepted: Excuse[] = [];
  for (const { edge: id, side, from_m, to_m, ground } of excuses) {
    const edge = network.edgeNo(id);
    if (edge !== undefined)
      accepted.push({ edge, side, from_cm: centimetresOf(from_m), to_cm: centimetresOf(to_m), ground });
  }
  const plan: PlannedAssignment = {
    assignment: assignment.id,
    vehicle: vehicle.id,
    contractor: vehicle.contractor,
    route: route.id,
    routeVersion: route.version,
    operation: route.operation,
    from_ms: Date.parse(assignment.from),
    to_ms: Date.parse(assignment.to),
    legs,
    excuses: accepted,
    required_share: RULES.routeDoneShare,
    othersMayCover: true,
  };
  return { plan, unknown };
}
