import type { IncidentKind, LiveAssignment } from '@sweepline/contract';
import { candidatesFor, expectedAsItIs, placesOn, type Candidate, type Place } from '../handover/candidates.ts';
import { openLegs, type OpenLeg } from '../handover/share.ts';
import type { Desk } from './desk.svelte.ts';

const lines = new WeakMap<GeoJSON.FeatureCollection, ReadonlyMap<string, readonly Place[]>>();

/** A town's streets as lines by edge, read once. */
function linesOf(basemap: GeoJSON.FeatureCollection | null): ReadonlyMap<string, readonly Place[]> {
  if (basemap === null) return new Map();
  let known = lines.get(basemap);
  if (known === undefined) {
    const read = new Map<string, readonly Place[]>();
    for (const { id, geometry, properties } of basemap.features)
      if (geometry.type === 'LineString')
        read.set(String(properties?.['id'] ?? id), geometry.coordinates as unknown as readonly Place[]);
    lines.set(basemap, (known = read));
  }
  return known;
}

/** Where legs lie, by the streets of the town that is shown. */
export const placesOf = (desk: Desk, legs: readonly OpenLeg[]): readonly Place[] =>
  placesOn(
    legs.map(({ stretch }) => stretch.edge),
    linesOf(desk.town.basemap),
  );

/** What is left of an assignment's route, in its order. */
export const openOf = (desk: Desk, { assignment }: LiveAssignment): readonly OpenLeg[] =>
  openLegs(desk.feed.state.legs.get(assignment) ?? [], (edge) => desk.town.streets.nameOf(edge));

/** Calls after which a vehicle takes nothing on. */
const STANDS: ReadonlySet<IncidentKind> = new Set(['sos', 'breakdown']);

/** Who could go on with the rest of an assignment, best first. */
export function candidatesOf(desk: Desk, assignment: LiveAssignment): readonly Candidate[] {
  const { vehicles, assignments } = desk.feed.state;
  const broken = new Set(
    desk.openIncidents.filter(({ kind, to }) => to === null && STANDS.has(kind)).map(({ vehicle }) => vehicle),
  );
  const fit = vehicles.filter(({ vehicle }) => vehicle === assignment.vehicle || !broken.has(vehicle));
  return candidatesFor(assignment, fit, assignments, placesOf(desk, openOf(desk, assignment)), desk.clock.now_ms);
}

/** Who would reach more than the vehicle that has it, of those that are free and heard; null where nobody would. */
export function suggested(desk: Desk, assignment: LiveAssignment): Candidate | null {
  const now = expectedAsItIs(assignment) ?? 0;
  const free = candidatesOf(desk, assignment).filter(
    ({ busy, vehicle, expected }) => busy === null && vehicle.state !== 'silent' && expected !== null && expected > now,
  );
  return free.toSorted((a, b) => (b.expected ?? 0) - (a.expected ?? 0))[0] ?? null;
}
