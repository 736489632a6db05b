/** One pass over a stretch: who, when and with what marks. */
export interface Pass {
  readonly vehicle: string;
  /** Middle of the drive, by which passes are ordered and told apart. */
  readonly middle_ms: number;
  /** When the stretch was left. */
  readonly at_ms: number;
  /** Marks as bits. */
  readonly marks: number;
  /** The kerb on its driving side. */
  readonly kerb: 'left' | 'right';
}

/** The passes over one kerb of one edge: stretches that do not overlap, in order; each with its passes, earliest first. */
export interface Lane {
  readonly from_cm: number[];
  readonly to_cm: number[];
  readonly passes: (readonly Pass[])[];
}

export const newLane = (): Lane => ({ from_cm: [], to_cm: [], passes: [] });

const NO_PASSES: readonly Pass[] = [];

/** Orders passes by time, whatever the order they came in. */
export function earlier(a: Pass, b: Pass): number {
  if (a.middle_ms !== b.middle_ms) return a.middle_ms - b.middle_ms;
  return a.vehicle < b.vehicle ? -1 : a.vehicle > b.vehicle ? 1 : 0;
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
  pass: Pass,
  most: number,
  newPass_ms: number,
): boolean {
  const starts: number[] = [];
  const ends: number[] = [];
  const passes: (readonly Pass[])[] = [];
  let changed = false;
  const put = (from: number, to: number, list: readonly Pass[]) => {
    if (from >= to) return;
    const last = starts.length - 1;
    if (last >= 0 && ends[last] === from && samePasses(passes[last]!, list)) ends[last] = to;
    else {
      starts.push(from);
      ends.push(to);
      passes.push(list);
    }
  };
  const putWith = (from: number, to: number, list: readonly Pass[]) => {
    const joined = withPass(list, pass, most, newPass_ms);
    if (joined !== list && from < to) changed = true;
    put(from, to, joined);
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
  replace(lane.from_cm, starts);
  replace(lane.to_cm, ends);
  replace(lane.passes, passes);
  return true;
}

function replace<Value>(list: Value[], by: readonly Value[]): void {
  list.length = by.length;
  for (let i = 0; i < by.length; i++) list[i] = by[i]!;
}

function samePasses(a: readonly Pass[], b: readonly Pass[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function withPass(list: readonly Pass[], pass: Pass, most: number, newPass_ms: number): readonly Pass[] {
  if (list.length === 0) return [pass];
  for (const other of list) {
    if (other.vehicle === pass.vehicle && Math.abs(pass.middle_ms - other.middle_ms) < newPass_ms) return list;
  }
  if (list.length >= most && earlier(pass, list[list.length - 1]!) > 0) return list;
  const joined = [...list, pass].sort(earlier);
  if (joined.length > most) joined.length = most;
  return joined;
}

/** The passes of a lane at one place; a lane nobody drove has none. */
export function passesAt(lane: Lane | undefined, at_cm: number): readonly Pass[] {
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
