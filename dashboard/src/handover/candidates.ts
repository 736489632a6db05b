import type { LiveAssignment, LiveVehicle } from '@sweepline/contract';
import { dueMetres } from '../assignments/progress.ts';
import { distance_m } from '../map/streets/measured-line.ts';

/** A vehicle that could go on with the rest of a route. */
export interface Candidate {
  readonly vehicle: LiveVehicle;
  /** Straight, to the nearest street that is still to be done; null where either place is unknown. */
  readonly away_m: number | null;
  readonly sameContractor: boolean;
  /** Its assignment that overlaps the rest of the window. */
  readonly busy: LiveAssignment | null;
  /** Its next assignment, where it is free until then. */
  readonly next: LiveAssignment | null;
  /** At this work; 0 where no pace is known. */
  readonly pace_m_per_min: number;
  /** Share of the metres to be cleaned that is reached at the window's end at its pace; null where no pace is known. */
  readonly expected: number | null;
}

/** How fast a vehicle gets to the rest: a town's speed with its lights, metres a minute. */
const WAY_M_PER_MIN = 350;
/** Straight lines are shorter than streets by about this. */
const DETOUR = 1.3;
const MINUTE_MS = 60_000;

export type Place = readonly [lon: number, lat: number];

/** Ends and middles of edges: by them it is measured how far a vehicle has to go. */
export function placesOn(edges: Iterable<string>, streets: ReadonlyMap<string, readonly Place[]>): readonly Place[] {
  const places: Place[] = [];
  for (const edge of new Set(edges)) {
    const line = streets.get(edge);
    if (line?.length) places.push(line[0]!, line[line.length >> 1]!, line.at(-1)!);
  }
  return places;
}

/**
 * Those that do the work, best first: free before busy, heard before silent, of the contractor before others, by what each
 * would reach, near before far.
 */
export function candidatesFor(
  assignment: LiveAssignment,
  vehicles: readonly LiveVehicle[],
  assignments: readonly LiveAssignment[],
  places: readonly Place[],
  now_ms: number,
): readonly Candidate[] {
  const contractor = vehicles.find(({ vehicle }) => vehicle === assignment.vehicle)?.contractor;
  const end_ms = Date.parse(assignment.to);
  const paceOf = pacesOf(assignment, assignments);
  return vehicles
    .filter(({ vehicle, operations }) => vehicle !== assignment.vehicle && operations.includes(assignment.operation))
    .map((vehicle): Candidate => {
      const own = assignments.filter((one) => one.vehicle === vehicle.vehicle && Date.parse(one.to) > now_ms);
      const later = own.filter(({ from }) => Date.parse(from) >= end_ms);
      const away_m = distanceTo(vehicle, places);
      return {
        vehicle,
        away_m,
        sameContractor: vehicle.contractor === contractor,
        busy: own.find(({ from }) => Date.parse(from) < end_ms) ?? null,
        next: later.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0] ?? null,
        pace_m_per_min: paceOf(vehicle.vehicle),
        expected: expectedShare(assignment, away_m, paceOf(vehicle.vehicle), now_ms),
      };
    })
    .sort(bestFirst(({ away_m }) => away_m, percent));
}

/** Of what would be reached no more counts than is shown. */
const percent = ({ expected }: Candidate): number => Math.round(100 * (expected ?? 0));

/** Orders who could go on, by what each would reach and the way that it has to what it would get. */
export const bestFirst =
  (awayOf: (one: Candidate) => number | null, reachOf: (one: Candidate) => number = () => 0) =>
  (a: Candidate, b: Candidate): number =>
    Number(a.busy !== null) - Number(b.busy !== null) ||
    Number(a.vehicle.state === 'silent') - Number(b.vehicle.state === 'silent') ||
    Number(b.sameContractor) - Number(a.sameContractor) ||
    reachOf(b) - reachOf(a) ||
    (awayOf(a) ?? Infinity) - (awayOf(b) ?? Infinity) ||
    (a.vehicle.plate < b.vehicle.plate ? -1 : 1);

/** A vehicle's own pace at this work where it is at it, else the usual one of those who are: the median, metres a minute. */
export function pacesOf(given: LiveAssignment, assignments: readonly LiveAssignment[]): (vehicle: string) => number {
  const paces = new Map<string, number>();
  for (const { vehicle, operation, forecast } of assignments)
    if (operation === given.operation && (forecast?.pace_m_per_min ?? 0) > 0)
      paces.set(vehicle, Math.max(paces.get(vehicle) ?? 0, forecast!.pace_m_per_min));
  const sorted = [...paces.values()].sort((a, b) => a - b);
  const usual = sorted[sorted.length >> 1] ?? 0;
  return (vehicle) => paces.get(vehicle) ?? usual;
}

/** How long a vehicle takes to get there. */
export const wayMinutes = (away_m: number): number => (away_m * DETOUR) / WAY_M_PER_MIN;

/** What is reached once the vehicle has got there. */
function expectedShare(assignment: LiveAssignment, away_m: number | null, pace: number, now_ms: number): number | null {
  const due_m = dueMetres(assignment);
  if (pace <= 0 || away_m === null || due_m === 0) return null;
  const minutes = (Date.parse(assignment.to) - now_ms) / MINUTE_MS - wayMinutes(away_m);
  return Math.min(1, (assignment.covered_m + Math.max(0, minutes) * pace) / due_m);
}

/** What the vehicle that has it now reaches at its present pace; null where it has none. */
export function expectedAsItIs({ forecast, ...assignment }: LiveAssignment): number | null {
  const due_m = dueMetres(assignment);
  return forecast === null || due_m === 0 ? null : Math.min(1, forecast.expected_m / due_m);
}

/** Straight to the nearest of some places; null where either is unknown. */
export function distanceTo({ lat, lon }: LiveVehicle, places: readonly Place[]): number | null {
  if (lat === null || lon === null || places.length === 0) return null;
  return Math.min(...places.map((place) => distance_m([lon, lat], [...place])));
}
