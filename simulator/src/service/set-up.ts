import {
  instantOf,
  type AssignmentBody,
  type MunicipalityBody,
  type RouteBody,
  type VehicleBody,
} from '@sweepline/contract';
import type { FleetPlan } from '../plan/plan.ts';
import type { Timeline } from '../publish/timeline.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { areasOf } from './areas.ts';
import { districtsOf } from './districts.ts';
import { inParallel, secretOf } from './devices.ts';
import type { Rest } from './rest.ts';

export const GEOJSON = 'application/geo+json';

const METRES_FOR_DISPLAY = 2;

/** Municipality and contractors; the network and the areas too unless they are there already. */
export async function setUpTown(rest: Rest, plan: FleetPlan, scenario: Scenario, join: boolean): Promise<void> {
  const { municipality, contractors } = scenario;
  const m = municipality.id;
  if (!join) {
    const body: MunicipalityBody = {
      name: municipality.name[municipality.locale],
      timezone: municipality.timezone,
      locale: municipality.locale,
      drivesOn: municipality.drivesOn,
    };
    await rest.put(`/municipalities/${m}`, body);
    await rest.put(`/municipalities/${m}/network`, plan.graph.town.collection, GEOJSON);
    const yards = areasOf(plan, scenario);
    const districts = districtsOf(plan.graph.town, m, municipality.locale);
    await rest.put(`/municipalities/${m}/areas`, { ...yards, features: [...yards.features, ...districts] }, GEOJSON);
  }
  for (const { id, name } of contractors)
    await rest.put(`/contractors/${id}`, { name: name[municipality.locale], municipality: m });
}

/** Vehicles and devices, more than one where `devices` says so; answers each device's secret. */
export async function setUpFleet(
  rest: Rest,
  plan: FleetPlan,
  municipality: string,
  devices: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  await inParallel(plan.vehicles, async (vehicle) => {
    const { plate, contractor, operation, gearSensors } = vehicle;
    const body: VehicleBody = {
      plate,
      municipality,
      contractor,
      operations: [operation],
      gearSensors: [...gearSensors],
      serves: 'kerb',
    };
    await rest.put(`/vehicles/${vehicle.id}`, body);
    for (const device of devices.get(vehicle.id) ?? [vehicle.device])
      secrets.set(device, await secretOf(rest, device, vehicle.id, vehicle.interval_s));
  });
  return secrets;
}

/** The body of a route: whole edges without `from_m` and `to_m`, lengths to the centimetre and never beyond the edge. */
function routeBody(plan: FleetPlan, municipality: string, route: FleetPlan['routes'][number]): RouteBody {
  const down = (metres: number): number => Math.floor(metres * 10 ** METRES_FOR_DISPLAY) / 10 ** METRES_FOR_DISPLAY;
  const legs = route.legs.map((leg) => {
    const edge = plan.graph.town.edges[leg.edge]!;
    return {
      edge: edge.id,
      side: leg.side,
      ...(leg.passes > 1 ? { passes: leg.passes } : {}),
      ...(leg.from_m > 0 ? { from_m: down(leg.from_m) } : {}),
      ...(leg.to_m < edge.length_m ? { to_m: down(leg.to_m) } : {}),
    };
  });
  return { municipality, name: route.name, operation: route.operation, legs };
}

/** Routes, and their windows beside the clock. */
export async function setUpRoutes(
  rest: Rest,
  plan: FleetPlan,
  municipality: string,
  timeline: Timeline,
): Promise<void> {
  await inParallel(plan.routes, (route) => rest.put(`/routes/${route.id}`, routeBody(plan, municipality, route)));
  await inParallel(plan.assignments, async ({ id, route, vehicle, from_s, to_s, crew }) => {
    const at = (seconds: number): string => instantOf(timeline.ts_ms(seconds * 1000));
    const body: AssignmentBody = { route: route.id, vehicle: vehicle.id, from: at(from_s), to: at(to_s), crew };
    await rest.put(`/assignments/${id}`, body);
  });
}
