import { centimetresOf, type Assignment, type Route, type Vehicle } from '@sweepline/contract';
import type { StreetNetwork } from '../../network/network.ts';
import type { Excuse, PlannedAssignment, PlannedLeg } from '../plan.ts';
import { RULES } from '../rules.ts';
import type { AcceptedExcuse, Basis } from './basis.ts';

/** The plan of an assignment against the present network. Legs of edges that are no longer in it are left out and named. */
export function planOf(
  assignment: Assignment,
  route: Route,
  vehicle: Vehicle,
  excuses: readonly AcceptedExcuse[],
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

/** A basis' own plan, and by vehicle all plans that it is judged by, in the order of time. */
export interface BasisPlans {
  readonly plan: PlannedAssignment;
  readonly byVehicle: ReadonlyMap<string, readonly PlannedAssignment[]>;
}

/** The plans of a basis against its streets; `routeOf` knows the route versions of all its assignments. */
export function plansOf(basis: Basis, routeOf: (assignment: Assignment) => Route, network: StreetNetwork): BasisPlans {
  const vehicleOf = new Map(basis.vehicles.map(({ vehicle }) => [vehicle.id, vehicle]));
  const planned = (assignment: Assignment, excuses: readonly AcceptedExcuse[]): PlannedAssignment =>
    planOf(assignment, routeOf(assignment), vehicleOf.get(assignment.vehicle)!, excuses, network).plan;
  const plan = planned(basis.assignment, basis.excuses);
  const byVehicle = new Map<string, PlannedAssignment[]>([[basis.assignment.vehicle, [plan]]]);
  for (const other of basis.others) {
    const of = byVehicle.get(other.vehicle);
    if (of) of.push(planned(other, []));
    else byVehicle.set(other.vehicle, [planned(other, [])]);
  }
  for (const plans of byVehicle.values())
    plans.sort((a, b) => a.from_ms - b.from_ms || (a.assignment < b.assignment ? -1 : 1));
  return { plan, byVehicle };
}
