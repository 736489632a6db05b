import type { Incident, LiveVehicle, Severity } from '@sweepline/contract';
import type { Moving } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import { trailPieces } from '../motion/trail.ts';

/** The worst open case of each vehicle. */
export function worstOf(incidents: readonly Incident[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { vehicle, severity, state } of incidents) {
    if (state === 'resolved' || state === 'dismissed') continue;
    if (severity === 'critical' || !worst.has(vehicle)) worst.set(vehicle, severity);
  }
  return worst;
}

/** A heading that is shown: none when standing, for a standing machine has no nose to turn. */
const nose = (vehicle: LiveVehicle, shown: Shown): number | null =>
  vehicle.state === 'working' || vehicle.state === 'driving' ? shown.heading_deg : null;

export interface VehicleLook {
  readonly badge: Severity | undefined;
  readonly selected: boolean;
  /** Age of the last fix of a silent machine, in words. */
  readonly age: string | null;
}

/** What the style reads of one vehicle. Plates of smaller `order` are placed first. */
export function vehicleFeature({ vehicle }: Moving, shown: Shown, look: VehicleLook): GeoJSON.Feature<GeoJSON.Point> {
  const { state, operations, plate } = vehicle;
  const heading_deg = nose(vehicle, shown);
  const operation = operations[0] ?? 'sweep';
  return {
    type: 'Feature',
    properties: {
      key: vehicle.vehicle,
      state,
      body: heading_deg === null ? `body-${state}` : `body-${state}-nose`,
      turn_deg: heading_deg ?? 0,
      glyph: state === 'silent' ? `glyph-${operation}-silent` : `glyph-${operation}`,
      dot: `dot-${state}`,
      plate,
      age: state === 'silent' && look.age !== null ? look.age : '',
      badge: look.badge ? `badge-${look.badge}` : '',
      // The rear shoulder: a badge never hides the nose.
      shoulder: heading_deg === null || heading_deg < 180 ? 'left' : 'right',
      order: look.selected ? 0 : look.badge ? 1 : 2,
      selected: look.selected,
    },
    geometry: { type: 'Point', coordinates: [shown.lon, shown.lat] },
  };
}

/** Silent machines leave no trail: where they went is not known. */
export function trailFeatures({ vehicle, trail }: Moving, shown: Shown): GeoJSON.Feature<GeoJSON.LineString>[] {
  if (vehicle.state === 'silent') return [];
  return trailPieces(trail, shown).map(({ coordinates, opacity }, i) => ({
    type: 'Feature',
    properties: { key: `${vehicle.vehicle}\n${i}`, state: vehicle.state, opacity },
    geometry: { type: 'LineString', coordinates },
  }));
}
