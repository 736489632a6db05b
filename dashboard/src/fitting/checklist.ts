import type { DecodedFields, DeviceMessages, Gear } from '@sweepline/contract';
import { metresPerDegree } from '../map/streets/measured-line.ts';

export type CheckState = 'done' | 'waiting' | 'wrong';
export const CHECKS = ['connected', 'first-fix', 'place', 'clock', 'interval', 'accepted'] as const;
export type CheckKey = (typeof CHECKS)[number] | `gear-${Gear}`;

export interface Check {
  readonly key: CheckKey;
  readonly state: CheckState;
  /** What was measured, in the unit that its key says: metres, milliseconds, seconds, a share. */
  readonly value: number | null;
  /** Of a place: it would be in the town if its latitude were its longitude. */
  readonly swapped?: true;
}

/** West, south, east, north, degrees. */
export type Box = readonly [number, number, number, number];

export interface Seen {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

export interface CheckInput {
  readonly told: DeviceMessages;
  readonly gearSensors: readonly Gear[];
  readonly interval_s: number;
  /** Of the town's streets; null where it has none yet. */
  readonly box: Box | null;
  /** Which gear was told on and off so far. */
  readonly seen: Seen;
}

/** A vehicle may be fitted in a yard outside the streets. */
const BESIDE_M = 3_000;
const CLOCK_MS = 30_000;
/** So many of the newest fixes are measured. */
const MEASURED = 12;
const INTERVALS = 1.5;
const STANDS_KMH = 3;
const ACCEPTED_SHARE = 0.98;

/** What must be so before who fits a device may leave the truck, in the order in which it comes. */
export function checksOf({ told, gearSensors, interval_s, box, seen }: CheckInput): Check[] {
  const fixes = told.fixes.map(({ fix }) => fix as DecodedFields);
  const [newest] = told.fixes;
  const beside_m = newest === undefined || box === null ? null : metresOutside(box, newest.fix.lon, newest.fix.lat);
  const outside = newest !== undefined && box !== null && beside_m! > BESIDE_M;
  const swapped = outside && metresOutside(box, newest.fix.lat, newest.fix.lon) <= BESIDE_M;
  const lag_ms = newest === undefined ? null : Date.parse(newest.receivedAt) - Date.parse(newest.fix.ts);
  const ahead = told.refusals[0]?.reason === 'future' && newest === undefined;
  const spacing_s = medianSpacing(fixes);
  const seldom = spacing_s !== null && spacing_s > INTERVALS * interval_s;
  const { fixes: accepted, rejected } = told.counts ?? { fixes: 0, rejected: 0 };
  const share = accepted + rejected === 0 ? null : accepted / (accepted + rejected);
  return [
    { key: 'connected', state: told.online === true ? 'done' : isTurnedAway(told) ? 'wrong' : 'waiting', value: null },
    { key: 'first-fix', state: newest === undefined ? 'waiting' : 'done', value: null },
    {
      key: 'place',
      state: judged(beside_m, (m) => m <= BESIDE_M),
      value: beside_m,
      ...(swapped ? { swapped } : {}),
    },
    { key: 'clock', state: ahead ? 'wrong' : judged(lag_ms, (ms) => Math.abs(ms) <= CLOCK_MS), value: lag_ms },
    ...gearSensors.map((gear): Check => {
      const both = seen.on.has(gear) && seen.off.has(gear);
      return { key: `gear-${gear}`, state: both ? 'done' : 'waiting', value: null };
    }),
    // A device of a vehicle that stands may well save its fixes: seldom is wrong only on the move.
    {
      key: 'interval',
      state: judged(seldom && stands(fixes) ? null : spacing_s, () => !seldom),
      value: spacing_s,
    },
    { key: 'accepted', state: judged(share, (part) => part >= ACCEPTED_SHARE), value: share },
  ];
}

/** A device that is not connected came since it last was, and was not let in or thrown out again. */
const isTurnedAway = ({ turnedAway, seenAt }: DeviceMessages): boolean =>
  turnedAway?.some(({ at, reason }) => reason !== 'unknown-topic' && (seenAt === null || at >= seenAt)) ?? false;

const judged = (value: number | null, good: (value: number) => boolean): CheckState =>
  value === null ? 'waiting' : good(value) ? 'done' : 'wrong';

/** 0 inside the box. */
function metresOutside([west, south, east, north]: Box, lon: number, lat: number): number {
  const { lon_m, lat_m } = metresPerDegree(lat);
  return Math.hypot(Math.max(west - lon, 0, lon - east) * lon_m, Math.max(south - lat, 0, lat - north) * lat_m);
}

/** Seconds between neighbouring fixes of the newest few, the newest first. */
function medianSpacing(fixes: readonly DecodedFields[]): number | null {
  const newest = fixes.slice(0, MEASURED);
  const spacings = newest.slice(1).map((fix, at) => (Date.parse(newest[at]!.ts) - Date.parse(fix.ts)) / 1_000);
  return spacings.length < 2 ? null : spacings.toSorted((a, b) => a - b)[spacings.length >> 1]!;
}

/** Told by each of the newest few; where speed is not sent nothing is known. */
const stands = (fixes: readonly DecodedFields[]): boolean =>
  fixes.slice(0, MEASURED).every(({ speed_kmh }) => typeof speed_kmh === 'number' && speed_kmh < STANDS_KMH);

/** Adds which gear these fixes told on and off. */
export function sawGear(seen: Seen, fixes: readonly DecodedFields[]): Seen {
  const on = new Set(seen.on);
  const off = new Set(seen.off);
  for (const { gear } of fixes) {
    if (typeof gear !== 'object' || gear === null) continue;
    for (const [name, engaged] of Object.entries(gear)) (engaged === true ? on : off).add(name);
  }
  return { on, off };
}

/** The box of a town's streets. */
export function boxOf(basemap: GeoJSON.FeatureCollection | null): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of basemap?.features ?? []) {
    if (geometry?.type !== 'LineString') continue;
    for (const [lon = 0, lat = 0] of geometry.coordinates) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return west > east ? null : [west, south, east, north];
}
