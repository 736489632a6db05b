import { isRefused, verdictOf, type Track } from '../track.ts';

type Column = (number | null)[];
/** An x column and y columns beside it, as uPlot takes them. */
export type Table = [number[], ...Column[]];

/** Speeds over time; a gap has a hole, so that nothing joins its ends. The second column holds what was refused alone. */
export function speedTable(track: Track): [number[], Column, Column] {
  const xs: number[] = [];
  const speeds: Column = [];
  const refused: Column = [];
  for (let row = 0; row < track.count; row++) {
    const ts = track.ts[row]!;
    if (row > 0 && ts - track.ts[row - 1]! > track.gap_ms) {
      xs.push(ts - 1);
      speeds.push(null);
      refused.push(null);
    }
    const speed = track.speed[row]!;
    const value = Number.isNaN(speed) ? null : speed;
    const now = isRefused(verdictOf(track, row));
    const next = row + 1 < track.count && isRefused(verdictOf(track, row + 1));
    xs.push(ts);
    speeds.push(value);
    // A refused stretch leads from the fix before it.
    refused.push(now || next ? value : null);
  }
  return [xs, speeds, refused];
}

/** Half-open stretches of time. */
export type Stretch = readonly [from_ms: number, to_ms: number];

/** Where nothing is known within [from, to): before the first fix, in gaps, after the last. */
export function silences({ ts, count, gap_ms }: Track, from_ms: number, to_ms: number): Stretch[] {
  const found: Stretch[] = [];
  let known_ms = from_ms;
  for (let row = 0; row < count; row++) {
    const at_ms = ts[row]!;
    if (at_ms >= to_ms) break;
    if (at_ms - known_ms > gap_ms) found.push([known_ms, at_ms]);
    known_ms = Math.max(known_ms, at_ms);
  }
  if (to_ms - known_ms > gap_ms) found.push([known_ms, to_ms]);
  return found;
}

/** When a bit was set, fix by fix; gaps are left out. */
export function stretchesOf(track: Track, isOn: (row: number) => boolean): Stretch[] {
  const found: [number, number][] = [];
  for (let row = 0; row + 1 < track.count; row++) {
    const [from, to] = [track.ts[row]!, track.ts[row + 1]!];
    if (!isOn(row) || to - from > track.gap_ms) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else found.push([from, to]);
  }
  return found;
}

const MINUTE_MS = 60_000;
/** How many vehicles worked, from each of at most so many instants on; what was last is so up to the end. */
const SAMPLES = 600;

export function workingTable(tracks: Iterable<Track>, from_ms: number, to_ms: number): [number[], Column] {
  const step_ms = Math.max(MINUTE_MS, (to_ms - from_ms) / SAMPLES);
  const steps = Math.ceil((to_ms - from_ms) / step_ms);
  const counts = new Array<number>(steps).fill(0);
  for (const track of tracks) {
    let last = -1;
    for (let row = 0; row < track.count; row++) {
      if (verdictOf(track, row) !== 'worked') continue;
      const step = Math.floor((track.ts[row]! - from_ms) / step_ms);
      if (step === last || step < 0 || step >= steps) continue;
      counts[step]! += 1;
      last = step;
    }
  }
  return [
    [...counts.map((_, step) => from_ms + step * step_ms), to_ms],
    [...counts, counts.at(-1) ?? 0],
  ];
}
