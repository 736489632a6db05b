import { FIX_VERDICTS, NOT_TOLD, type FixVerdict, type ReplayHour } from '@sweepline/contract';
import { metresPerDegree } from '../map/streets/measured-line.ts';

/** One vehicle's fixes in the order of time, as columns. Speeds and headings that were not told are derived from the way. */
export interface Track {
  readonly vehicle: string;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly ts: Float64Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** km/h; NaN unknown. */
  readonly speed: Float32Array;
  /** Degrees; NaN unknown. */
  readonly heading: Float32Array;
  readonly verdict: Uint8Array;
  readonly served: Uint8Array;
  readonly operation: Uint8Array;
  readonly gear: Uint8Array;
  readonly gearTold: Uint8Array;
  readonly flags: Uint8Array;
  /** Place in `edges`, −1 off the streets. */
  readonly edge: Int32Array;
  readonly edges: readonly string[];
  /** A silence longer than this is a gap: nothing joins its ends. */
  readonly gap_ms: number;
}

const LEAST_GAP_MS = 60_000;
const GAP_INTERVALS = 2.5;
/** Metres moved before a direction is believed. */
const HEADING_M = 8;

/** One track out of a vehicle's hours, in any order. */
export function trackOf(vehicle: string, hours: readonly ReplayHour[]): Track {
  const ordered = [...hours].sort((a, b) => a.hour_ms - b.hour_ms);
  const count = ordered.reduce((sum, { columns }) => sum + columns.ts.length, 0);
  const edges: string[] = [];
  const edgeNo = new Map<string, number>();
  const track = {
    vehicle,
    count,
    ts: new Float64Array(count),
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    speed: new Float32Array(count),
    heading: new Float32Array(count),
    verdict: new Uint8Array(count),
    served: new Uint8Array(count),
    operation: new Uint8Array(count),
    gear: new Uint8Array(count),
    gearTold: new Uint8Array(count),
    flags: new Uint8Array(count),
    edge: new Int32Array(count),
    edges,
  };
  let at = 0;
  for (const { columns, hour_ms, edges: named } of ordered) {
    const numbers = named.map((edge) => {
      let no = edgeNo.get(edge);
      if (no === undefined) edgeNo.set(edge, (no = edges.push(edge) - 1));
      return no;
    });
    for (const name of ['verdict', 'served', 'operation', 'gear', 'gearTold', 'flags'] as const)
      track[name].set(columns[name], at);
    for (let row = 0; row < columns.ts.length; row++, at++) {
      track.ts[at] = hour_ms + columns.ts[row]!;
      track.lat[at] = columns.lat[row]! / 1e7;
      track.lon[at] = columns.lon[row]! / 1e7;
      track.speed[at] = columns.speed[row] === NOT_TOLD ? Number.NaN : columns.speed[row]! / 100;
      track.heading[at] = columns.heading[row] === NOT_TOLD ? Number.NaN : columns.heading[row]! / 100;
      track.edge[at] = columns.edge[row] === NOT_TOLD ? -1 : (numbers[columns.edge[row]!] ?? -1);
    }
  }
  const gap_ms = Math.max(LEAST_GAP_MS, GAP_INTERVALS * usualStep(track.ts));
  derive(track, gap_ms);
  return { ...track, gap_ms };
}

/** The median of what lies between fixes. */
function usualStep(ts: Float64Array): number {
  if (ts.length < 2) return 0;
  const steps = new Float64Array(ts.length - 1);
  for (let i = 0; i < steps.length; i++) steps[i] = ts[i + 1]! - ts[i]!;
  return steps.sort()[steps.length >> 1]!;
}

function derive({ ts, lon, lat, speed, heading }: Omit<Track, 'gap_ms'>, gap_ms: number): void {
  let headed = 0;
  for (let i = 1; i < ts.length; i++) {
    if (ts[i]! - ts[i - 1]! > gap_ms) headed = i;
    const { lon_m, lat_m } = metresPerDegree(lat[i]!);
    const east = (j: number) => (lon[i]! - lon[j]!) * lon_m;
    const north = (j: number) => (lat[i]! - lat[j]!) * lat_m;
    if (Number.isNaN(speed[i]!) && ts[i]! - ts[i - 1]! <= gap_ms)
      speed[i] = (Math.hypot(east(i - 1), north(i - 1)) / (ts[i]! - ts[i - 1]!)) * 3_600;
    const moved_m = Math.hypot(east(headed), north(headed));
    if (Number.isNaN(heading[i]!)) {
      heading[i] =
        moved_m >= HEADING_M
          ? ((Math.atan2(east(headed), north(headed)) * 180) / Math.PI + 360) % 360
          : heading[i - 1]!;
    }
    if (moved_m >= HEADING_M) headed = i;
  }
}

/** The last row sent at or before an instant; −1 where there is none. */
export function rowAt({ ts, count }: Pick<Track, 'ts' | 'count'>, at_ms: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ts[middle]! <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const verdictOf = (track: Track, row: number): FixVerdict => FIX_VERDICTS[track.verdict[row]!] ?? 'undecided';

/** Driven without counting though it was on its way to work: what the map shows in red. */
export const isRefused = (verdict: FixVerdict): boolean => verdict === 'too-fast' || verdict === 'gear-off';

/** Where a vehicle was at an instant: between two fixes on the straight line, in a gap at its last place. */
export interface Moment {
  readonly row: number;
  readonly lon: number;
  readonly lat: number;
  readonly heading_deg: number | null;
  readonly speed_kmh: number | null;
  /** How the stretch counts on which it is; of the fix it comes to. */
  readonly verdict: FixVerdict;
  /** Milliseconds without a fix so far, in a gap. */
  readonly silent_ms: number | null;
}

export function momentAt(track: Track, at_ms: number): Moment | null {
  const row = rowAt(track, at_ms);
  if (row < 0) return null;
  const { ts, lon, lat, speed, heading, gap_ms } = track;
  const next = row + 1;
  const begin_ms = ts[row]!;
  const isGap = next >= track.count ? at_ms - begin_ms > gap_ms : ts[next]! - begin_ms > gap_ms;
  const joined = next < track.count && !isGap;
  const share = joined ? (at_ms - begin_ms) / (ts[next]! - begin_ms) : 0;
  const between = (values: Float64Array): number =>
    joined ? values[row]! + (values[next]! - values[row]!) * share : values[row]!;
  return {
    row,
    lon: between(lon),
    lat: between(lat),
    heading_deg: orNull(joined ? turned(heading[row]!, heading[next]!, share) : heading[row]!),
    speed_kmh: orNull(speed[row]!),
    verdict: verdictOf(track, joined && share > 0 ? next : row),
    silent_ms: isGap && at_ms > begin_ms ? at_ms - begin_ms : null,
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** From one heading to another, the short way round. */
function turned(from: number, to: number, share: number): number {
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.isNaN(from) ? to : from;
  const turn = ((to - from + 540) % 360) - 180;
  return (from + turn * share + 360) % 360;
}

/** The fix before or after an instant among several tracks; null where there is none. */
export function neighbourFix(tracks: readonly Track[], at_ms: number, by: 1 | -1): number | null {
  let found: number | null = null;
  for (const track of tracks) {
    const row = by === 1 ? rowAt(track, at_ms) + 1 : rowAt(track, at_ms - 1);
    const ts = track.ts[row];
    if (ts !== undefined && (found === null || (by === 1 ? ts < found : ts > found))) found = ts;
  }
  return found;
}

/** The instant at which a track is nearest to a place; null where it never comes within `reach_m`. */
export function nearestInstant(
  track: Track,
  lon: number,
  lat: number,
  reach_m: number,
  until_ms: number,
): number | null {
  const { lon_m, lat_m } = metresPerDegree(lat);
  let best_m = reach_m;
  let best_ms: number | null = null;
  const last = rowAt(track, until_ms);
  for (let i = last; i > 0; i--) {
    if (track.ts[i]! - track.ts[i - 1]! > track.gap_ms) continue;
    const [ax, ay] = [(track.lon[i - 1]! - lon) * lon_m, (track.lat[i - 1]! - lat) * lat_m];
    const [bx, by] = [(track.lon[i]! - lon) * lon_m, (track.lat[i]! - lat) * lat_m];
    const [dx, dy] = [bx - ax, by - ay];
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
    const away_m = Math.hypot(ax + dx * share, ay + dy * share);
    // The newest drive over a place is meant, unless an older one is clearly nearer.
    if (away_m < best_m - (best_ms === null ? 0 : 2)) {
      best_m = away_m;
      best_ms = track.ts[i - 1]! + (track.ts[i]! - track.ts[i - 1]!) * share;
    }
  }
  return best_ms;
}
