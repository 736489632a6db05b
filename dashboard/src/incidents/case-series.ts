import { GEARS, type Gear, type TrackAnswer } from '@sweepline/contract';
import type { Stretch, Table } from '../replay/chart/series.ts';

/** A fix of a track as the chart needs it: as it was sent. */
interface Sent {
  readonly ts: string;
  readonly speed_kmh?: unknown;
  readonly gear?: unknown;
}

/** A silence longer than this is no line: nothing says what was in between. */
const LEAST_GAP_MS = 60_000;
const GAP_INTERVALS = 2.5;

export interface CaseSeries {
  readonly table: Table;
  readonly silences: readonly Stretch[];
  readonly lanes: readonly { readonly name: Gear; readonly wired: true; readonly on: readonly Stretch[] }[];
  /** Least and most of the known speeds; null where none is known. */
  readonly speeds: { readonly least: number; readonly most: number } | null;
}

/** Speed and gear of a vehicle over time, out of its track. */
export function caseSeries(
  { fixes }: Pick<TrackAnswer, 'fixes'>,
  interval_s: number,
  from_ms: number,
  to_ms: number,
): CaseSeries {
  const sent = fixes as readonly Sent[];
  const gap_ms = Math.max(LEAST_GAP_MS, interval_s * GAP_INTERVALS * 1_000);
  const times = sent.map(({ ts }) => Date.parse(ts));
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const silences: Stretch[] = [];
  let known_ms = from_ms;
  for (const [at, { speed_kmh }] of sent.entries()) {
    const ts_ms = times[at]!;
    if (ts_ms - known_ms > gap_ms) {
      silences.push([known_ms, ts_ms]);
      if (at > 0) {
        xs.push(ts_ms - 1);
        ys.push(null);
      }
    }
    known_ms = ts_ms;
    xs.push(ts_ms);
    ys.push(typeof speed_kmh === 'number' ? speed_kmh : null);
  }
  if (to_ms - known_ms > gap_ms) silences.push([known_ms, to_ms]);
  const known = ys.filter((speed) => speed !== null);
  return {
    table: [xs, ys, xs.map(() => null)],
    silences,
    lanes: GEARS.filter((gear) => sent.some((fix) => gearAt(fix, gear) !== undefined)).map((name) => ({
      name,
      wired: true,
      on: stretches(sent, times, name, gap_ms),
    })),
    speeds: known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) },
  };
}

/** What a fix says of a gear; undefined where it says nothing. */
export function gearAt({ gear }: Sent, name: Gear): boolean | undefined {
  const told = (gear as Partial<Record<Gear, unknown>> | null | undefined)?.[name];
  return typeof told === 'boolean' ? told : undefined;
}

function stretches(sent: readonly Sent[], times: readonly number[], name: Gear, gap_ms: number): Stretch[] {
  const found: [number, number][] = [];
  for (let at = 0; at + 1 < sent.length; at++) {
    const [from, to] = [times[at]!, times[at + 1]!];
    if (gearAt(sent[at]!, name) !== true || to - from > gap_ms) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else found.push([from, to]);
  }
  return found;
}
