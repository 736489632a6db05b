import type { Incident, Severity } from '@sweepline/contract';
import type { Moving } from '../motion/fleet.ts';
import type { Shown } from '../motion/glide.ts';
import { trailLine } from '../motion/trail.ts';

/** The worst open case of each vehicle. */
export function worstOf(incidents: readonly Incident[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { vehicle, severity, state } of incidents) {
    if (state === 'resolved' || state === 'dismissed') continue;
    if (severity === 'critical' || !worst.has(vehicle)) worst.set(vehicle, severity);
  }
  return worst;
}

/** A vehicle's trail as one line. Silent machines leave none: where they went is not known. */
export function trailFeatures({ vehicle, trail }: Moving, shown: Shown): GeoJSON.Feature<GeoJSON.LineString>[] {
  const coordinates = vehicle.state === 'silent' ? null : trailLine(trail, shown);
  if (coordinates === null) return [];
  const properties = { key: vehicle.vehicle, state: vehicle.state };
  return [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }];
}
