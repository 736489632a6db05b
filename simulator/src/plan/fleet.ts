import type { Gear } from '@sweepline/contract';
import type { Random } from '../random/random.ts';
import type { Scenario, ShiftGroup } from '../scenario/scenario.ts';
import type { Graph } from '../town/graph.ts';
import { cleanedEdges, legsOf } from './choose-legs.ts';
import { growAreas } from './grow.ts';
import { orderLegs } from './order.ts';
import type { FleetOperation, FleetPlan, PlannedAssignment, PlannedRoute, PlannedVehicle } from './plan.ts';

const GEAR: Readonly<Record<FleetOperation, readonly Gear[]>> = { sweep: ['brush', 'vacuum'], wash: ['water'] };
const WORK_KMH: Readonly<Record<FleetOperation, readonly [number, number]>> = { sweep: [5.4, 8], wash: [7, 10.5] };
/** Driving between legs and everyday delays, as a multiple of pure working time; only a first guess of an area's size. */
const OVERHEAD = 1.9;
/** Unwired vehicles are not the ones with slow devices. */
const UNWIRED_FROM = 4;
const WORDS = {
  ru: { sweep: 'Подметание', wash: 'Мойка', crew: 'Экипаж' },
  en: { sweep: 'Sweeping', wash: 'Washing', crew: 'Crew' },
} as const;

const padded = (number: number): string => String(number).padStart(2, '0');

/** The node of the main network nearest to a place given as shares of the town's extent. */
function nodeNear(graph: Graph, shareX: number, shareY: number): number {
  const [xs, ys] = [graph.nodes.map((node) => node.x), graph.nodes.map((node) => node.y)];
  const between = (values: number[], share: number): number =>
    Math.min(...values) + (Math.max(...values) - Math.min(...values)) * share;
  const [x, y] = [between(xs, shareX), between(ys, shareY)];
  const main = [...graph.main]
    .flatMap((edge) => [...graph.along[edge]!, ...graph.against[edge]!])
    .map((link) => link.from);
  const away = (node: number): number => Math.hypot(graph.nodes[node]!.x - x, graph.nodes[node]!.y - y);
  return main.reduce((best, node) => (away(node) < away(best) ? node : best));
}

function vehiclesOf(scenario: Scenario, depots: readonly number[], random: Random): PlannedVehicle[] {
  const { fleet, municipality, contractors } = scenario;
  const counts = (share: number, number: number): boolean =>
    Math.floor(number * share) > Math.floor((number - 1) * share);
  return Array.from({ length: fleet.size }, (_, i): PlannedVehicle => {
    const number = i + 1;
    const chance = random.fork(`vehicle/${number}`);
    const operation: FleetOperation = counts(fleet.wash, number) ? 'wash' : 'sweep';
    const interval = counts(fleet.slow, number) ? 60 : Math.round(chance.between(...fleet.interval_s));
    return {
      number,
      id: `${municipality.id}-v${padded(number)}`,
      device: `${municipality.id}-d${padded(number)}`,
      plate: `GBG ${100 + number}`,
      contractor: contractors[Math.floor((i * contractors.length) / fleet.size)]!.id,
      operation,
      gearSensors: counts(fleet.unwired, number + UNWIRED_FROM) ? [] : GEAR[operation],
      interval_s: interval,
      sigma_m: chance.between(...fleet.sigma_m),
      work_kmh: chance.between(...WORK_KMH[operation]),
      depot: depots[i % depots.length]!,
    };
  });
}

interface Job {
  readonly vehicle: PlannedVehicle;
  readonly from_s: number;
  readonly to_s: number;
  readonly work_s: number;
}

function jobsOf(scenario: Scenario, vehicles: readonly PlannedVehicle[], random: Random): Job[] {
  const whole = scenario.length_min;
  const rest: ShiftGroup = {
    vehicles: [1, 1],
    start_min: [5, whole * 0.1],
    length_min: [whole * 0.6, whole * 0.8],
    load: [0.7, 0.85],
  };
  const jobs: Job[] = [];
  for (const vehicle of vehicles) {
    const own = scenario.shifts.filter(
      ({ vehicles: [first, last] }) => vehicle.number >= first && vehicle.number <= last,
    );
    for (const [i, group] of (own.length > 0 ? own : [rest]).entries()) {
      const chance = random.fork(`shift/${vehicle.number}/${i}`);
      const minute = (range: readonly [number, number]): number => Math.round(chance.between(...range)) * 60;
      const from_s = minute(group.start_min);
      const length_s = minute(group.length_min);
      jobs.push({ vehicle, from_s, to_s: from_s + length_s, work_s: length_s * chance.between(...group.load) });
    }
  }
  return jobs;
}

/** The street most metres of a route lie on. */
function mainStreet(graph: Graph, legs: PlannedRoute['legs']): string {
  const metres = new Map<string, number>();
  for (const { edge, from_m, to_m } of legs) {
    const name = graph.town.edges[edge]!.name ?? '';
    metres.set(name, (metres.get(name) ?? 0) + to_m - from_m);
  }
  return [...metres].reduce((best, other) => (other[1] > best[1] ? other : best), ['', 0])[0];
}

/** Plans depots, vehicles, routes and windows out of a town and a scenario: the same seed, the same plan. */
export function planFleet(graph: Graph, scenario: Scenario, random: Random, runId: string): FleetPlan {
  const { municipality } = scenario;
  const words = WORDS[municipality.locale];
  const depots = [nodeNear(graph, 0.3, 0.6), nodeNear(graph, 0.75, 0.35)];
  const vehicles = vehiclesOf(scenario, depots, random);
  const jobs = jobsOf(scenario, vehicles, random);
  const edges = cleanedEdges(graph);
  if (edges.length === 0) throw new Error('the town has no named street that could be cleaned');
  const routes: PlannedRoute[] = [];
  const assignments: PlannedAssignment[] = [];
  for (const operation of ['sweep', 'wash'] as const) {
    const own = jobs.filter((job) => job.vehicle.operation === operation);
    if (own.length === 0) continue;
    const legsAt = new Map(edges.map((edge) => [edge, legsOf(graph, edge, operation, municipality.drivesOn, random)]));
    const metres = (edge: number): number =>
      legsAt.get(edge)!.reduce((sum, leg) => sum + (leg.to_m - leg.from_m) * leg.passes, 0);
    const mean_ms = (WORK_KMH[operation][0] + WORK_KMH[operation][1]) / 7.2;
    const demands = own.map((job) => ({ target_s: job.work_s }));
    const areas = growAreas(
      graph,
      edges,
      demands,
      (edge) => (metres(edge) / mean_ms) * OVERHEAD,
      random.fork(`areas/${operation}`),
    );
    own.forEach((job, i) => {
      const wanted = areas[i]!.flatMap((edge) => legsAt.get(edge)!);
      const { order } = orderLegs(graph, wanted, job.vehicle.depot, job.vehicle.work_kmh, municipality.drivesOn);
      const kept = order.filter((task) => task.after_s <= job.work_s);
      const passes = new Map<number, number>();
      for (const { leg, pass } of kept) passes.set(leg, Math.max(pass, passes.get(leg) ?? 0));
      const places = [...passes.keys()];
      const legs = places.map((leg) => ({ ...wanted[leg]!, passes: passes.get(leg)! }));
      if (legs.length === 0) return;
      const number = routes.length + 1;
      const route: PlannedRoute = {
        id: `${initialsOf(municipality.id)}-${padded(number)}`,
        name: mainStreet(graph, legs),
        operation,
        legs,
        order: kept.map(({ leg, pass }) => ({ leg: places.indexOf(leg), pass })),
        estimate_s: kept.at(-1)!.after_s,
      };
      routes.push(route);
      const crew = `${words.crew} ${job.vehicle.number}`;
      assignments.push({
        id: `${route.id}-${runId}`,
        route,
        vehicle: job.vehicle,
        from_s: job.from_s,
        to_s: job.to_s,
        crew,
      });
    });
  }
  assignments.sort((a, b) => a.from_s - b.from_s || a.id.localeCompare(b.id));
  const dump = nodeNear(graph, 0.5, 0.5);
  return {
    graph,
    drivesOn: municipality.drivesOn,
    depots,
    dump,
    vehicles,
    routes,
    assignments,
    length_s: scenario.length_min * 60,
  };
}

/** GM of `gbg-majorna`: what people call a route by is short. */
const initialsOf = (id: string): string =>
  id
    .split(/[-._]/)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');
