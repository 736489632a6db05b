import type { Trip } from '../fleet.ts';
import type { Load } from './fleet-run.ts';
import type { Item } from './outbox.ts';

/** What a trip's device sends, from a moment on: fixes and events in order of publication. */
export function loadOf(trip: Trip, secret: string, from_ms: number): Load {
  const fixes = trip.fixes.map(({ at_ms, what: { ts_ms, ...body } }): Item => ({
    at_ms,
    ts_ms,
    leaf: 'telemetry',
    body: { ...body },
  }));
  const events = trip.events.map(({ at_ms, what: { ts_ms, ...body } }): Item => ({
    at_ms,
    ts_ms,
    leaf: 'event',
    body: { ...body },
  }));
  const items = [...fixes, ...events].filter((item) => item.at_ms > from_ms).sort((a, b) => a.at_ms - b.at_ms);
  return { device: trip.vehicle.device, secret, interval_s: trip.vehicle.interval_s, items };
}
