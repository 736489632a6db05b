import type { ReadWork } from '../../store/series/work.ts';

/** A drive along an edge with one verdict, out of the passages that it was stored as. */
export interface Drive extends ReadWork {
  /** Centimetres driven, a turn back counted again. */
  readonly driven_cm: number;
}

/** Passages are cut where progress was shown; a pause longer than this makes two drives of them. */
const PAUSE_MS = 60_000;

/**
 * Joins the passages of one vehicle on one edge, with the same verdict, side and direction, that follow one another.
 * @param work in the order of entering
 */
export function drivesOf(work: readonly ReadWork[]): Drive[] {
  const drives: Drive[] = [];
  const open = new Map<string, number>();
  for (const row of work) {
    const key = [row.vehicle, row.edge, row.verdict, row.serves, row.forward, row.operation].join('\n');
    const length_cm = row.to_cm - row.from_cm;
    const at = open.get(key);
    const before = at === undefined ? undefined : drives[at]!;
    if (at === undefined || before === undefined || row.enter_ms - before.leave_ms > PAUSE_MS) {
      open.set(key, drives.push({ ...row, driven_cm: length_cm }) - 1);
      continue;
    }
    drives[at] = {
      ...before,
      from_cm: Math.min(before.from_cm, row.from_cm),
      to_cm: Math.max(before.to_cm, row.to_cm),
      leave_ms: Math.max(before.leave_ms, row.leave_ms),
      driven_cm: before.driven_cm + length_cm,
      marks: [...new Set([...before.marks, ...row.marks])],
    };
  }
  return drives;
}
