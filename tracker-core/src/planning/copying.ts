import { addDays, daysBetween, instantOf, localOf, type CopySkip } from '@sweepline/contract';
import type { PlanBlock, PlanVehicle } from './conflicts.ts';
import { wallWindow } from './occurrences.ts';

/** A window that is taken in the days to copy into. */
type Taken = Pick<PlanBlock, 'route' | 'vehicle' | 'from_ms' | 'to_ms'>;

export interface CopyOf<Source extends PlanBlock> {
  readonly zone: string;
  /** Local dates: what begins from `from` on is copied to begin from `into` on, at the same time by the wall. */
  readonly from: string;
  readonly into: string;
  readonly now_ms: number;
  readonly sources: readonly Source[];
  readonly planned: readonly Taken[];
  /** Windows for which a schedule will make an assignment. */
  readonly scheduled: readonly Taken[];
  /** Those in use. */
  readonly vehicles: ReadonlyMap<string, PlanVehicle>;
  /** Routes that are not. */
  readonly retired: ReadonlySet<string>;
}

export interface Copied<Source extends PlanBlock> {
  readonly make: readonly {
    readonly source: Source;
    readonly date: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly skipped: readonly { readonly source: Source; readonly reason: CopySkip }[];
}

/** What a copy of these assignments to other days makes, and what it leaves out and why. Made twice it adds nothing. */
export function copyPlan<Source extends PlanBlock>(copy: CopyOf<Source>): Copied<Source> {
  const { zone, from, into, now_ms, sources, scheduled, vehicles, retired } = copy;
  const make: Copied<Source>['make'][number][] = [];
  const skipped: Copied<Source>['skipped'][number][] = [];
  const planned: Taken[] = [...copy.planned];
  for (const source of sources.toSorted((a, b) => a.from_ms - b.from_ms || (a.id < b.id ? -1 : 1))) {
    const begin = localOf(zone, source.from_ms);
    const end = localOf(zone, source.to_ms);
    const date = addDays(into, daysBetween(from, begin.date));
    const end_minutes = daysBetween(begin.date, end.date) * 1_440 + end.minutes;
    const window = wallWindow(zone, date, begin.minutes, end_minutes);
    const block = { route: source.route, vehicle: source.vehicle, ...window };
    const reason = reasonAgainst(source, block, { now_ms, planned, scheduled, vehicles, retired });
    if (reason !== null) {
      skipped.push({ source, reason });
      continue;
    }
    planned.push(block);
    make.push({ source, date, from: instantOf(window.from_ms), to: instantOf(window.to_ms) });
  }
  return { make, skipped };
}

function reasonAgainst(
  source: PlanBlock,
  block: Taken,
  against: Pick<CopyOf<PlanBlock>, 'now_ms' | 'planned' | 'scheduled' | 'vehicles' | 'retired'>,
): CopySkip | null {
  const { now_ms, planned, scheduled, vehicles, retired } = against;
  const together = (other: Taken): boolean => other.from_ms < block.to_ms && block.from_ms < other.to_ms;
  if (block.from_ms <= now_ms) return 'window-begun';
  if (retired.has(block.route)) return 'route-retired';
  if (planned.some((other) => other.route === block.route && together(other))) return 'already-planned';
  if (scheduled.some((other) => other.route === block.route && together(other))) return 'scheduled';
  if (planned.some((other) => other.vehicle === block.vehicle && together(other))) return 'vehicle-busy';
  const vehicle = source.vehicle === null ? undefined : vehicles.get(source.vehicle);
  if (vehicle === undefined) return 'vehicle-retired';
  return vehicle.operations.includes(source.operation) ? null : 'wrong-operation';
}
