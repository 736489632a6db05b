import { LEG_STATES, type Incident, type LegState, type LiveLeg, type LiveVehicle } from '@sweepline/contract';
import type { Box } from '../map/streets/box.ts';
import type { Streets } from '../map/streets/edge-lines.ts';
import { placeAlong } from '../map/streets/measured-line.ts';

/** A street's metres in one state, of all its legs that are in view. */
export interface StreetInView {
  readonly street: string | null;
  readonly state: LegState;
  readonly length_m: number;
  readonly legs: number;
  /** An edge and an assignment to show. */
  readonly edge: string;
  readonly assignment: string;
}

export interface InView {
  readonly vehicles: readonly LiveVehicle[];
  readonly streets: readonly StreetInView[];
  readonly legs: number;
  readonly incidents: readonly Incident[];
}

/** Worst first, what is done last. */
const ORDER: readonly LegState[] = ['will-miss', 'missed', 'under-way', 'possible', 'excused', 'done'];

const inside = ([west, south, east, north]: Box, lon: number | null, lat: number | null): boolean =>
  lon !== null && lat !== null && lon >= west && lon <= east && lat >= south && lat <= north;

function worstState({ pieces }: LiveLeg): LegState {
  const states = new Set(pieces.map(({ state }) => state));
  return ORDER.find((state) => states.has(state)) ?? LEG_STATES[0];
}

/** What lies in a box of the map: vehicles and open incidents by place, legs by their middle and grouped by street. */
export function inView(
  box: Box,
  vehicles: readonly LiveVehicle[],
  legs: ReadonlyMap<string, readonly LiveLeg[]>,
  incidents: readonly Incident[],
  streets: Streets,
  hidden: ReadonlySet<LegState>,
): InView {
  const seen = vehicles.filter(({ lon, lat }) => inside(box, lon, lat));
  const here = new Set(seen.map(({ vehicle }) => vehicle));
  const rows = new Map<string, StreetInView>();
  let count = 0;
  for (const [assignment, ofAssignment] of legs)
    for (const leg of ofAssignment) {
      const street = streets.get(leg.edge);
      if (!street) continue;
      const [lon, lat] = placeAlong(street.line, (leg.from_m + leg.to_m) / 2) as [number, number];
      if (!inside(box, lon, lat)) continue;
      const state = worstState(leg);
      if (hidden.has(state)) continue;
      count += 1;
      const key = `${street.name ?? ''}\n${state}`;
      const before = rows.get(key);
      const length_m = (before?.length_m ?? 0) + leg.to_m - leg.from_m;
      const first = before ?? { street: street.name, state, edge: leg.edge, assignment };
      rows.set(key, { ...first, length_m, legs: (before?.legs ?? 0) + 1 });
    }
  return {
    vehicles: seen,
    streets: [...rows.values()].sort(
      (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.length_m - a.length_m,
    ),
    legs: count,
    incidents: incidents.filter(
      ({ lon, lat, vehicle }) => inside(box, lon, lat) || (lon === null && here.has(vehicle)),
    ),
  };
}
