import type { Area, Network, PlannedAssignment, VehicleSetting } from '@sweepline/tracker-core/pure';
import { gearBits, RULES } from '@sweepline/tracker-core/pure';
import { areasOf, type FleetPlan, type PlannedVehicle, type Scenario } from '@sweepline/simulator/pure';

/** When every scenario begins: 2026-03-02T05:00Z, a Monday. */
export const START_MS = Date.UTC(2026, 2, 2, 5);

/** The virtual fleet's assignment as the service holds it after `PUT routes` and `PUT assignments`. */
export function plannedOf(
  network: Network,
  { graph }: FleetPlan,
  assignment: FleetPlan['assignments'][number],
  start_ms = START_MS,
): PlannedAssignment {
  const { id, route, vehicle, from_s, to_s } = assignment;
  return {
    assignment: id,
    vehicle: vehicle.id,
    contractor: vehicle.contractor,
    route: route.id,
    routeVersion: 1,
    operation: route.operation,
    from_ms: start_ms + from_s * 1000,
    to_ms: start_ms + to_s * 1000,
    legs: route.legs.map((leg) => {
      const own = graph.town.edges[leg.edge]!;
      const edge = network.edgeNo(own.id);
      if (edge === undefined) throw new Error(`the imported network has no edge ${own.id}`);
      const whole = leg.to_m >= own.length_m;
      const to_cm = whole ? network.edges[edge]!.length_cm : Math.floor(leg.to_m * 100);
      return { edge, side: leg.side, passes: leg.passes, from_cm: Math.floor(leg.from_m * 100), to_cm };
    }),
    excuses: [],
    required_share: RULES.routeDoneShare,
    othersMayCover: true,
  };
}

export const settingOf = (vehicle: PlannedVehicle, drivesOn: 'left' | 'right'): VehicleSetting => ({
  vehicle: vehicle.id,
  contractor: vehicle.contractor,
  operations: [vehicle.operation],
  gearWired: gearBits(vehicle.gearSensors),
  serves: 'kerb',
  drivesOn,
  interval_s: vehicle.interval_s,
});

/** Depots and the dump site. */
export const yardsOf = (plan: FleetPlan, scenario: Scenario): Area[] =>
  areasOf(plan, scenario).features.map(({ properties, geometry }) => ({
    id: String(properties?.['id']),
    kind: properties?.['kind'] as Area['kind'],
    name: String(properties?.['name']),
    polygons: [(geometry as unknown as { coordinates: Area['polygons'][number] }).coordinates],
  }));
