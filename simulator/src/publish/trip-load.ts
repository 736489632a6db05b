import type { Trip } from '../fleet.ts';
import type { Load } from './fleet-run.ts';
import type { Item } from './outbox.ts';

/** The devices that a vehicle has in the scenario, its first one before those fitted later. */
export const devicesOf = ({ vehicle, fixes }: Trip): string[] => [
  ...new Set([vehicle.device, ...fixes.flatMap(({ device }) => device ?? [])]),
];

/** What each of a trip's devices sends, from a moment on: fixes and events in order of publication. */
export function loadsOf(trip: Trip, secrets: ReadonlyMap<string, string>, from_ms: number): Load[] {
  const { vehicle } = trip;
  return devicesOf(trip).map((device) => {
    const fixes = trip.fixes
      .filter((sent) => (sent.device ?? vehicle.device) === device)
      .map(({ at_ms, what: { ts_ms, ...body } }): Item => ({ at_ms, ts_ms, leaf: 'telemetry', body: { ...body } }));
    const events = device === vehicle.device ? trip.events : [];
    const said = events.map(({ at_ms, what: { ts_ms, ...body } }): Item => ({
      at_ms,
      ts_ms,
      leaf: 'event',
      body: { ...body },
    }));
    const items = [...fixes, ...said].filter((item) => item.at_ms > from_ms).sort((a, b) => a.at_ms - b.at_ms);
    return { device, secret: secrets.get(device)!, interval_s: vehicle.interval_s, items };
  });
}
