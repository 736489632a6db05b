import type { Passage } from '../pipeline/stages.ts';

/** The passes over one kerb of one edge: stretches that do not overlap, in order; each with its passes, earliest first. */
export interface Lane {
  from_cm: readonly number[];
  to_cm: readonly number[];
  passes: readonly (readonly Passage[])[];
}

const NOWHERE: readonly number[] = [];
export const NO_PASSES: readonly Passage[] = [];
const NONE: readonly (readonly Passage[])[] = [];

export const newLane = (): Lane => ({ from_cm: NOWHERE, to_cm: NOWHERE, passes: NONE });

/** Orders passes by their time at a place, whatever the order they came in. */
export const earlierAt =
  (at_cm: number) =>
  (a: Passage, b: Passage): number =>
    aheadAt(a, b, at_cm) || (a.vehicle < b.vehicle ? -1 : a.vehicle > b.vehicle ? 1 : 0);

/** By how much later one pass is at a place than another, milliseconds. */
const aheadAt = (a: Passage, b: Passage, at_cm: number): number =>
  first_ms(a) - first_ms(b) + (perCm_ms(a) - perCm_ms(b)) * at_cm;

/** The drive taken as even: milliseconds a centimetre further from the edge's first vertex. */
const perCm_ms = ({ from_cm, to_cm, enter_ms, leave_ms, forward }: Passage): number =>
  ((forward ? 1 : -1) * (leave_ms - enter_ms)) / (to_cm - from_cm);

/** When it was, or would have been, at the edge's first vertex. */
const first_ms = (pass: Passage): number =>
  (pass.forward ? pass.enter_ms : pass.leave_ms) - perCm_ms(pass) * pass.from_cm;

/** How two passes of one vehicle over the same place are told apart: by the drive, or by the time between them. */
export type Apart = { readonly by: 'drive' } | { readonly by: 'time'; readonly least_ms: number };

export const isSamePass = (a: Passage, b: Passage, at_cm: number, apart: Apart): boolean => {
  if (a.vehicle !== b.vehicle) return false;
  return apart.by === 'drive' ? a.drive_ms === b.drive_ms : Math.abs(aheadAt(a, b, at_cm)) < apart.least_ms;
};

/** Adds the places where the order of two passes turns, or whether they are one. */
export function cutWhereTheyMeet(a: Passage, b: Passage, apart: Apart, cut: (at_cm: number) => void): void {
  const growth_ms = perCm_ms(a) - perCm_ms(b);
  if (growth_ms === 0) return;
  const byTime = apart.by === 'time' && a.vehicle === b.vehicle;
  for (const apart_ms of byTime ? [-apart.least_ms, apart.least_ms] : [0]) {
    const at_cm = Math.floor((apart_ms - (first_ms(a) - first_ms(b))) / growth_ms);
    // The centimetres on either side stand alone: each is decided where it lies, whatever the rounding and the order.
    for (let i = 0; i < 3; i++) cut(at_cm + i);
  }
}

/**
 * Adds a pass over a stretch. A vehicle's pass too soon after its last one is none; of more passes than anybody can ask for
 * the earliest are kept, so the outcome does not depend on the order in which vehicles report.
 * @returns whether anything changed
 */
export function addPass(
  lane: Lane,
  from_cm: number,
  to_cm: number,
  pass: Passage,
  most: number,
  apart: Apart,
): boolean {
  if (lane.from_cm.length === 0) {
    if (from_cm >= to_cm) return false;
    lane.from_cm = [from_cm];
    lane.to_cm = [to_cm];
    lane.passes = [[pass]];
    return true;
  }
  const starts: number[] = [];
  const ends: number[] = [];
  const passes: (readonly Passage[])[] = [];
  let changed = false;
  const put = (from: number, to: number, list: readonly Passage[]) => {
    if (from >= to) return;
    const last = starts.length - 1;
    if (last >= 0 && ends[last] === from && samePasses(passes[last]!, list)) ends[last] = to;
    else {
      starts.push(from);
      ends.push(to);
      passes.push(list);
    }
  };
  const putWith = (from: number, to: number, list: readonly Passage[]) => {
    if (from >= to) return;
    const ends = endsWithin(from, to, list, pass, apart);
    for (let k = 0, start = from; k < ends.length; start = ends[k++]!) {
      const joined = withPass(list, pass, start, most, apart);
      if (joined !== list) changed = true;
      put(start, ends[k]!, joined);
    }
  };
  let at = from_cm;
  let i = 0;
  const count = lane.from_cm.length;
  for (; i < count && lane.to_cm[i]! <= from_cm; i++) put(lane.from_cm[i]!, lane.to_cm[i]!, lane.passes[i]!);
  for (; i < count && lane.from_cm[i]! < to_cm; i++) {
    const start = lane.from_cm[i]!;
    const end = lane.to_cm[i]!;
    const list = lane.passes[i]!;
    put(start, Math.min(end, from_cm), list);
    putWith(at, Math.min(start, to_cm), NO_PASSES);
    putWith(Math.max(start, from_cm), Math.min(end, to_cm), list);
    put(Math.max(start, to_cm), end, list);
    at = Math.max(at, end);
  }
  putWith(at, to_cm, NO_PASSES);
  for (; i < count; i++) put(lane.from_cm[i]!, lane.to_cm[i]!, lane.passes[i]!);
  if (!changed) return false;
  // kept for a whole shift: copies without the room that was left to grow
  lane.from_cm = starts.slice();
  lane.to_cm = ends.slice();
  lane.passes = passes.slice();
  return true;
}

function samePasses(a: readonly Passage[], b: readonly Passage[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Ends of the parts of a stretch along which the new pass stands to the others as at the part's start. */
function endsWithin(from: number, to: number, list: readonly Passage[], pass: Passage, apart: Apart): number[] {
  if (list.length === 0) return [to];
  const ends = [to];
  const cut = (at_cm: number) => {
    if (at_cm > from && at_cm < to && !ends.includes(at_cm)) ends.push(at_cm);
  };
  for (const other of list) cutWhereTheyMeet(pass, other, apart, cut);
  return ends.length === 1 ? ends : ends.sort((a, b) => a - b);
}

function withPass(
  list: readonly Passage[],
  pass: Passage,
  at_cm: number,
  most: number,
  apart: Apart,
): readonly Passage[] {
  if (list.length === 0) return [pass];
  for (const other of list) if (isSamePass(pass, other, at_cm, apart)) return list;
  const earlier = earlierAt(at_cm);
  if (list.length >= most && earlier(pass, list[list.length - 1]!) > 0) return list;
  const joined = [...list, pass].sort(earlier);
  if (joined.length > most) joined.length = most;
  return joined;
}

/** The passes of a lane at one place; a lane nobody drove has none. */
export function passesAt(lane: Lane | undefined, at_cm: number): readonly Passage[] {
  if (lane === undefined) return NO_PASSES;
  let low = 0;
  let high = lane.from_cm.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane.to_cm[middle]! <= at_cm) low = middle + 1;
    else high = middle;
  }
  return low < lane.from_cm.length && lane.from_cm[low]! <= at_cm ? lane.passes[low]! : NO_PASSES;
}
