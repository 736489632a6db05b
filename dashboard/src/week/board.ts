import {
  daysBetween,
  instantOfLocal,
  localOf,
  type FulfilmentFigures,
  type Operation,
  type PlanConflict,
  type WeekAnswer,
  type WeekAssignment,
  type WeekOccurrence,
} from '@sweepline/contract';

/** A window of the plan as the board shows it. */
export interface Block {
  readonly id: string;
  /** `coming`: the service will make it; `open`: nobody was given it. */
  readonly state: 'planned' | 'coming' | 'open';
  readonly route: string;
  readonly routeName: string;
  readonly operation: Operation;
  readonly planned_m: number;
  readonly vehicle: string | null;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly crew: string | null;
  readonly contract: string | null;
  readonly schedule: string | null;
  readonly conflicts: readonly PlanConflict[];
}

/** Done of what was not excused; null where that is nothing, or what became of it is not known. */
export function doneShare(
  outcome: Pick<FulfilmentFigures, 'planned_m' | 'covered_m' | 'excused_m'> | undefined,
): number | null {
  if (outcome === undefined) return null;
  const due_m = outcome.planned_m - outcome.excused_m;
  return due_m < 0.005 ? null : outcome.covered_m / due_m;
}

/** The hours of a day that the columns show, in minutes after midnight. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}

/** Where a block lies in its day's column: shares of its width, and the line it stands on. */
export interface Placed {
  readonly block: Block;
  readonly left: number;
  readonly width: number;
  readonly lane: number;
}

export interface Row {
  /** Null: what nobody was given. */
  readonly vehicle: string | null;
  /** A list for each day. */
  readonly days: readonly (readonly Placed[])[];
  readonly lanes: number;
}

const HOUR = 60;
const DAY = 1_440;
const MINUTE_MS = 60_000;
/** Narrower than this a block shows nothing and cannot be held. */
const LEAST_WIDTH = 0.5;
const LEAST_HOURS = 8;

export function blocksOf({ assignments, occurrences, conflicts }: WeekAnswer): readonly Block[] {
  const concerning = new Map<string, PlanConflict[]>();
  for (const conflict of conflicts)
    for (const id of conflict.blocks) concerning.set(id, [...(concerning.get(id) ?? []), conflict]);
  const shared = (item: WeekAssignment | WeekOccurrence) => ({
    id: item.id,
    route: item.route,
    routeName: item.routeName,
    operation: item.operation,
    planned_m: item.planned_m,
    from_ms: Date.parse(item.from),
    to_ms: Date.parse(item.to),
    crew: item.crew,
    schedule: item.schedule,
    conflicts: concerning.get(item.id) ?? [],
  });
  return [
    ...assignments.map((item): Block => ({
      ...shared(item),
      state: 'planned',
      vehicle: item.vehicle,
      contract: item.contract,
    })),
    ...occurrences.map((item): Block => ({
      ...shared(item),
      state: item.state,
      vehicle: item.state === 'open' ? null : item.vehicle,
      contract: null,
    })),
  ].sort((a, b) => a.from_ms - b.from_ms || (a.id < b.id ? -1 : 1));
}

/** The whole hours that hold the beginnings and, within a day, the ends of all blocks; at least a shift's worth. */
export function scaleOf(blocks: readonly Block[], zone: string): Scale {
  if (blocks.length === 0) return { from: 5 * HOUR, to: 17 * HOUR };
  const begins = blocks.map(({ from_ms }) => localOf(zone, from_ms).minutes);
  const ends = blocks.map(({ from_ms, to_ms }, at) => Math.min(DAY, begins[at]! + (to_ms - from_ms) / MINUTE_MS));
  const from = Math.floor(Math.min(...begins) / HOUR) * HOUR;
  const to = Math.ceil(Math.max(...ends) / HOUR) * HOUR;
  const missing = Math.max(0, LEAST_HOURS * HOUR - (to - from));
  return { from: Math.max(0, from - Math.min(from, missing / 2)), to: Math.min(DAY, to + missing) };
}

/** The blocks of one row, day by day, beside one another where they fit and else below. */
export function rowOf(
  vehicle: string | null,
  blocks: readonly Block[],
  first: string,
  days: number,
  zone: string,
  { from, to }: Scale,
): Row {
  const placed: Placed[][] = Array.from({ length: days }, () => []);
  let lanes = 1;
  for (const block of blocks) {
    const begin = localOf(zone, block.from_ms);
    const day = daysBetween(first, begin.date);
    if (day >= days) continue;
    // What began before the week shows its end.
    const minutes = day < 0 ? from : begin.minutes;
    const length = day < 0 ? localOf(zone, block.to_ms).minutes : (block.to_ms - block.from_ms) / MINUTE_MS;
    const width = Math.min(1, Math.max(LEAST_WIDTH, length / (to - from)));
    const left = Math.max(0, Math.min((minutes - from) / (to - from), 1 - width));
    const cell = placed[Math.max(0, day)]!;
    let lane = 0;
    while (cell.some((other) => other.lane === lane && other.left < left + width && left < other.left + other.width))
      lane++;
    cell.push({ block, left, width, lane });
    lanes = Math.max(lanes, lane + 1);
  }
  return { vehicle, days: placed, lanes };
}

/** The same window by the wall on another date. */
export function movedTo(zone: string, { from_ms, to_ms }: Pick<Block, 'from_ms' | 'to_ms'>, date: string) {
  const [begin, end] = [localOf(zone, from_ms), localOf(zone, to_ms)];
  const end_minutes = daysBetween(begin.date, end.date) * DAY + end.minutes;
  return windowOf(zone, date, begin.minutes, end_minutes);
}

/** A window of wall time; an end not after the beginning is of the next day. */
export function windowOf(zone: string, date: string, begin: number, end: number) {
  const until = end <= begin ? end + DAY : end;
  const from_ms = instantOfLocal(zone, date, begin);
  const to_ms = instantOfLocal(zone, date, until);
  return { from_ms, to_ms: to_ms > from_ms ? to_ms : from_ms + (until - begin) * MINUTE_MS };
}

/** Minutes after midnight as a field for times holds them. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / HOUR)).padStart(2, '0')}:${String(Math.floor(minutes % HOUR)).padStart(2, '0')}`;

/** An instant that every formatter shows on this date. */
export const noonOf = (zone: string, date: string): number => instantOfLocal(zone, date, DAY / 2);

/** What a new assignment begins with: the morning; where that is over already, the next full hour. */
export function firstWindow(date: string, now: { readonly date: string; readonly minutes: number }) {
  const morning = 6 * HOUR;
  const next = Math.min(Math.floor(now.minutes / HOUR) + 1, 23) * HOUR;
  const from = date === now.date ? Math.max(morning, next) : morning;
  return { from: clockOf(from), to: clockOf((from + 2 * HOUR) % DAY) };
}
