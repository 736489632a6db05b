import type { PlanBlock } from './conflicts.ts';

/** A scheduled window; its id is the one that its assignment has or will have. */
export interface ScheduledBlock extends PlanBlock {
  readonly date: string;
}

/**
 * The scheduled windows that have no assignment. One has it that bears its id; failing that one of the same route on the
 * same local date, each for one window only, the nearest first.
 */
export function openDays<Scheduled extends ScheduledBlock>(
  scheduled: readonly Scheduled[],
  assignments: readonly ScheduledBlock[],
): Scheduled[] {
  const ids = new Set(assignments.map(({ id }) => id));
  const own = new Set(scheduled.map(({ id }) => id));
  const spare = assignments.filter(({ id }) => !own.has(id));
  const open: Scheduled[] = [];
  for (const block of scheduled) {
    if (ids.has(block.id)) continue;
    const near = spare
      .filter(({ route, date }) => route === block.route && date === block.date)
      .sort((a, b) => Math.abs(a.from_ms - block.from_ms) - Math.abs(b.from_ms - block.from_ms))[0];
    if (near === undefined) open.push(block);
    else spare.splice(spare.indexOf(near), 1);
  }
  return open;
}
