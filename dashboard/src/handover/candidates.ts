import type { LiveAssignment, LiveLeg, LiveVehicle } from '@sweepline/contract';
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
  /** Share of the metres to be cleaned that is reached at the window's end at the present pace; null without a pace. */
  readonly expected: number | null;
}

/** How fast a vehicle gets to the rest: a town's speed with its lights, metres a minute. */
const WAY_M_PER_MIN = 350;
/** Straight lines are shorter than streets by about this. */
const DETOUR = 1.3;
const MINUTE_MS = 60_000;

export type Place = readonly [lon: number, lat: number];

/** Ends of the streets on which an assignment still wants something. */
export function openPlaces(legs: readonly LiveLeg[], streets: ReadonlyMap<string, readonly Place[]>): readonly Place[] {
  const places: Place[] = [];
  for (const edge of new Set(legs.filter(isOpen).map((leg) => leg.edge))) {
    const line = streets.get(edge);
    if (line?.length) places.push(line[0]!, line[line.length >> 1]!, line.at(-1)!);
  }
  return places;
}

const isOpen = ({ pieces }: LiveLeg): boolean => pieces.some(({ state }) => state !== 'done' && state !== 'excused');

/** Those that do the work, best first: free before busy, heard before silent, of the contractor before others, near before far. */
export function candidatesFor(
  assignment: LiveAssignment,
  vehicles: readonly LiveVehicle[],
  assignments: readonly LiveAssignment[],
  places: readonly Place[],
  now_ms: number,
): readonly Candidate[] {
  const contractor = vehicles.find(({ vehicle }) => vehicle === assignment.vehicle)?.contractor;
  const end_ms = Date.parse(assignment.to);
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
        expected: expectedShare(assignment, away_m, now_ms),
      };
    })
    .sort(
      (a, b) =>
        Number(a.busy !== null) - Number(b.busy !== null) ||
        Number(a.vehicle.state === 'silent') - Number(b.vehicle.state === 'silent') ||
        Number(b.sameContractor) - Number(a.sameContractor) ||
        (a.away_m ?? Infinity) - (b.away_m ?? Infinity) ||
        (a.vehicle.plate < b.vehicle.plate ? -1 : 1),
    );
}

/** At the pace of the vehicle that gives it away, once the other one has got there. */
function expectedShare(assignment: LiveAssignment, away_m: number | null, now_ms: number): number | null {
  const pace = assignment.forecast?.pace_m_per_min ?? 0;
  const due_m = dueMetres(assignment);
  if (pace <= 0 || away_m === null || due_m === 0) return null;
  const minutes = (Date.parse(assignment.to) - now_ms) / MINUTE_MS - (away_m * DETOUR) / WAY_M_PER_MIN;
  return Math.min(1, (assignment.covered_m + Math.max(0, minutes) * pace) / due_m);
}

function distanceTo({ lat, lon }: LiveVehicle, places: readonly Place[]): number | null {
  if (lat === null || lon === null || places.length === 0) return null;
  return Math.min(...places.map((place) => distance_m([lon, lat], [...place])));
}
