import { says } from '@sweepline/contract';
import type { Assignment, Route } from '@sweepline/contract';
import { boxAround, type Box } from '../geometry/box.ts';
import { scaleAt } from '../geometry/ruler.ts';
import type { Basis, BasisVehicle } from '../pipeline/proof/basis.ts';
import * as pure from '../pipeline/proof/plan-of.ts';
import { Refused } from '../refused.ts';
import type { Db } from '../store/db.ts';
import { findAssignment, listAssignments } from '../store/objects/assignments.ts';
import { acceptedExcuses } from '../store/objects/excuses.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import { findRouteVersions } from '../store/objects/routes.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { devicesNear, devicesSeen } from '../store/series/fix-counts.ts';
import type { BoundTime, Directory } from './directory.ts';
import type { Ground, Networks } from './networks.ts';

export interface BasisParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly networks: Networks;
  readonly lateAfter_ms: number;
}

/** A route reaches this far beyond its streets: farther away no fix can be matched to them. */
const REACH_M = 100;
const ASSIGNMENTS_AT_ONCE = 500;

/** What an assignment's result follows from at present. @throws Refused `not-found`. */
export async function presentBasis(parts: BasisParts, id: string): Promise<Basis> {
  const { db, directory, networks, lateAfter_ms } = parts;
  const assignment = await findAssignment(db, id);
  if (!assignment) throw new Refused('not-found', says('nothing-there', { kind: 'assignment', id }));
  const ground = await networks.of(assignment.municipality);
  const planned = {
    assignment,
    excuses: await acceptedExcuses(db, [id]),
    drivesOn: directory.municipality(assignment.municipality)?.drivesOn ?? ('right' as const),
    network: ground.version,
    lateAfter_ms,
    until_ms: null,
    late: [],
  };
  return { ...planned, ...(await presentVehicles(parts, planned, [])) };
}

/**
 * The same as it stood, with what became known of the vehicles since: which others came near, and which devices spoke for
 * whom. The settings of those known before stay.
 */
export async function renewed(parts: BasisParts, basis: Basis): Promise<Basis> {
  return { ...basis, ...(await presentVehicles(parts, basis, basis.vehicles)) };
}

/** Which of these devices came near the streets of a basis' route in its window. */
export async function nearRoute(
  { db, networks }: BasisParts,
  planned: Pick<Basis, 'assignment' | 'network'>,
  devices: readonly string[],
): Promise<string[]> {
  const { assignment } = planned;
  const { municipality, from, to } = assignment;
  const { network } = await networks.version(municipality, planned.network);
  const lines: Float64Array[] = [];
  const legs = assignment.legs ?? routeOf(await routesOf(db, [assignment]), assignment).legs;
  for (const { edge } of legs) {
    const no = network.edgeNo(edge);
    if (no !== undefined) lines.push(network.edges[no]!.coordinates);
  }
  const box = widened(boxAround(lines), REACH_M);
  return box ? devicesNear(db, devices, box, Date.parse(from), Date.parse(to)) : [];
}

async function presentVehicles(
  parts: BasisParts,
  planned: Pick<Basis, 'assignment' | 'network'>,
  known: readonly BasisVehicle[],
): Promise<Pick<Basis, 'vehicles' | 'others' | 'heardBefore'>> {
  const { db, directory } = parts;
  const { assignment } = planned;
  const own =
    known.find(({ vehicle }) => vehicle.id === assignment.vehicle)?.vehicle ?? directory.vehicle(assignment.vehicle);
  if (!own) throw new Refused('not-found', says('nothing-there', { kind: 'vehicle', id: assignment.vehicle }));
  const possible = [...directory.allVehicles()].filter(
    ({ id, municipality, contractor }) =>
      id !== own.id && municipality === assignment.municipality && contractor === own.contractor,
  );
  const devices = possible.flatMap(({ id }) => directory.timesOf(id).map(({ device }) => device));
  const near = new Set(await nearRoute(parts, planned, devices));
  const [from_ms, to_ms] = [Date.parse(assignment.from), Date.parse(assignment.to)];
  const vehicles = [own, ...possible.filter(({ id }) => directory.timesOf(id).some(({ device }) => near.has(device)))]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((vehicle): BasisVehicle => {
      const devices = directory.timesOf(vehicle.id).map(bounded);
      const former = known.find((one) => one.vehicle.id === vehicle.id);
      if (former) return { ...former, devices };
      return { vehicle, interval_s: directory.intervalOf(vehicle.id) ?? DEFAULT_INTERVAL_S, devices };
    });
  const others: Assignment[] = [];
  for (const { vehicle } of vehicles) {
    const filter = { route: null, vehicle: vehicle.id, from_ms, to_ms };
    const { items } = await listAssignments(db, EVERYTHING, filter, { after: null, limit: ASSIGNMENTS_AT_ONCE });
    for (const other of items) if (other.id !== assignment.id) others.push(other);
  }
  const spoke = directory.timesOf(own.id).map(({ device }) => device);
  return { vehicles, others, heardBefore: (await devicesSeen(db, spoke, 0, from_ms)).length > 0 };
}

const bounded = ({ device, from_ms, to_ms }: BoundTime): BasisVehicle['devices'][number] => ({
  device,
  from_ms,
  to_ms: to_ms === Infinity ? null : to_ms,
});

/** The plans of a basis against its streets. */
export async function plansOf(db: Db, basis: Basis, { network }: Ground): Promise<pure.BasisPlans> {
  const routes = await routesOf(db, [basis.assignment, ...basis.others]);
  return pure.plansOf(basis, (assignment) => routeOf(routes, assignment), network);
}

/** The routes of these assignments, each in their version, as far as there are any, by `id version`. */
export async function routesOf(db: Db, assignments: readonly Assignment[]): Promise<Map<string, Route>> {
  const wanted = assignments.map(({ route, routeVersion }) => ({ id: route, version: routeVersion }));
  const routes = await findRouteVersions(db, wanted);
  return new Map(routes.map((route) => [`${route.id} ${route.version}`, route]));
}

function routeOf(routes: ReadonlyMap<string, Route>, { route: id, routeVersion: version }: Assignment): Route {
  const route = routes.get(`${id} ${version}`);
  if (!route) throw new Refused('not-found', says('nothing-there', { kind: 'route', id: `${id} v${version}` }));
  return route;
}

function widened(box: Box | null, by_m: number): Box | null {
  if (box === null) return null;
  const [west, south, east, north] = box;
  const { kx, ky } = scaleAt((south + north) / 2);
  return [west - by_m / kx, south - by_m / ky, east + by_m / kx, north + by_m / ky];
}
