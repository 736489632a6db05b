import { GEAR_OF, localOf, type Gear, type Operation, type PlanConflict } from '@sweepline/contract';

/** An assignment, or a scheduled window that will become one. */
export interface PlanBlock {
  readonly id: string;
  readonly route: string;
  readonly operation: Operation;
  readonly planned_m: number;
  readonly vehicle: string | null;
  readonly crew: string | null;
  readonly from_ms: number;
  readonly to_ms: number;
}

export interface PlanVehicle {
  readonly id: string;
  readonly operations: readonly Operation[];
  /** Empty: nothing is wired, and everything is judged by speed. */
  readonly gearSensors: readonly Gear[];
}

export interface PlanToCheck {
  readonly zone: string;
  readonly blocks: readonly PlanBlock[];
  /** Scheduled windows that nobody was given. */
  readonly open: readonly PlanBlock[];
  readonly vehicles: ReadonlyMap<string, PlanVehicle>;
  /** Fastest working speed of each operation, km/h. */
  readonly top_kmh: Readonly<Record<Operation, number>>;
}

const HOUR_MS = 3_600_000;
/** Above this a window is no shift but a slip of the pen. */
const LONGEST_MS = 24 * HOUR_MS;

/** Whatever cannot be right in a plan, in the order of time. */
export function planConflicts({ zone, blocks, open, vehicles, top_kmh }: PlanToCheck): PlanConflict[] {
  const ordered = blocks.toSorted((a, b) => a.from_ms - b.from_ms || (a.id < b.id ? -1 : 1));
  const found: { readonly at_ms: number; readonly conflict: PlanConflict }[] = [];
  const say = (
    block: PlanBlock,
    kind: PlanConflict['kind'],
    of: Partial<Omit<PlanConflict, 'kind' | 'date'>> = {},
  ): void => {
    const conflict: PlanConflict = {
      kind,
      blocks: [block.id],
      date: localOf(zone, block.from_ms).date,
      vehicle: block.vehicle,
      route: block.route,
      crew: null,
      figures: {},
      ...of,
    };
    found.push({ at_ms: block.from_ms, conflict });
  };
  for (const [a, b] of overlapping(ordered, ({ vehicle }) => vehicle))
    say(b, 'vehicle-double-booked', { blocks: [a.id, b.id], route: null, figures: { overlap_s: overlap_s(a, b) } });
  for (const [a, b] of overlapping(ordered, ({ crew }) => crewKey(crew))) {
    // The same vehicle twice was said already.
    if (a.vehicle === b.vehicle) continue;
    say(b, 'crew-double-booked', {
      blocks: [a.id, b.id],
      vehicle: null,
      route: null,
      crew: b.crew,
      figures: { overlap_s: overlap_s(a, b) },
    });
  }
  for (const block of ordered) {
    const vehicle = block.vehicle === null ? undefined : vehicles.get(block.vehicle);
    const gear = GEAR_OF[block.operation];
    if (vehicle && !vehicle.operations.includes(block.operation)) say(block, 'wrong-operation');
    else if (vehicle && gear !== null && vehicle.gearSensors.length > 0 && !vehicle.gearSensors.includes(gear))
      say(block, 'gear-not-wired');
    const window_s = (block.to_ms - block.from_ms) / 1_000;
    const needed_s = Math.ceil((block.planned_m / 1_000 / top_kmh[block.operation]) * 3_600);
    if (block.to_ms - block.from_ms > LONGEST_MS) say(block, 'window-too-long', { figures: { window_s, needed_s } });
    else if (needed_s > window_s) say(block, 'window-too-short', { figures: { window_s, needed_s } });
  }
  for (const block of open) say(block, 'uncovered');
  return found.sort((a, b) => a.at_ms - b.at_ms).map(({ conflict }) => conflict);
}

/** Pairs of blocks of one key that share time, the earlier first. `ordered` by time. */
function* overlapping(
  ordered: readonly PlanBlock[],
  keyOf: (block: PlanBlock) => string | null,
): Generator<readonly [PlanBlock, PlanBlock]> {
  const running = new Map<string, PlanBlock[]>();
  for (const block of ordered) {
    const key = keyOf(block);
    if (key === null) continue;
    const still = (running.get(key) ?? []).filter(({ to_ms }) => to_ms > block.from_ms);
    for (const earlier of still) yield [earlier, block];
    running.set(key, [...still, block]);
  }
}

const overlap_s = (a: PlanBlock, b: PlanBlock): number =>
  (Math.min(a.to_ms, b.to_ms) - Math.max(a.from_ms, b.from_ms)) / 1_000;

/** People write a crew's name as they please. */
function crewKey(crew: string | null): string | null {
  const key = (crew ?? '').normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
  return key === '' ? null : key;
}
