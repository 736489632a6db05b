import type { Incident, Severity } from '@sweepline/contract';
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

/** Silent machines leave no trail: where they went is not known. */
export function trailFeatures({ vehicle, trail }: Moving, shown: Shown): GeoJSON.Feature<GeoJSON.LineString>[] {
  if (vehicle.state === 'silent') return [];
  return trailPieces(trail, shown).map(({ coordinates, opacity }, i) => ({
    type: 'Feature',
    properties: { key: `${vehicle.vehicle}\n${i}`, state: vehicle.state, opacity },
    geometry: { type: 'LineString', coordinates },
  }));
}
